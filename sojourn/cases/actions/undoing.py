"""What an officer takes back while nobody else acted on it. Each leaves an event of its own."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sojourn.audit import queries as log
from sojourn.cases.actions.handling import give
from sojourn.cases.actions.rows import check_in_hand, keep, lock, locked_row, officer_of, subject_of
from sojourn.cases.errors import ActedOnMeanwhile, OfAnotherOfficer
from sojourn.cases.models import Assignment, Case, Correction, Proposal
from sojourn.cases.queries import as_view
from sojourn.cases.types import Act, AssignmentCause, CaseStatus, CaseView
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required


@transaction_required
def undo_take(case_id: UUID, *, by: Actor, version: int | None = None) -> CaseView:
    """Give back a case that was taken, as if it had not been, while that is the last that happened to it.

    Raises: OfAnotherOfficer, ActedOnMeanwhile (by, at), ChangedMeanwhile, Recused.
    """
    row = lock(case_id, Act.UNDO_TAKE, by=by, version=version)
    _newest(row, AssignmentCause.TAKEN, by)
    facts = {"officer": officer_of(by)}
    give(row, Act.UNDO_TAKE, to=None, cause=AssignmentCause.TAKEN_BACK, reason="", by=by, facts=facts)
    return as_view(row)


@transaction_required
def undo_hand_over(case_id: UUID, *, by: Actor, version: int | None = None) -> CaseView:
    """Take a hand-over back, until the other officer opened the case: whoever had it has it again.

    Raises: OfAnotherOfficer, ActedOnMeanwhile (by, at), ChangedMeanwhile, Recused.
    """
    row = lock(case_id, Act.UNDO_HAND_OVER, by=by, version=version)
    made, before = _newest(row, AssignmentCause.HANDED_OVER, by)
    opened_at = _opened(row, made)
    if opened_at is not None:
        raise ActedOnMeanwhile(by=row.handler_id, at=opened_at)
    facts = {"before": row.handler_id, "officer": before}
    cause = AssignmentCause.TAKEN_BACK
    give(row, Act.UNDO_HAND_OVER, to=before, cause=cause, reason="", by=by, facts=facts)
    return as_view(row)


def _newest(row: Case, cause: AssignmentCause, by: Actor) -> tuple[Assignment, UUID | None]:
    """The assignment to take back, and who had the case before, where that officer may still have it.

    Raises: OfAnotherOfficer, ActedOnMeanwhile.
    """
    rows = list(Assignment.objects.filter(case_id=row.id).order_by("-id")[:2])
    made, earlier = (rows[0] if rows else None), rows[1:]
    if made is None or made.cause != cause or made.case_version != row.version:
        raise ActedOnMeanwhile(by=row.last_by, at=row.last_at)
    if made.by != officer_of(by):
        raise OfAnotherOfficer(by=made.by, at=made.at)
    before = earlier[0].account_id if earlier and earlier[0].office == row.office else None
    return made, None if before in row.recused else before


def _opened(row: Case, made: Assignment) -> datetime | None:
    if made.account_id is None:
        return None
    return log.find_first_look(subject_of(row.id), account_id=made.account_id, since=made.at)


@transaction_required
def withdraw_proposal(case_id: UUID, *, by: Actor, version: int | None = None) -> CaseView:
    """Take one's own proposal back while nobody approved or returned it: the examination goes on.

    Raises: OfAnotherOfficer, ActedOnMeanwhile (by, at), ChangedMeanwhile, Recused.
    """
    is_end = locked_row(case_id).status == CaseStatus.CANCEL_PROPOSED
    act = Act.RETURN_CANCEL if is_end else Act.WITHDRAW_PROPOSAL
    row = lock(case_id, act, by=by, version=version, joined="proposal")
    proposal = row.proposal
    if proposal.proposed_by != officer_of(by):
        raise OfAnotherOfficer(by=proposal.proposed_by, at=proposal.proposed_at)
    Proposal.objects.filter(id=proposal.id).update(
        returned_by=officer_of(by), returned_for=by.acting_for, returned_at=clock.now()
    )
    keep(row, act, by=by, facts={"proposal": proposal.id}, changes={"proposal_id": None})
    return as_view(row)


@transaction_required
def withdraw_correction(case_id: UUID, *, by: Actor, version: int | None = None) -> CaseView:
    """Take back a request for a correction that reached nobody: it was never made, and can be made anew.

    The clock ran all along, since it stops only when a request is served.
    Raises: ActedOnMeanwhile (by, at) once it was served or answered, TakenByAnother, Recused.
    """
    row = lock(case_id, Act.WITHDRAW_CORRECTION, by=by, version=version)
    officer, number = check_in_hand(row, by), row.corrections
    unserved = Correction.objects.filter(
        case_id=row.id, number=number, withdrawn_at=None, served_on=None, answered_on=None
    )
    if not unserved.update(withdrawn_at=clock.now(), withdrawn_by=officer):
        raise ActedOnMeanwhile(by=row.last_by, at=row.last_at)
    facts, changes = {"number": number}, {"corrections": number - 1}
    keep(row, Act.WITHDRAW_CORRECTION, by=by, facts=facts, changes=changes)
    return as_view(row)
