"""Who has a case in hand: taken, handed over, put back, given up, transferred."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from sojourn.cases import rules
from sojourn.cases.actions.rows import (
    check_account_free,
    check_free,
    check_office,
    keep,
    lock,
    locked_row,
    officer_of,
)
from sojourn.cases.errors import TakenByAnother
from sojourn.cases.models import Assignment, Case, Recusal
from sojourn.cases.queries import as_view
from sojourn.cases.types import Act, AssignmentCause, CaseView
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required, write
from sojourn.lib.errors import Refusal


@transaction_required
def take(case_id: UUID, *, by: Actor, version: int | None = None) -> CaseView:
    """Take a case nobody has in hand; taking one's own again changes nothing.

    Raises: TakenByAnother, Recused, ActNotAllowed, ChangedMeanwhile.
    """
    row = lock(case_id, Act.TAKE, by=by, version=version)
    officer = officer_of(by)
    if row.handler_id == officer:
        return as_view(row)
    if row.handler_id is not None:
        raise TakenByAnother(by=row.handler_id, at=row.handled_since)
    give(row, Act.TAKE, to=officer, cause=AssignmentCause.TAKEN, reason="", by=by, facts={"officer": officer})
    return as_view(row)


@transaction_required
def hand_over(
    case_id: UUID, *, to_account: UUID, reason: str, by: Actor, version: int | None = None
) -> CaseView:
    """Give a case to another officer of the office; to the one who has it, it changes nothing.

    Raises: Recused for one who may not have it; ReasonMissing, OfAnotherOffice.
    """
    row = lock(case_id, Act.HAND_OVER, by=by, version=version)
    check_account_free(row, to_account)
    facts = {"before": row.handler_id, "officer": to_account, "reason": rules.check_reason(reason)}
    if row.handler_id == to_account:
        return as_view(row)
    cause = AssignmentCause.HANDED_OVER
    give(row, Act.HAND_OVER, to=to_account, cause=cause, reason=reason, by=by, facts=facts)
    return as_view(row)


@transaction_required
def hand_over_all(
    case_ids: Collection[UUID], *, to_account: UUID, reason: str, by: Actor
) -> dict[UUID, Refusal | None]:
    """Hand over many cases, one event each. Gives for each what stood against it, or none.

    Those the officer may not have stay where they are, and so do those that were closed meanwhile.
    Raises: ReasonMissing.
    """
    rules.check_reason(reason)
    answers: dict[UUID, Refusal | None] = {}
    for case_id in sorted(case_ids):
        try:
            hand_over(case_id, to_account=to_account, reason=reason, by=by)
            answers[case_id] = None
        except Refusal as refusal:
            answers[case_id] = refusal
    return answers


@transaction_required
def put_back(case_id: UUID, *, reason: str, by: Actor, version: int | None = None) -> CaseView:
    """Give a case back to the office, for anyone to take. Raises: TakenByAnother."""
    row = lock(case_id, Act.PUT_BACK, by=by, version=version)
    if row.handler_id != officer_of(by):
        raise TakenByAnother(by=row.handler_id, at=row.handled_since)
    facts = {"before": row.handler_id, "reason": rules.check_reason(reason)}
    give(row, Act.PUT_BACK, to=None, cause=AssignmentCause.PUT_BACK, reason=reason, by=by, facts=facts)
    return as_view(row)


@transaction_required
def recuse(
    case_id: UUID, *, reason: str, by: Actor, account_id: UUID | None = None, version: int | None = None
) -> CaseView:
    """Withdraw an officer (oneself when none is named) from a case, for good and with the reason.

    Raises: ReasonMissing; Recused where someone who may not work on the case would choose who does.
    """
    row = lock(case_id, Act.RECUSE, by=by, version=version)
    officer, why = account_id or officer_of(by), rules.check_reason(reason)
    if officer != by.account_id:
        check_free(row, by)
    if officer in row.recused:
        return as_view(row)
    Recusal.objects.create(case_id=row.id, account_id=officer, reason=why, at=clock.now())
    changes: dict[str, object] = {"recused": [*row.recused, officer]}
    if row.handler_id == officer:
        _assign(row, to=None, office=row.office, cause=AssignmentCause.RECUSED, reason=why, by=by)
        changes |= {"handler_id": None, "handled_since": None}
    keep(row, Act.RECUSE, by=by, facts={"officer": officer, "reason": why}, changes=changes)
    return as_view(row)


@transaction_required
def transfer(
    case_id: UUID,
    *,
    office: str,
    reason: str,
    by: Actor,
    with_papers: bool = True,
    version: int | None = None,
) -> CaseView:
    """Give a case to another office, with its clock and its history; nobody there has it in hand yet.

    with_papers: the other office keeps the papers too.
    """
    row = lock(case_id, Act.TRANSFER, by=by, version=version)
    why, before = rules.check_reason(reason), row.office
    changes: dict[str, object] = {"office": office, "handler_id": None, "handled_since": None}
    if with_papers:
        changes["custody_office"] = office
    _assign(row, to=None, office=office, cause=AssignmentCause.TRANSFERRED, reason=why, by=by)
    facts = {"before": before, "after": office, "reason": why}
    keep(row, Act.TRANSFER, by=by, facts=facts, changes=changes)
    return as_view(row)


def give(
    row: Case,
    act: Act,
    *,
    to: UUID | None,
    cause: AssignmentCause,
    reason: str,
    by: Actor,
    facts: Mapping[str, object],
) -> None:
    """Put a case into other hands, or into nobody's, and keep the act."""
    _assign(row, to=to, office=row.office, cause=cause, reason=reason, by=by)
    changes = {"handler_id": to, "handled_since": clock.now() if to else None}
    keep(row, act, by=by, facts=facts, changes=changes)


def _assign(
    row: Case, *, to: UUID | None, office: str, cause: AssignmentCause, reason: str, by: Actor
) -> None:
    write(
        Assignment(
            case_id=row.id,
            account_id=to,
            office=office,
            cause=cause.value,
            at=clock.now(),
            by=by.account_id,
            acting_for=by.acting_for,
            reason=reason.strip(),
            case_version=row.version + 1,
        )
    )


@transaction_required
def check_works(case_id: UUID, *, by: Actor) -> None:
    """For what an officer does beside the case: a named one, whose own it is not and who did not withdraw.

    Raises: CaseNotFound, Recused.
    """
    row = locked_row(case_id)
    officer_of(by)
    check_free(row, by)


@transaction_required
def check_decides(case_id: UUID, *, by: Actor) -> None:
    """The same for what is decided of it: by the competent office alone.

    Raises: CaseNotFound, Recused, OfAnotherOffice.
    """
    check_works(case_id, by=by)
    check_office(locked_row(case_id), by.office)
