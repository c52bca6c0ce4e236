"""Where a case stands and what is awaited from whom, in words that need no knowledge of the law."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from sojourn.applications.types import Draft
from sojourn.cases import queries as case_files
from sojourn.cases.types import (
    ALLOWED,
    Act,
    AppealOutcome,
    AppealView,
    CaseStatus,
    CaseView,
    Decision,
    DecisionKind,
)
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Before
from sojourn.flows.case_file import CaseFile
from sojourn.flows.case_letters import key_of_request
from sojourn.flows.complete_case import is_handed_over
from sojourn.flows.stages import StageLine, stages_of, still_open
from sojourn.payments.types import Charge, ChargeState
from sojourn.sites.portal.frame import language
from sojourn.sites.ui import outcome_words
from sojourn.sites.ui.spoken import spoken_date, spoken_money

S = CaseStatus
_UNOPENED = frozenset({S.REFUSED, S.NOT_EXAMINED, S.LAPSED})
_GIVEN, _SURNAME = "passport.given-names", "passport.surname"
OWED = frozenset({ChargeState.OPEN, ChargeState.PARTLY_PAID})

WORDS: Mapping[CaseStatus, tuple[str, object]] = {
    S.IN_REVIEW: ("info", gettext_lazy("Being examined")),
    S.AWAITING_CORRECTION: ("wait", gettext_lazy("Waits for you")),
    S.AWAITING_ANSWER: ("wait", gettext_lazy("Waits for you")),
    S.PROPOSED: ("info", gettext_lazy("Being examined")),
    S.AWAITING_PAYMENT: ("wait", gettext_lazy("Granted: please pay")),
    S.IN_PRODUCTION: ("good", gettext_lazy("Granted: the card is being made")),
    S.READY: ("good", gettext_lazy("Your card is ready")),
    S.GRANTED: ("good", gettext_lazy("Granted")),
    S.CANCEL_PROPOSED: ("good", gettext_lazy("Granted")),
    S.CANCELLED: ("wrong", gettext_lazy("Ended early")),
    S.REFUSED: ("wrong", gettext_lazy("Refused")),
    S.NOT_EXAMINED: ("plain", gettext_lazy("Not examined")),
    S.LAPSED: ("wrong", gettext_lazy("Lapsed")),
    S.WITHDRAWN: ("plain", gettext_lazy("Withdrawn")),
}
SENTENCES: Mapping[CaseStatus, object] = {
    S.IN_REVIEW: gettext_lazy("We are looking at your application. You need not do anything now."),
    S.AWAITING_CORRECTION: gettext_lazy("Something is missing or not clear. Please answer what we ask."),
    S.AWAITING_ANSWER: gettext_lazy(
        "We mean to refuse. Nothing is decided yet: first you can tell us what speaks for you."
    ),
    S.PROPOSED: gettext_lazy(
        "We are looking at your application. A second officer checks everything before it is decided."
    ),
    S.AWAITING_PAYMENT: gettext_lazy(
        "Your application is granted. Please pay the state duty; then we make your card."
    ),
    S.IN_PRODUCTION: gettext_lazy(
        "Your application is granted. We are making your card and tell you when it is ready."
    ),
    S.READY: gettext_lazy("Your card is ready. Please come and collect it."),
    S.GRANTED: gettext_lazy("Your application was granted and you have your card."),
    S.CANCEL_PROPOSED: gettext_lazy("Your application was granted."),
    S.CANCELLED: gettext_lazy(
        "What was granted has ended early. The letter says why, from which day, and what you can do."
    ),
    S.REFUSED: gettext_lazy("We have refused the application. The letter says why, and what you can do."),
    S.NOT_EXAMINED: gettext_lazy(
        "We could not examine the application. This is not a refusal: you may apply again at any time."
    ),
    S.LAPSED: gettext_lazy("The state duty was not paid in time, and what was granted has lapsed."),
    S.WITHDRAWN: gettext_lazy("You took the application back. You may apply again at any time."),
}


WITHOUT_CARD: Mapping[CaseStatus, tuple[object, object]] = {
    S.AWAITING_PAYMENT: (
        gettext_lazy("Granted: please pay"),
        gettext_lazy("Your application is granted. Please pay the state duty; then it takes effect."),
    ),
    S.IN_PRODUCTION: (
        gettext_lazy("Granted: not everything is done yet"),
        gettext_lazy("Your application is granted. Below you see what is still to be done."),
    ),
    S.GRANTED: (gettext_lazy("Granted"), gettext_lazy("Your application was granted.")),
}
"""The same where no card is handed over: the word and the sentence."""
ANSWERED: Mapping[CaseStatus, tuple[str, object, object]] = {
    S.AWAITING_ANSWER: (
        "wait",
        gettext_lazy("Waits for you"),
        gettext_lazy(
            "Nothing is decided yet. What we mean to answer speaks against you: "
            "first tell us what speaks for you."
        ),
    ),
    S.GRANTED: (
        "good",
        gettext_lazy("Answered"),
        gettext_lazy("We have answered. The letter lies in your case."),
    ),
    S.REFUSED: (
        "plain",
        gettext_lazy("Answered"),
        gettext_lazy("We have answered. The letter says what, why, and what you can do."),
    ),
}
"""The same where several answers are possible, none of which is a refusal in so many words."""
_WITH_PAPER = gettext_lazy("Your application was granted. Your document lies in your case, with our letters.")


@dataclass(frozen=True, slots=True)
class Standing:
    """kind: the shape of the tag; word: what stands in it."""

    kind: str
    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """What is awaited, from whom, until when, and where it is done; opens: its button opens a new letter."""

    what: str
    from_you: bool
    until: date | None = None
    address: str = ""
    button: str = ""
    opens: bool = False


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list."""

    case: CaseView
    title: str
    name: str
    standing: Standing

    @property
    def address(self) -> str:
        return reverse("portal:case", args=[self.case.reference])


def name_of(filed: Draft) -> str:
    """By what first name a family tells its applications apart."""
    return str(filed.answers.get(_GIVEN) or filed.answers.get(_SURNAME) or "")


def is_unopened(case: CaseView) -> bool:
    """Whether it was decided in a letter nobody has opened yet: the letter tells it first."""
    return case.status in _UNOPENED and case.decision_id is not None and case.appeal_until is None


def standing_of(case: CaseView) -> Standing:
    if is_unopened(case):
        said = gettext("We have decided. Please open the letter: it says what, why, and what you can do.")
        return Standing("info", gettext("Decided"), said)
    if case.status is S.CANCELLED and case_files.holds_granted(case):
        case = replace(case, status=S.CANCEL_PROPOSED)  # an appeal suspends the end: it goes on meanwhile
    kind, word = WORDS[case.status]
    sentence = str(SENTENCES[case.status])
    gives = _gives(case.pack_sha256, case.service)
    if case.status in WITHOUT_CARD and gives is not Gives.CARD:
        word, told = WITHOUT_CARD[case.status]
        is_here = case.status is S.GRANTED and gives is Gives.PAPER
        sentence = str(_WITH_PAPER if is_here else told)
    if case.status in ANSWERED and gives is not Gives.CARD and has_answers(case.pack_sha256, case.service):
        kind, word, told = ANSWERED[case.status]
        sentence = str(told)
    word, sentence = _own(case, str(word), sentence)
    if case.appeal_id is not None:
        sentence += " " + gettext("Your appeal is being examined.")
    return Standing(kind, word, sentence)


def _own(case: CaseView, word: str, sentence: str) -> tuple[str, str]:
    """What its service calls this standing, where a grant is none in so many words."""
    status = S.GRANTED if case.status is S.CANCEL_PROPOSED else case.status
    return (
        outcome_words.find(case.pack_sha256, case.service, status.value, language()) or word,
        outcome_words.find(case.pack_sha256, case.service, f"{status.value}-told", language()) or sentence,
    )


@lru_cache(maxsize=512)
def has_answers(pack_sha256: str, code: str) -> bool:
    """Whether a service answers in one of several ways, also where it says no."""
    return bool(catalogue.by_hash(pack_sha256).service(code).outcomes_for(DecisionKind.REFUSE.value))


class Gives(Enum):
    """What a grant of a service is shown by."""

    CARD = "card"
    PAPER = "paper"
    NOTHING = "nothing"


@lru_cache(maxsize=512)
def _gives(pack_sha256: str, code: str) -> Gives:
    pack = catalogue.by_hash(pack_sha256)
    service = pack.service(code)
    if is_handed_over(pack, service):
        return Gives.CARD
    return Gives.PAPER if pack.is_electronic(service) else Gives.NOTHING


def outcome_of(file: CaseFile) -> str:
    """Our answer on the merits, where the service gives several and the letter that tells it was opened."""
    decision = file.in_force
    if decision is None or not decision.outcome or is_unopened(file.case):
        return ""
    return file.pack.find_text(file.service.outcome_text(decision.outcome), language()) or ""


def offered_in(file: CaseFile) -> tuple[str, str] | None:
    """Code and title of the service that is offered at once after our answer, once its letter was opened."""
    decision = file.in_force
    if decision is None or is_unopened(file.case):
        return None
    code = file.service.offer_after(decision.outcome, file.cleaned)
    return (code, file.pack.text(f"{code}.title", language())) if code else None


@dataclass(frozen=True, slots=True)
class Step:
    """A stage as the applicant sees it. help: what it means, in plain words."""

    name: str
    line: StageLine
    help: str = ""


def steps_of(file: CaseFile) -> list[Step]:
    """What happens in the case on its way, with days and limits."""
    return [
        Step(_stage(file, each.stage.code) or each.stage.code, each, _stage(file, f"{each.stage.code}-help"))
        for each in stages_of(file)
    ]


def _stage(file: CaseFile, code: str) -> str:
    return file.pack.find_text(file.service.stage_text(code), language()) or ""


def awaited_in(file: CaseFile, charge: Charge | None) -> list[Awaited]:
    """Everything that is awaited now, what the applicant has to do first."""
    case = file.case
    step = _STEPS.get(case.status)
    found = [*_letter_first(file), *(step(file, charge) if step else ())]
    if case.appeal_id is not None:
        found.append(Awaited(gettext("The decision on your appeal"), from_you=False))
    return found


def _address(file: CaseFile, name: str, *more: str) -> str:
    return reverse(f"portal:{name}", args=[file.case.reference, *more])


def _letter_first(file: CaseFile) -> Iterator[Awaited]:
    """A decision nobody opened yet."""
    decision = file.decision
    if decision is not None and decision.served_on is None:
        address = _address(file, "case-letter", f"decision-{decision.id}")
        what = gettext("Open the letter with our decision")
        button = gettext("Open the letter")
        yield Awaited(what, from_you=True, address=address, button=button, opens=True)


def _correct(file: CaseFile, charge: Charge | None) -> Iterator[Awaited]:
    asked = file.page.corrections[-1] if file.page.corrections else None
    letter = key_of_request(asked) if asked and asked.served_on is None else ""
    yield Awaited(
        gettext("Answer what we ask"),
        from_you=True,
        until=asked.answer_by if asked else None,
        address=_address(file, "case-letter", letter) if letter else _address(file, "correct"),
        button=gettext("See and answer"),
        opens=bool(letter),
    )


def _answer(file: CaseFile, charge: Charge | None) -> Iterator[Awaited]:
    told = file.page.hearings[-1] if file.page.hearings else None
    letter = f"intention-{told.id}" if told and told.served_on is None else ""
    yield Awaited(
        gettext("Tell us what speaks for you"),
        from_you=True,
        until=told.answer_by if told else None,
        address=_address(file, "case-letter", letter) if letter else _address(file, "answer"),
        button=gettext("Read and answer"),
        opens=bool(letter),
    )


def paying(file: CaseFile, charge: Charge | None) -> Iterator[Awaited]:
    if charge is not None and charge.state in OWED:
        said = gettext("Pay the state duty of {amount}").format(amount=spoken_money(charge.outstanding))
        yield Awaited(said, True, charge.due_on, _address(file, "pay"), gettext("Pay"))


def _decide(file: CaseFile, charge: Charge | None) -> Iterator[Awaited]:
    yield Awaited(gettext("The decision"), from_you=False, until=file.case.due_on)


def making(file: CaseFile, charge: Charge | None) -> Iterator[Awaited]:
    limits = {each.stage.code: each.limit for each in stages_of(file)}
    for each in still_open(file, Before.END):
        yield Awaited(_stage(file, each.code), from_you=False, until=limits[each.code])
    if is_handed_over(file.pack, file.service):
        yield Awaited(gettext("Your card is being made"), from_you=False)


def collecting(file: CaseFile, charge: Charge | None) -> Iterator[Awaited]:
    office = file.pack.find_text(f"offices.{file.case.office}.name", language())
    said = gettext("Collect your card: {office}").format(office=office or gettext("at our office"))
    yield Awaited(said, from_you=True)


_STEPS: Mapping[CaseStatus, Callable[[CaseFile, Charge | None], Iterator[Awaited]]] = {
    S.IN_REVIEW: _decide,
    S.PROPOSED: _decide,
    S.AWAITING_CORRECTION: _correct,
    S.AWAITING_ANSWER: _answer,
    S.AWAITING_PAYMENT: paying,
    S.IN_PRODUCTION: making,
    S.READY: collecting,
}


def may_withdraw(case: CaseView) -> bool:
    return Act.WITHDRAW in ALLOWED[case.status]


def may_appeal(file: CaseFile) -> bool:
    """Against a decision that was read; one appeal at a time, and none against what was decided on one."""
    decision, case = file.decision, file.case
    is_read = decision is not None and decision.served_on is not None and not goes_to_court(decision)
    return is_read and case.appeal_id is None and Act.FILE_APPEAL in ALLOWED[case.status]


def goes_to_court(decision: Decision) -> bool:
    return decision.remedy is not None and decision.remedy.body == "court"


def appeals_in_words(file: CaseFile) -> list[str]:
    """How each appeal stands, and where one can go after it."""
    unopened = is_unopened(file.case)
    said, decision = [_appeal(each, unopened=unopened) for each in file.page.appeals], file.decision
    if said and decision and not unopened and goes_to_court(decision) and decision.appeal_until:
        court = file.pack.find_text("pack.appeal-court", language()) or ""
        further = gettext("If you do not agree, you can go to court until {day}: {court}.")
        said[-1] += " " + further.format(day=spoken_date(decision.appeal_until), court=court)
    return said


def _appeal(appeal: AppealView, *, unopened: bool) -> str:
    """unopened: what came of it is told by the letter first."""
    filed = spoken_date(appeal.filed_on)
    if appeal.outcome and unopened:
        return gettext("Your appeal of {day} is decided. The letter tells how.").format(day=filed)
    if appeal.outcome is AppealOutcome.OVERTURNED:
        return gettext("Your appeal of {day} was successful.").format(day=filed)
    if appeal.outcome is AppealOutcome.UPHELD:
        return gettext("Your appeal of {day} was not successful: the decision stands.").format(day=filed)
    if appeal.is_late and appeal.term_restored is None:
        said = gettext(
            "Your appeal of {day} came after its time. First it is decided whether it is examined."
        )
        return said.format(day=filed)
    said = gettext(
        "Your appeal of {day} is being examined by someone who had no part in the decision."
    ).format(day=filed)
    if appeal.due_on is None:
        return said
    return f"{said} " + gettext("It is to be decided by {day}.").format(day=spoken_date(appeal.due_on))
