"""What a letter of a case says: facts of the case in every language the letter speaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from sojourn.cases.types import AppealView, CorrectionView, Decision, DecisionKind, Remedy
from sojourn.catalogue.authoring import Period
from sojourn.catalogue.types import Pack, Service
from sojourn.documents import letters
from sojourn.documents.letters import LetterData, Value
from sojourn.flows import answer_values, card_values
from sojourn.flows.as_it_was import as_it_was, decision_behind, duty_of
from sojourn.flows.case_file import THE_STORY, CaseFile
from sojourn.flows.errors import LetterUnknown
from sojourn.flows.letter_words import in_words, money_in_words
from sojourn.flows.open_case import proof_of
from sojourn.flows.said_reasons import parted
from sojourn.lib.clock import legal_day
from sojourn.lib.seal.reading import link_text
from sojourn.payments import queries as payments
from sojourn.payments.types import Charge
from sojourn.people.queries import has_open_hold
from sojourn.permits import queries as permits
from sojourn.permits.types import Issued

Told = Mapping[str, Value]
_MOST_PAGES = 12
_OF_OUTCOMES = frozenset({"granted", "refused", "not-examined"})


@dataclass(frozen=True, slots=True)
class Matter:
    """What a letter is about: its day, the part of the case it tells of, the number of a request."""

    on: date
    about: UUID | None = None
    number: int = 0


def draw(file: CaseFile, purpose: str, matter: Matter, *, language: str) -> bytes:
    """The letter of a purpose as a PDF, not signed yet; it says what was known on its day.

    Raises: LetterUnknown, LetterFailed.
    """
    about, tell = matter.about, _TELLERS.get(purpose)
    code = letter_code(file, purpose, about)
    if tell is None:
        raise LetterUnknown(letter=purpose)
    letter, issued = file.pack.letters[code], _printed(file, purpose, about)
    on = _known_on(file, issued) if issued else matter.on
    then = as_it_was(file, on, asking=matter.number, at=_told_at(file, issued, about))
    asked = next((each for each in file.page.corrections if each.number == matter.number), None)
    told = {
        **common(then),
        **answer_values.told(then, letter),
        **{name: in_words(then.period(each), then.pack) for name, each in letter.periods.items()},
        **tell(then, about),
        **(_correction(then, asked) if asked else {}),
    }
    values = {name: told.get(name) for name in letter.fields}
    data = LetterData(
        language=language,
        values=values,
        number=issued.number if issued else file.case.reference,
        code=issued.code if issued else "",
        link=f"{settings.PUBLIC_BASE}/{language}/verify/" if issued else "",
        scanned=_scanned(issued) if issued else "",
        issued_on=matter.on,
        demonstration=settings.DEMONSTRATION,
        pages=_pages(file, purpose, letter.fields),
        pictures=card_values.portrait(then) if purpose == "card" else {},
    )
    return letters.render(code, data, pack=file.pack)


def letter_code(file: CaseFile, purpose: str, about: UUID | None) -> str:
    """The letter of the pack for a purpose; a decision whose outcome has its own gets that.

    Raises: LetterUnknown.
    """
    if purpose == "card" and (printed := _printed(file, purpose, about)):
        return printed.kind
    decision = next((each for each in file.page.decisions if each.id == about), None)
    outcome = file.service.find_outcome(decision.outcome) if decision and purpose in _OF_OUTCOMES else None
    code = (outcome.letter if outcome else None) or file.service.letters.given().get(purpose)
    if code is None:
        raise LetterUnknown(letter=purpose)
    return code


def _pages(file: CaseFile, purpose: str, asked: Sequence[str]) -> int:
    """How many a letter may have: a card has two sides, the words of an officer take what they need."""
    if purpose == "card" and not file.pack.is_electronic(file.service):
        return 2
    return _MOST_PAGES if "words" in asked else 1


def _known_on(file: CaseFile, issued: Issued) -> date:
    """The day whose answers an issued document rests on; what is put right on the day of entry is later."""
    on = legal_day(issued.issued_at)
    return on - timedelta(days=1) if on == legal_day(file.case.entered_at) else on


def _told_at(file: CaseFile, issued: Issued | None, about: UUID | None) -> datetime | None:
    """The instant a document was issued or a decision made; of any other letter its day alone is known."""
    if issued is not None:
        return issued.issued_at
    return next((each.decided_at for each in file.page.decisions if each.id == about), None)


def _printed(file: CaseFile, purpose: str, about: UUID | None) -> Issued | None:
    """The issued document a letter is the paper of: a case may have had several cards."""
    if purpose == "card":
        cards = permits.list_of(file.case.subject, to=THE_STORY)
        return next((each for each in cards if each.id == about), None)
    return permits.find_for(proof_of(file.case), to=THE_STORY) if purpose == "pending" else None


def _scanned(issued: Issued) -> str:
    return link_text(settings.PUBLIC_BASE, number=issued.number, code=issued.code, seal=issued.seal)


def common(file: CaseFile) -> Told:
    who, case, pack, service = file.identity, file.case, file.pack, file.service
    document = who.travel_document
    ground = file.service.chosen_ground(file.cleaned)
    return {
        "holder": ", ".join(part for part in (who.names.surname, who.names.given) if part),
        "birth": (who.birth.whole or str(who.birth)) if who.birth else None,
        "nationality": _country(pack, who.nationality or ""),
        "travel-document": f"{document.issuing_state} {document.number}".strip() if document else None,
        "reference": case.reference,
        "asked-for": _texts(pack, f"{case.service}.title"),
        "filed": case.filed_on,
        "due": case.due_on,
        "ground": _texts(pack, file.service.ground_text(ground.code)) if ground else None,
        "office": _office(pack, case.office),
        "law": {
            said: "; ".join(pack.source_in(act, said) for act in service.acts) for said in pack.languages
        },
    }


def _office(pack: Pack, code: str) -> dict[str, str]:
    return _texts(pack, f"offices.{code}.name" if code in pack.offices else "pack.name")


def _pending(file: CaseFile, about: UUID | None) -> Told:
    """By when it was to be decided, as the service meant it when it gave the proof."""
    limit = file.examined().review if file.service.deadline else None
    return {"due": limit.last_day if limit else file.case.due_on}


def _correction(file: CaseFile, asked: CorrectionView) -> Told:
    return {
        "asked": asked.asked_on,
        "answer-within": in_words(file.period("procedure.correction-period"), file.pack),
        "items": [_item(file, each.path, each.code, each.words) for each in asked.items],
    }


def _item(file: CaseFile, path: str, code: str, words: str) -> dict[str, str]:
    """The question, the coded reason, the officer's own words."""

    def said(language: str) -> str:
        label = file.pack.find_text(f"{file.case.service}.{path}.label", language) or ""
        reason = file.pack.find_text(f"reasons.{code}", language) or ""
        return " ".join(part for part in (f"{label}:" if label else "", reason, words) if part)

    return {language: said(language) for language in file.pack.languages}


def _intention(file: CaseFile, about: UUID | None) -> Told:
    hearing = next(each for each in file.page.hearings if each.id == about)
    return {
        "announced": legal_day(hearing.announced_at),
        "answer-within": in_words(file.period("procedure.hearing-period"), file.pack),
        **_why(file, hearing.reasons, hearing.words),
    }


def _extended(file: CaseFile, about: UUID | None) -> Told:
    """More time that was taken: the day the decision is expected by from then on, and why."""
    more = next(each for each in file.page.intervals if each.key == about)
    return {
        "lengthened": more.from_on,
        "new-due": more.due_on,
        **_why(file, more.reasons, more.words),
    }


def body_of(remedy: Remedy | None, service: Service, pack: Pack) -> str:
    """The path of the text that names whom one turns to: the court, once it was decided on appeal. Where an
    organisation applied there may be another body.
    """
    if remedy and remedy.body == "court":
        return "pack.appeal-court"
    theirs = "pack.appeal-body-of-organisations"
    is_theirs = service.is_for_organisations and pack.find_text(theirs, pack.languages[0])
    return theirs if is_theirs else "pack.appeal-body"


def _decision(file: CaseFile, about: UUID | None) -> Told:
    decision = next(each for each in file.page.decisions if each.id == about)
    remedy, pack = decision.remedy, file.pack
    appeal = next((each for each in file.page.appeals if each.decided_at == decision.decided_at), None)
    return {
        "decided": decision.decided_on,
        "term-from": _day(decision.terms.get("from")) if file.service.validity else None,
        "term-to": _day(decision.terms.get("until")),
        **_why(file, decision.reasons, decision.words),
        "remedy-body": _texts(pack, body_of(remedy, file.service, pack)),
        "remedy-within": in_words(Period.parse(remedy.period), pack) if remedy else None,
        "suspends": _suspends(file, remedy),
        "ended": _day(decision.terms.get("ended-on")),
        "leave-within": _leave_within(file, decision),
        "offer": _offer(file, decision),
        "outcome": _outcome(file, decision, appeal),
        "appealed": appeal.filed_on if appeal else None,
        "contested": _contested(file, decision.replaces_id),
        "office": _office(pack, decision.power.get("office") or file.case.office),
        **_owed(file, duty_of(file, decision)),
    }


def _suspends(file: CaseFile, remedy: Remedy | None) -> Value:
    """Whether contesting the decision suspends it; always, where whoever applied is held from removal."""
    if remedy is None:
        return None
    name, said = ("appeal.suspends", "appeal-suspends")
    if remedy.body == "court":
        name, said = ("appeal.court-suspends", "court-suspends")
    suspends = file.service.bars_removal or (name in file.pack.parameters and bool(file.law[name]))
    return _texts(file.pack, f"pack.{said}.{'yes' if suspends else 'no'}")


def _outcome(file: CaseFile, decision: Decision, appeal: AppealView | None) -> Value:
    """How an appeal ended; of any other decision its answer on the merits, where there are several."""
    if appeal is not None:
        return _texts(file.pack, f"pack.appeal-outcomes.{appeal.outcome}")
    return _texts(file.pack, file.service.outcome_text(decision.outcome)) if decision.outcome else None


def _offer(file: CaseFile, decision: Decision) -> Value:
    """What is offered at once after this answer on the merits, by its title."""
    offered = file.service.offer_after(decision.outcome, file.cleaned)
    return _texts(file.pack, f"{offered}.title") if offered else None


def _leave_within(file: CaseFile, decision: Decision) -> Value:
    """Nobody under an open protective hold is told to leave, nor anybody whose stay does not hang on it.

    After a grant it is the time the rule of the service gives: a citizenship that ended, for one.
    """
    if has_open_hold(file.case.person_id):
        return None
    if decision.kind is DecisionKind.CANCEL and file.service.early_end:
        return in_words(file.period(file.service.early_end.leave), file.pack)
    if file.service.leave_by is None:
        return None
    if decision.kind is DecisionKind.GRANT:
        limit = file.answer(file.service.leave_by, decided_on=decision.decided_on)
        return in_words(limit.period, file.pack) if limit else None
    limit = file.answer(
        file.service.leave_by, decided_on=decision.decided_on, outcome=decision.outcome or None
    )
    if limit and limit.period.length:
        return in_words(limit.period, file.pack)
    return in_words(file.period("stay.after-late-refusal"), file.pack)


def _contested(file: CaseFile, decision_id: UUID | None) -> date | None:
    return next((each.decided_on for each in file.page.decisions if each.id == decision_id), None)


def _owed(file: CaseFile, charge: Charge | None) -> Told:
    if charge is None:
        return {}
    limit = file.answer(file.service.pay_by)
    within = in_words(limit.period if limit else file.period("payment.period"), file.pack)
    since = reasons_in_words(file.pack, [each.code for each in limit.reasons]) if limit else []
    return {
        "amount": money_in_words(charge.amount, file.pack),
        "payment-number": charge.number,
        "pay-by": charge.due_on,
        "pay-within": {
            name: ". ".join([said, *(each[name] for each in since)]) for name, said in within.items()
        },
        "budget": charge.budget_code,
    }


def _payment_notice(file: CaseFile, about: UUID | None) -> Told:
    charge = _of_id(payments.list_of(file.case.subject, to=THE_STORY), about)
    decision = decision_behind(file, charge) if charge else file.decision
    return {"decided": decision.decided_on if decision else None, **_owed(file, charge)}


def _of_id(charges: Sequence[Charge], charge_id: UUID | None) -> Charge | None:
    return next((each for each in charges if each.id == charge_id), None)


def _receipt(file: CaseFile, about: UUID | None) -> Told:
    if about is None:
        raise LetterUnknown(letter="receipt")
    receipt = payments.get_receipt(about, to=THE_STORY)
    return {
        **_owed(file, receipt.charge),
        "amount": money_in_words(receipt.amount, file.pack),
        "paid-on": legal_day(receipt.paid_at),
        "provider": receipt.provider,
    }


def _card(file: CaseFile, about: UUID | None) -> Told:
    """A card that is printed; an electronic document says what its decision says."""
    issued = _printed(file, "card", about)
    if issued is None:
        raise LetterUnknown(letter="card")
    if not file.pack.is_electronic(file.service):
        return {**card_values.card(file, issued), "issued-by": common(file)["office"]}
    made = [each for each in file.page.decisions if each.is_grant and each.decided_at <= issued.issued_at]
    paper = card_values.electronic(file, issued)
    if not made:
        return paper
    first = _day(made[-1].terms.get("from")) or issued.valid[0]
    return {**_decision(file, made[-1].id), **paper, "valid-from": first}


def _why(file: CaseFile, codes: Sequence[str], told: Mapping[str, str]) -> Told:
    """Every coded reason, those with values in them filled, and below them what the officer wrote."""
    filled, own = parted(file, codes, told)
    return {"reasons": [*reasons_in_words(file.pack, codes), *filled], "words": _own_words(own)}


def reasons_in_words(pack: Pack, codes: Sequence[str]) -> list[dict[str, str]]:
    """The sentences of coded reasons that need no values."""
    found = [
        {language: pack.find_text(f"reasons.{code}", language) or code for language in pack.languages}
        for code in codes
    ]
    return [each for each in found if not any("{" in sentence for sentence in each.values())]


def _own_words(words: Mapping[str, str]) -> list[dict[str, str]]:
    return [dict(words)] if words else []


def _texts(pack: Pack, path: str) -> dict[str, str]:
    return {language: pack.find_text(path, language) or "" for language in pack.languages}


def _country(pack: Pack, code: str) -> Value:
    found = pack.find_country(code)
    return {language: pack.name_of(found, language) for language in pack.languages} if found else code


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


Teller = Callable[[CaseFile, UUID | None], Told]
_TELLERS: Mapping[str, Teller] = {
    "pending": _pending,
    "correction": lambda file, about: {},
    "intention": _intention,
    "extended": _extended,
    "granted": _decision,
    "refused": _decision,
    "not-examined": _decision,
    "lapsed": _decision,
    "cancelled": _decision,
    "appeal": _decision,
    "payment-notice": _payment_notice,
    "receipt": _receipt,
    "card": _card,
}
