"""A document that was lost or damaged, or whose data are old: it ends, another is paid for and made.

Where this stands is read from documents, charges and the log; the case stays closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sojourn.cases import actions as cases
from sojourn.cases.types import CaseStatus, CaseView
from sojourn.catalogue.explain import ask_given
from sojourn.catalogue.outcomes import Reason
from sojourn.flows import case_messages, worker
from sojourn.flows.case_file import CaseFile
from sojourn.flows.changed_data import Changed, tell_the_register
from sojourn.flows.complete_case import is_handed_over, issue_card
from sojourn.flows.errors import CardStands, NothingChanged, NothingGranted, ReportInTheFuture
from sojourn.flows.produce_card import card_stands, check_paid
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject
from sojourn.payments import actions as payments
from sojourn.payments.types import Charge, NewCharge
from sojourn.people.queries import has_open_hold
from sojourn.permits import actions as permits
from sojourn.permits.types import Cause, Issued

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Report:
    """What was told of a document: why it ends, since when that is so, when it was told.

    changed: what its data are now, where it says what is no longer so.
    """

    cause: Cause
    happened_on: date
    reported_on: date
    changed: Changed | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """What follows a report. `findings`: whether it came late; an officer weighs it."""

    findings: tuple[Reason, ...]
    charge: Charge | None


@transaction_required
def report_card(file: CaseFile, report: Report, *, by: Actor, version: int | None = None) -> Reported:
    """The document ends today, whatever follows; another one is charged where the law has a duty for it.

    Raises: NothingGranted, CardStands when it was reported already, ReportInTheFuture, NothingChanged where
        its data are old and nobody told the new ones, ActNotAllowed, Recused.
    """
    if file.case.status is not CaseStatus.GRANTED or not is_handed_over(file.pack, file.service):
        raise NothingGranted(case=file.case.reference)
    if not report.happened_on <= report.reported_on <= clock.today():
        raise ReportInTheFuture
    changed = report.changed
    if report.cause is Cause.DATA_CHANGED and changed is None:
        raise NothingChanged
    if changed is not None:
        tell_the_register(file, changed, on=report.reported_on, by=by)
    findings = findings_of(file, report)
    case = cases.note_card_reported(
        file.case.id,
        cause=report.cause.value,
        happened_on=report.happened_on,
        reported_on=report.reported_on,
        days_late=next((int(each.values["days"]) for each in findings if "days" in each.values), 0),
        change=changed.change if changed else None,
        version=version,
        by=by,
    )
    if not stands(file):
        raise CardStands(valid=False)
    permits.end(file.case.subject, on=clock.today() - _DAY, cause=report.cause, by=by)
    charge = _charge(file, case, by=by)
    worker.tell_of(file, by=by)
    case_messages.tell(case, by=by)
    return Reported(findings, charge)


@transaction_required
def make_replacement(file: CaseFile, *, by: Actor, version: int | None = None) -> Issued:
    """Make the new document, for the days that are left of the term.

    Raises: NothingGranted where nothing was granted, CardStands while the present one is good, DutyOwed,
        ActNotAllowed, Recused.
    """
    case = cases.note_card_replaced(file.case.id, version=version, by=by)
    if stands(file):
        raise CardStands(valid=True)
    check_paid(file)
    issued = issue_card(file, confidentiality=case.confidentiality, from_on=clock.today(), by=by)
    worker.tell_of(file, by=by)
    case_messages.tell(case, by=by)
    return issued


@transaction_required
def hand_over_replacement(file: CaseFile, *, by: Actor, version: int | None = None) -> None:
    """The holder has the new document.

    Raises: CardStands where none was made, DutyOwed when its payment was taken back, ActNotAllowed, Recused.
    """
    cases.note_card_given(file.case.id, version=version, by=by)
    if not stands(file):
        raise CardStands(valid=False)
    check_paid(file)


def stands(file: CaseFile) -> bool:
    """Whether the newest document of the case is good today or still to become so."""
    return card_stands(file.case.subject)


def findings_of(file: CaseFile, report: Report) -> tuple[Reason, ...]:
    """What the rules say of the day of a report: a late one is marked for an officer.

    Nothing is marked of anyone under an open protective hold.
    """
    if has_open_hold(file.case.person_id):
        return ()
    told = {"happened_on": report.happened_on, "reported_on": report.reported_on}
    asked = ask_given(file.pack, file.service.report_late, on=report.reported_on, given=told)
    return tuple(asked.value.reasons) if asked else ()


def _charge(file: CaseFile, case: CaseView, *, by: Actor) -> Charge | None:
    law = file.pack.law(clock.today())
    if file.service.card_fee is None:
        return None
    budget = str(law[file.service.budget_code]) if file.service.budget_code else ""
    new = NewCharge(
        subject=case.subject,
        payer=Subject("person", case.person_id),
        amount=law[file.service.card_fee],
        budget_code=budget,
        service=case.service,
        account_id=case.account_id,
        office=case.office,
        due_on=file.limit("payment.period", after=clock.today()),
        confidentiality=case.confidentiality,
    )
    return payments.charge(new, pack=file.pack, by=by)
