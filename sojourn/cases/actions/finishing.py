"""After a decision: served, paid, produced, handed over; or withdrawn before it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sojourn.cases.actions.rows import keep, lock, locked_row
from sojourn.cases.errors import NotAppealable
from sojourn.cases.ledger import end_pause
from sojourn.cases.models import Appeal, Case, DecisionService
from sojourn.cases.queries import as_view
from sojourn.cases.types import Act, CaseView
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required


@transaction_required
def hold(case_id: UUID) -> CaseView:
    """A case as it stands now and stays until the transaction ends: for stories that write in other rooms.

    Whoever locks parts of a case locks the case first. Raises: CaseNotFound.
    """
    return as_view(locked_row(case_id))


@transaction_required
def record_decision_served(
    case_id: UUID, *, on: date, by: Actor, appeal_until: date | None = None, service_id: UUID | None = None
) -> CaseView:
    """The decision reached the applicant: from this record on every time that hangs on it runs.

    Recorded again with the same day it changes nothing; a corrected one counts from then on. An appeal that
    waits and was late by the earlier record only is so no more.
    Raises: NotAppealable where nothing was decided.
    """
    row = lock(case_id, Act.RECORD_DECISION_SERVED, by=by)
    if row.decision_id is None:
        raise NotAppealable
    if _is_known(row, on, appeal_until):
        return as_view(row)
    if row.appeal_id is not None and appeal_until is not None:
        waiting = Appeal.objects.filter(id=row.appeal_id, decision_id=row.decision_id, is_late=True)
        waiting.filter(filed_on__lte=appeal_until).update(is_late=False)
    DecisionService.objects.create(
        case_id=row.id,
        decision_id=row.decision_id,
        served_on=on,
        appeal_until=appeal_until,
        service_id=service_id,
        recorded_at=clock.now(),
        recorded_by=by.account_id,
    )
    facts = {"decision": row.decision_id, "on": on, "appeal_until": appeal_until, "service": service_id}
    keep(row, Act.RECORD_DECISION_SERVED, by=by, facts=facts, changes={"appeal_until": appeal_until})
    return as_view(row)


@transaction_required
def record_decision_not_served(case_id: UUID, *, by: Actor, service_id: UUID | None = None) -> CaseView:
    """The decision that stands reached nobody after all: no time runs from it, and no appeal is late.

    Raises: NotAppealable where nothing was decided.
    """
    row = lock(case_id, Act.RECORD_NOT_SERVED, by=by)
    if row.decision_id is None:
        raise NotAppealable
    Appeal.objects.filter(id=row.appeal_id, decision_id=row.decision_id).update(is_late=False)
    DecisionService.objects.create(
        case_id=row.id,
        decision_id=row.decision_id,
        service_id=service_id,
        recorded_at=clock.now(),
        recorded_by=by.account_id,
    )
    facts = {"number": None, "hearing": None, "decision": row.decision_id}
    keep(row, Act.RECORD_NOT_SERVED, by=by, facts=facts, changes={"appeal_until": None})
    return as_view(row)


def _is_known(row: Case, on: date, appeal_until: date | None) -> bool:
    if row.appeal_until is None or row.appeal_until != appeal_until:
        return False
    served = DecisionService.objects.filter(case_id=row.id, decision_id=row.decision_id)
    return served.order_by("-id").values_list("served_on", flat=True).first() == on


@transaction_required
def note_paid(case_id: UUID, *, by: Actor, on: date | None = None) -> CaseView:
    """What was owed is covered: the document may be made. Raises: ActNotAllowed, also when it lapsed."""
    return _note(case_id, Act.NOTE_PAID, by=by, on=on)


@transaction_required
def note_taken_back(case_id: UUID, *, by: Actor, on: date | None = None) -> CaseView:
    """The payment was taken back: the case waits for its duty again. Raises: ActNotAllowed."""
    return _note(case_id, Act.NOTE_TAKEN_BACK, by=by, on=on)


@transaction_required
def note_produced(case_id: UUID, *, by: Actor, on: date | None = None) -> CaseView:
    """The document was made."""
    return _note(case_id, Act.NOTE_PRODUCED, by=by, on=on)


@transaction_required
def note_ready(case_id: UUID, *, by: Actor, on: date | None = None) -> CaseView:
    """The document lies ready for its holder."""
    return _note(case_id, Act.NOTE_READY, by=by, on=on)


@transaction_required
def note_handed_over(case_id: UUID, *, by: Actor, on: date | None = None) -> CaseView:
    """The document is in its holder's hands: the case is closed."""
    return _note(case_id, Act.NOTE_HANDED_OVER, by=by, on=on)


@transaction_required
def complete(case_id: UUID, *, by: Actor, on: date | None = None) -> CaseView:
    """Nothing is left to be handed over: what was granted is given, and the case is closed."""
    return _note(case_id, Act.COMPLETE, by=by, on=on)


def _note(case_id: UUID, act: Act, *, by: Actor, on: date | None) -> CaseView:
    row = lock(case_id, act, by=by)
    keep(row, act, by=by, facts={"on": on or clock.today()}, changes={})
    return as_view(row)


@transaction_required
def withdraw(case_id: UUID, *, by: Actor, reason: str = "", version: int | None = None) -> CaseView:
    """The applicant takes the application back before it was decided. Raises: AlreadyDecided."""
    row = lock(case_id, Act.WITHDRAW, by=by, version=version)
    changes = {"handler_id": None, "handled_since": None, "proposal_id": None}
    changes |= end_pause(row, on=clock.today())
    keep(row, Act.WITHDRAW, by=by, facts={"reason": reason.strip()}, changes=changes)
    return as_view(row)
