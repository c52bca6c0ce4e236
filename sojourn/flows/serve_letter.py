"""A letter reached the applicant: its record starts every time that runs from notice. Source: R-PROC-4."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sojourn.cases import actions as cases
from sojourn.cases.types import CaseStatus, DecisionKind
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.authoring import Period
from sojourn.flows.case_file import THE_STORY, CaseFile
from sojourn.flows.case_letters import CaseLetter, Purpose, decision_of, open_letter
from sojourn.flows.decide_case import end_of_pending
from sojourn.flows.record_service import LATER
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.notices import actions as notices
from sojourn.notices import queries as services
from sojourn.notices.types import Manner, Served
from sojourn.payments import actions as payments
from sojourn.payments import queries as charges
from sojourn.payments.types import ChargeState


@transaction_required
def read_own_letter(file: CaseFile, letter: CaseLetter, *, language: str, by: Actor) -> bytes:
    """The applicant opens a letter in the portal; the first opening serves it."""
    document, content = open_letter(file, letter, language=language, by=by)
    if letter.is_served:
        _serve(file, letter, document.id, Served(Manner.OPENED_IN_PORTAL, on=clock.today()), by)
    return content


@transaction_required
def record_letter_served(
    file: CaseFile, letter: CaseLetter, *, served: Served, language: str, by: Actor
) -> date | None:
    """An officer records how a letter reached the applicant. Gives the day from which it counts.

    Raises: ServiceIncomplete, ServiceInTheFuture.
    """
    document, _ = open_letter(file, letter, language=language, by=by)
    return _serve(file, letter, document.id, served, by)


def _serve(file: CaseFile, letter: CaseLetter, document_id: UUID, served: Served, by: Actor) -> date | None:
    law, later = catalogue.current().law(served.on), LATER.get(served.manner)
    days_after = {served.manner: law[later].length} if later else {}
    service_id = notices.record_service(document_id, served=served, days_after=days_after, by=by)
    recorded = services.list_services(document_id)
    found = next((each for each in recorded if each.id == service_id), None)
    if found is None or found.effective_on is None:
        return None
    start_terms(file, letter, found.effective_on, by=by, service_id=service_id)
    return found.effective_on


@transaction_required
def start_terms(
    file: CaseFile, letter: CaseLetter, on: date, *, by: Actor, service_id: UUID | None = None
) -> None:
    """A letter counts as received on a day: every time that runs from it begins."""
    if letter.purpose is Purpose.CORRECTION and file.case.status is CaseStatus.AWAITING_CORRECTION:
        answer_by = file.limit("procedure.correction-period", after=on)
        cases.record_request_served(file.case.id, on=on, answer_by=answer_by, by=by)
    elif letter.purpose is Purpose.INTENTION and file.case.status is CaseStatus.AWAITING_ANSWER:
        answer_by = file.limit("procedure.hearing-period", after=on)
        cases.record_request_served(file.case.id, on=on, answer_by=answer_by, by=by)
    elif letter.about is not None and letter.about == file.case.decision_id:
        _decision_served(file, letter, on, service_id, by)


def _decision_served(
    file: CaseFile, letter: CaseLetter, on: date, service_id: UUID | None, by: Actor
) -> None:
    decision = decision_of(file, letter)
    if decision is None or decision.served_on is not None:
        return
    remedy = decision.remedy
    until = file.law.deadline(on, Period.parse(remedy.period)).last_day if remedy else None
    cases.record_decision_served(file.case.id, on=on, appeal_until=until, service_id=service_id, by=by)
    if decision.kind in {DecisionKind.REFUSE, DecisionKind.NOT_EXAMINED, DecisionKind.APPEAL_UPHELD}:
        leave_by = file.answer(file.service.leave_by, decision_served_on=on)
        end_of_pending(file, on=leave_by.last_day if leave_by else on, by=by)
    pay_by = file.answer(file.service.pay_by, notice_served_on=on)
    for charge in charges.list_of(file.case.subject, to=THE_STORY) if pay_by else ():
        if charge.state in {ChargeState.OPEN, ChargeState.PARTLY_PAID}:
            payments.set_due(charge.id, due_on=pay_by.last_day, by=by)
