"""Tells the tales of cases through the flows themselves, each step on its own day and by who would do it.

Slower than writing rows and never wrong: status, ledger, books and log are what the product made of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sojourn.applications import actions as applications
from sojourn.applications.types import Holder
from sojourn.cases import actions as cases
from sojourn.cases.types import AppealOutcome, DecisionKind, ItemToCorrect, Opinion, Power, Side
from sojourn.catalogue.types import Pack, PhraseUse, Service
from sojourn.flows import decide_case, request_correction
from sojourn.flows.announce_intention import announce_intention, answer_intention
from sojourn.flows.appeal_decision import Answer, appeal_decision, decide_appeal
from sojourn.flows.case_file import THE_STORY, CaseFile, open_for_the_story
from sojourn.flows.case_letters import list_letters
from sojourn.flows.open_case import submit_application
from sojourn.flows.produce_card import hand_over_card, produce_card
from sojourn.flows.receive_payment import receive_payment
from sojourn.flows.record_lapse import record_lapse
from sojourn.flows.serve_letter import start_terms
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.payments import queries as charges
from sojourn.payments.providers import sandbox
from sojourn.payments.types import ProviderNotice
from sojourn.project.demonstration.chance import Chance
from sojourn.project.demonstration.officers import Officers
from sojourn.project.demonstration.tales import Step, Tale

_OPENS, _CLOSES = timedelta(hours=9), timedelta(hours=17)
_GUEST = Actor(ActorKind.GUEST, Door.PORTAL)
_ASKED_FOR = "The copy cannot be read. Please send it again."
_HEARD = "The new paper is attached; please look at it before you decide."
_QUESTION = "Is anything known against a stay of this person?"
_OPINION = "Nothing is known."
_WRITTEN, _REPLIED = "Is the work permit enough, or do you need the contract?", "The work permit is enough."
_APPEALED = "The paper that was missing was handed in on time; the receipt is attached."
_SILENT = "Neither the request nor the reminder was answered."
_REASON = "A colleague knows this employer."
_RETURNED = "Please name the last day of the contract in the reasons."
_CHECKED = "The papers were checked."


@dataclass(frozen=True, slots=True)
class Filed:
    """An application about to be sent: by whom, through which door, with which answers."""

    answers: dict[str, str]
    language: str
    by: Actor = _GUEST
    family_file: UUID | None = None


class Teller:
    """Tells one case after another; everything that is chosen comes from the dice."""

    def __init__(self, pack: Pack, service: Service, officers: Officers, chance: Chance) -> None:
        self._pack, self._service, self._officers, self._chance = pack, service, officers, chance
        self._last = datetime.min.replace(tzinfo=UTC)
        self._acts: dict[Step, Callable[[CaseFile], object]] = {
            Step.TAKE: self._take,
            Step.HAND_OVER: self._hand_over,
            Step.CONSULT: self._consult,
            Step.OPINION: self._opinion,
            Step.WRITE: self._write,
            Step.REPLY: self._reply,
            Step.ASK: self._ask,
            Step.READ: self._serve,
            Step.CORRECT: self._correct,
            Step.REMIND: self._remind,
            Step.GO_ON: self._go_on,
            Step.ANNOUNCE: self._announce,
            Step.ANSWER: lambda file: answer_intention(file, words=_HEARD, by=self._applicant(file)),
            Step.GRANT: lambda file: self._propose(file, DecisionKind.GRANT, PhraseUse.GRANT),
            Step.REFUSE: lambda file: self._propose(file, DecisionKind.REFUSE, PhraseUse.REFUSE),
            Step.NOT_EXAMINE: lambda file: self._propose(
                file, DecisionKind.NOT_EXAMINED, PhraseUse.NOT_EXAMINED
            ),
            Step.RETURN: lambda file: cases.return_proposal(
                file.case.id, reason=_RETURNED, by=self._officers.approver(file.case.office)
            ),
            Step.APPROVE: self._approve,
            Step.SERVE: self._serve,
            Step.PAY: self._pay,
            Step.PRODUCE: lambda file: produce_card(file, by=self._examiner(file)),
            Step.FETCH: lambda file: hand_over_card(file, by=self._examiner(file)),
            Step.LAPSE: self._lapse,
            Step.WITHDRAW: lambda file: decide_case.withdraw_application(
                file, reason="", by=self._applicant(file)
            ),
            Step.APPEAL: lambda file: appeal_decision(file, words=_APPEALED, by=self._applicant(file)),
            Step.UPHOLD: lambda file: self._decide_appeal(file, AppealOutcome.UPHELD, months=0),
            Step.GIVE_BACK: lambda file: self._decide_appeal(file, AppealOutcome.OVERTURNED, months=12),
            Step.START_ANEW: lambda file: self._decide_appeal(file, AppealOutcome.OVERTURNED, months=0),
        }

    def begin(self, filed: Filed, *, on: date) -> UUID:
        """Send an application on a day; gives its case."""
        self._last = max(self._last, clock.start_of(on))
        holder = self._holder(filed)
        with self._at(on), transaction():
            draft = applications.start(
                self._service,
                pack=self._pack,
                language=filed.language,
                answers=filed.answers,
                holder=holder,
                by=filed.by,
            )
            filing = Filing(filed.by, on, filed.language)
            return submit_application(
                draft.id, holder=holder, filing=filing, family_file=filed.family_file
            ).case_id

    def go_on(self, case_id: UUID, tale: Tale, days: list[int], *, on: date) -> None:
        """What happened after the day of filing; `days` after which each step follows the one before."""
        self._last, day = clock.start_of(on) + _CLOSES, on
        for (step, _), delay in zip(tale.steps, days, strict=True):
            day += timedelta(days=delay)
            with self._at(day), transaction():
                self._acts[step](open_for_the_story(case_id))

    def _holder(self, filed: Filed) -> Holder:
        if filed.by.kind is ActorKind.PERSON:
            return Holder(account_id=filed.by.account_id)
        return Holder(secret=self._chance.randbytes(16).hex())

    @contextmanager
    def _at(self, day: date) -> Iterator[None]:
        """An instant of office hours, later than the one before."""
        opens = clock.start_of(day) + _OPENS
        instant = opens + self._chance.random() * (_CLOSES - _OPENS)
        if instant <= self._last:
            instant = self._last + timedelta(minutes=self._chance.between(2, 20))
        self._last = instant
        with clock.frozen(instant):
            yield

    def _applicant(self, file: CaseFile) -> Actor:
        if file.case.account_id is None:
            return _GUEST
        return Actor(ActorKind.PERSON, Door.PORTAL, account_id=file.case.account_id)

    def _examiner(self, file: CaseFile) -> Actor:
        """Whoever has the case in hand; else one of the officers, the same for a case every time."""
        office, handler = file.case.office, file.case.handler_id
        if handler is not None:
            return Actor(ActorKind.STAFF, Door.OFFICE, account_id=handler, office=office)
        return self._officers.examiner(_number_of(file), office)

    def _take(self, file: CaseFile) -> None:
        cases.take(file.case.id, by=self._examiner(file))

    def _hand_over(self, file: CaseFile) -> None:
        now = file.case.handler_id
        other = next(each for each in self._officers.examining if each != now)
        cases.hand_over(file.case.id, to_account=other, reason=_REASON, by=self._examiner(file))

    def _consult(self, file: CaseFile) -> None:
        asked = file.service.consultations_for(file.case.ground)[:2]
        for each in asked:
            reply_by = file.law.deadline(clock.today(), file.period(each.within)).last_day
            cases.consult(
                file.case.id,
                body=each.body,
                question=_QUESTION,
                reply_by=reply_by,
                restricted=each.restricted,
                by=self._examiner(file),
            )

    def _opinion(self, file: CaseFile) -> None:
        for each in file.page.consultations:
            cases.record_opinion(
                file.case.id,
                consultation_id=each.id,
                outcome=Opinion.NO_OBJECTION,
                public_opinion=_OPINION,
                by=self._examiner(file),
            )

    def _write(self, file: CaseFile) -> None:
        by = self._applicant(file)
        cases.write_message(file.case.id, side=Side.APPLICANT, words=_WRITTEN, by=by)

    def _reply(self, file: CaseFile) -> None:
        by = self._examiner(file)
        cases.mark_messages_read(file.case.id, side=Side.OFFICE, by=by)
        cases.write_message(file.case.id, side=Side.OFFICE, words=_REPLIED, by=by)

    def _ask(self, file: CaseFile) -> None:
        answered = [path for path in file.service.questions() if path in file.answers]
        answered = [path for path in answered if not request_correction.was_known(file, path)]
        path = self._chance.pick([each for each in answered if each.endswith(".copy")] or answered)
        items = [ItemToCorrect(path, self._reasons(PhraseUse.CORRECT)[0], _ASKED_FOR)]
        request_correction.request_correction(file, items=items, by=self._examiner(file))

    def _correct(self, file: CaseFile) -> None:
        """The applicant looks at what was asked about and says it once more."""
        asked = {each.path for each in file.page.corrections[-1].items}
        answers = {path: file.answers[path] for path in asked}
        request_correction.answer_correction(file, answers=answers, by=self._applicant(file), anyway=True)

    def _remind(self, file: CaseFile) -> None:
        further = file.limit("procedure.correction-second-period", after=clock.today())
        cases.remind(file.case.id, answer_by=further, by=SYSTEM)

    def _go_on(self, file: CaseFile) -> None:
        by = self._examiner(file)
        cases.go_on(file.case.id, reason=_SILENT, calendar=file.law.calendar, by=by)

    def _announce(self, file: CaseFile) -> None:
        reasons = self._reasons(PhraseUse.REFUSE)[:1]
        announce_intention(file, reasons=reasons, words=self._words(), by=self._examiner(file))

    def _propose(self, file: CaseFile, kind: DecisionKind, use: PhraseUse) -> None:
        heard = file.page.hearings[-1].reasons if kind is DecisionKind.REFUSE else ()
        wish = decide_case.Wish(kind, heard or self._reasons(use)[:1], self._words())
        decide_case.propose_decision(file, wish, to=THE_STORY, by=self._examiner(file))

    def _approve(self, file: CaseFile) -> None:
        office = file.case.office
        power = Power("supervisor", office)
        decide_case.approve_decision(file, power=power, by=self._officers.approver(office))

    def _serve(self, file: CaseFile) -> None:
        """The newest letter from which a time runs reaches the applicant."""
        letter = [each for each in list_letters(file) if each.is_served][-1]
        start_terms(file, letter, clock.today(), by=self._applicant(file))

    def _pay(self, file: CaseFile) -> None:
        for charge in charges.list_of(file.case.subject, to=THE_STORY)[-1:]:
            payment = sandbox.pay(charge.number, charge.amount)
            notice = ProviderNotice(
                sandbox.Sandbox.name, str(payment), charge.number, charge.amount, clock.now()
            )
            receive_payment(notice, by=SYSTEM)

    def _lapse(self, file: CaseFile) -> None:
        reasons, office = self._reasons(PhraseUse.LAPSE)[:1], file.case.office
        power = Power("supervisor", office)
        by = self._officers.approver(office)
        record_lapse(file, reasons=reasons, words=self._words(), power=power, by=by)

    def _decide_appeal(self, file: CaseFile, outcome: AppealOutcome, *, months: int) -> None:
        office = file.case.office
        power, by = Power("appeal-officer", office), self._officers.appeal_officer(office)
        until = _until(file, months) if months else None
        cases.take_appeal(file.case.id, by=by)
        reasons = self._reasons(PhraseUse.GRANT)[-1:]
        answer = Answer(outcome, reasons, self._words(), clock.today() if months else None, until)
        decide_appeal(file, answer, power=power, by=by)

    def _reasons(self, use: PhraseUse) -> tuple[str, ...]:
        """Codes that need nothing filled in come first."""
        found = sorted(self._service.phrases_for(use), key=lambda each: len(each.fields))
        return tuple(each.code for each in found)

    def _words(self) -> dict[str, str]:
        return {language: _CHECKED for language in self._pack.languages[:2]}


def _until(file: CaseFile, months: int) -> date:
    """About so many months from today; less where a passport ends before."""
    wished = clock.today() + timedelta(days=30 * months)
    allowed = file.examined(decided_on=clock.today()).term
    latest = allowed.valid_until if allowed else None
    return min(wished, latest or wished)


def _number_of(file: CaseFile) -> int:
    return sum(int(each) for each in file.case.reference if each.isdigit())
