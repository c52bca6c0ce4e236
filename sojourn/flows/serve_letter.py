"""A letter reached the applicant: its record starts every time that runs from notice. Source: R-PROC-4."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID

from sojourn.cases import actions as cases
from sojourn.cases.types import AppealView, CaseStatus
from sojourn.catalogue.authoring import Period
from sojourn.flows.appeal_decision import prove_pending_again
from sojourn.flows.case_file import THE_STORY, CaseFile
from sojourn.flows.case_letters import CaseLetter, decision_of, list_copies, open_letter
from sojourn.flows.complete_case import end_of_pending
from sojourn.flows.record_service import days_after
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.notices import actions as notices
from sojourn.notices import queries as services
from sojourn.notices.types import Correction, Manner, Served, ServiceView
from sojourn.payments import actions as payments
from sojourn.payments import queries as charges
from sojourn.payments.types import ChargeState

_ENDS_PENDING = frozenset({CaseStatus.REFUSED, CaseStatus.NOT_EXAMINED, CaseStatus.LAPSED})
"""Nothing is pending any more once this decision, or the answer that upheld it, was served."""


@transaction_required
def read_own_letter(file: CaseFile, letter: CaseLetter, *, language: str, by: Actor) -> bytes:
    """The applicant opens a letter in the portal; the first opening serves it."""
    document, content = open_letter(file, letter, language=language, by=by)
    if letter.is_served:
        _serve(file, letter, document.id, Served(Manner.OPENED_IN_PORTAL, on=clock.today()), by)
    return content


@transaction_required
def record_letter_served(
    file: CaseFile,
    letter: CaseLetter,
    *,
    served: Served,
    language: str,
    by: Actor,
    correction: Correction | None = None,
) -> date | None:
    """An officer records how a letter reached the applicant. Gives the day from which it counts.

    correction: this record takes the place of a wrong one, and every time runs anew from its day.
    Raises: ServiceIncomplete, ServiceInTheFuture, ServiceUnknown, DayNotPossible.
    """
    document, _ = open_letter(file, letter, language=language, by=by)
    return _serve(file, letter, document.id, served, by, correction)


def _serve(
    file: CaseFile,
    letter: CaseLetter,
    document_id: UUID,
    served: Served,
    by: Actor,
    correction: Correction | None = None,
) -> date | None:
    days = days_after(served)
    told = partial(notices.correct_service, document_id, served=served, days_after=days, by=by)
    if correction is None:
        service_id = notices.record_service(document_id, served=served, days_after=days, by=by)
    else:
        service_id = told(correction=correction)
    if served.manner is Manner.NOT_SERVED:
        return _served_otherwise_or_never(file, letter, service_id, by)
    found = _standing(document_id, service_id)
    if found is None and (empty := _of_nothing(document_id)):
        found = _standing(document_id, told(correction=empty))
    if found is None or found.effective_on is None:
        return None
    start_terms(
        file, letter, found.effective_on, by=by, service_id=found.id, corrected=correction is not None
    )
    return found.effective_on


def _standing(document_id: UUID, service_id: UUID) -> ServiceView | None:
    """A record of service, where no other stands in its place."""
    return next((each for each in services.list_services(document_id) if each.id == service_id), None)


def _of_nothing(document_id: UUID) -> Correction | None:
    """The record by which this paper was served to nobody: what serves it now stands in its place."""
    recorded = services.list_recorded_services([document_id])
    empty = [each for each in recorded if each.manner is Manner.NOT_SERVED and not each.is_corrected]
    return Correction(empty[-1].id, "") if empty else None


def _served_otherwise_or_never(
    file: CaseFile, letter: CaseLetter, service_id: UUID, by: Actor
) -> date | None:
    """What was recorded by mistake counts no more: an earlier or later service does, or no time ever ran."""
    other = services.find_service([each.id for each in list_copies(file, letter)])
    if other is not None and other.effective_on is not None:
        start_terms(file, letter, other.effective_on, by=by, service_id=other.id, corrected=True)
        return other.effective_on
    case = file.case
    if case.status is CaseStatus.AWAITING_CORRECTION and letter.number == case.corrections:
        cases.record_request_not_served(case.id, number=case.corrections, by=by)
    elif case.status is CaseStatus.AWAITING_ANSWER and letter.about == case.hearing_id:
        cases.record_request_not_served(case.id, hearing_id=case.hearing_id, by=by)
    elif letter.about is not None and letter.about == case.decision_id:
        _decision_not_served(file, letter, service_id, by)
    return None


def _decision_not_served(file: CaseFile, letter: CaseLetter, service_id: UUID, by: Actor) -> None:
    """No time to appeal, to pay or to leave has begun; what was pending is pending still."""
    decision = decision_of(file, letter)
    if decision is None or decision.served_on is None:
        return
    cases.record_decision_not_served(file.case.id, service_id=service_id, by=by)
    if file.case.status in _ENDS_PENDING:
        prove_pending_again(file, on=decision.served_on, by=by)
    for charge in charges.list_of(file.case.subject, to=THE_STORY):
        if charge.state in {ChargeState.OPEN, ChargeState.PARTLY_PAID}:
            payments.set_due(charge.id, due_on=None, by=by)


@transaction_required
def start_terms(
    file: CaseFile,
    letter: CaseLetter,
    on: date,
    *,
    by: Actor,
    service_id: UUID | None = None,
    corrected: bool = False,
) -> None:
    """A letter counts as received on a day: every time that runs from it begins.

    An older letter, opened again, begins nothing: only the request that waits and the decision that stands.
    Of several services the earliest counts, but for one that is `corrected`.
    """
    case, serve = file.case, partial(cases.record_request_served, on=on, by=by, corrected=corrected)
    if case.status is CaseStatus.AWAITING_CORRECTION and letter.number == case.corrections:
        answer_by = file.limit("procedure.correction-period", after=on)
        serve(case.id, answer_by=answer_by, number=case.corrections)
    elif case.status is CaseStatus.AWAITING_ANSWER and letter.about == case.hearing_id:
        answer_by = file.limit("procedure.hearing-period", after=on)
        serve(case.id, answer_by=answer_by, hearing_id=case.hearing_id)
    elif letter.about is not None and letter.about == case.decision_id:
        _decision_served(file, letter, on, service_id, by, corrected=corrected)


def _decision_served(
    file: CaseFile, letter: CaseLetter, on: date, service_id: UUID | None, by: Actor, *, corrected: bool
) -> None:
    decision = decision_of(file, letter)
    if decision is None or (decision.served_on is not None and decision.served_on <= on and not corrected):
        return
    remedy = decision.remedy
    until = file.law.deadline(on, Period.parse(remedy.period)).last_day if remedy else None
    cases.record_decision_served(file.case.id, on=on, appeal_until=until, service_id=service_id, by=by)
    if file.case.status in _ENDS_PENDING:
        _move_end_of_pending(file, decision.served_on, on, until, by)
    pay_by = file.answer(file.service.pay_by, notice_served_on=on)
    for charge in charges.list_of(file.case.subject, to=THE_STORY) if pay_by else ():
        if charge.state in {ChargeState.OPEN, ChargeState.PARTLY_PAID}:
            payments.set_due(charge.id, due_on=pay_by.last_day, by=by)


def _move_end_of_pending(
    file: CaseFile, before: date | None, on: date, appeal_until: date | None, by: Actor
) -> None:
    """The proof holds up to the last day to leave; while a timely appeal suspends the decision, beyond it. Of
    whoever is not to be removed it holds as long as the decision can be contested.

    before: the day recorded until now. After a correction to a later one, the days between are lawful too.
    """
    waiting = _suspending(file, appeal_until)
    if waiting is not None:
        if waiting.is_late:
            prove_pending_again(file, on=waiting.filed_on, by=by)
        return
    if before is not None and before < on:
        prove_pending_again(file, on=before, by=by)
    leave_by = file.answer(file.service.leave_by, decision_served_on=on)
    ends_on = leave_by.last_day if leave_by else on
    if file.service.bars_removal and appeal_until is not None:
        ends_on = max(ends_on, appeal_until)
    end_of_pending(file, on=ends_on, by=by)


def _suspending(file: CaseFile, appeal_until: date | None) -> AppealView | None:
    """The appeal that waits, where it suspends the decision: filed in time by what is known now."""
    found = next((each for each in file.page.appeals if each.id == file.case.appeal_id), None)
    if found is None or not found.suspensive:
        return None
    in_time = not found.is_late or (appeal_until is not None and found.filed_on <= appeal_until)
    return found if in_time or found.term_restored else None
