"""The rhythm of every act: lock the case, check the act, change the row, record the event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sojourn.audit import actions as audit
from sojourn.cases import rules
from sojourn.cases.errors import (
    CaseNotFound,
    ChangedMeanwhile,
    OfAnotherOffice,
    Recused,
    TakenByAnother,
)
from sojourn.cases.events import RECORDED
from sojourn.cases.models import Case
from sojourn.cases.types import CLOSED, TO_FINISH, Act, CaseStatus
from sojourn.lib import clock, reads
from sojourn.lib.actor import Actor, ActorKind
from sojourn.lib.db import change, claim, held_row, transaction_required
from sojourn.lib.types import Confidentiality, Subject

_OPEN_TO_ALL = frozenset({Act.READ_MESSAGES, Act.RECUSE})
"""What also an officer may do who may not work on the case."""


def lock(case_id: UUID, act: Act, *, by: Actor, version: int | None = None, joined: str = "") -> Case:
    """The case, locked until the transaction ends, with the part of it that matters for the act.

    An officer works on no case of their own, nor on one they withdrew from, whatever the act; only the
    competent office examines and decides.
    Raises: CaseNotFound, ChangedMeanwhile, ActNotAllowed, AlreadyDecided, Recused, OfAnotherOffice.
    """
    row = locked_row(case_id, joined=joined)
    if by.kind is ActorKind.STAFF and act not in _OPEN_TO_ALL:
        check_free(row, by)
    who, when = _who_was_first(row, act)
    rules.check_allowed(CaseStatus(row.status), act, by=who, at=when)
    if version is not None and version != row.version:
        raise ChangedMeanwhile(by=row.last_by, at=row.last_at)
    if by.kind is ActorKind.STAFF and act in rules.OF_THE_OFFICE:
        check_office(row, by.office)
    return row


def locked_row(case_id: UUID, *, joined: str = "") -> Case:
    """The row of a case, locked until the transaction ends; asked for again, it is the same row.

    A part replaced by the transaction we waited for is not joined by the database; it is then read again.
    Raises: CaseNotFound.
    """
    row: Case | None = held_row("case", case_id)
    if row is not None:
        fresh = row.__dict__.pop("fresh", {})
        if joined:
            _join(row, joined, fresh)
        return row
    row = _locked_with(case_id, joined) if joined else _locked(case_id)
    if row is None:
        raise CaseNotFound
    if joined and getattr(row, joined) is None:
        _join(row, joined, {})
    claim("case", row.id, row)
    return row


def _locked(case_id: UUID) -> Case | None:
    return next(iter(reads.rows(Case, "WHERE r.id = %s FOR NO KEY UPDATE", [case_id])), None)


def _locked_with(case_id: UUID, joined: str) -> Case | None:
    rows = Case.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related(joined).filter(id=case_id).first()


def _join(row: Case, joined: str, fresh: Mapping[UUID, Any]) -> None:
    """The part as it is now; `fresh`: those the page told when it was read for this act."""
    field: Any = Case._meta.get_field(joined)
    part_id = getattr(row, field.attname)
    part = None if part_id is None else fresh.get(part_id) or field.related_model.objects.get(id=part_id)
    setattr(row, joined, part)


def _who_was_first(row: Case, act: Act) -> tuple[UUID | None, Any]:
    if row.decided_at is not None and act in rules.DECIDING:
        return row.decided_by, row.decided_at
    return row.last_by, row.last_at


def check_free(row: Case, by: Actor) -> None:
    """Nobody works on their own case, or on one they withdrew from. Raises: Recused.

    A case filed on paper is followed by no account: an officer who filed their own withdraws from it.
    """
    check_account_free(row, by.account_id)
    check_account_free(row, by.acting_for)


def check_in_hand(row: Case, by: Actor) -> UUID:
    """The officer who acts, when no other has the case in hand. Raises: TakenByAnother, Recused."""
    check_free(row, by)
    if row.handler_id not in (None, by.account_id):
        raise TakenByAnother(by=row.handler_id, at=row.handled_since)
    return officer_of(by)


def check_office(row: Case, office: str | None) -> None:
    """Only the competent office decides, not the one that keeps the papers; no office: all of them.

    Raises: OfAnotherOffice.
    """
    if office not in (None, row.office):
        raise OfAnotherOffice(office=row.office)


def check_account_free(row: Case, account_id: UUID | None) -> None:
    """Raises: Recused."""
    if account_id is not None and (account_id in row.recused or account_id == row.account_id):
        raise Recused(account=account_id)


@transaction_required
def keep(row: Case, act: Act, *, by: Actor, facts: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
    """Write what an act changed, where it leads and who did it; record its event."""
    now = clock.now()
    status = rules.check_allowed(CaseStatus(row.status), act)
    changed = {
        **_stage(row, status, by),
        **changes,
        "status": status.value,
        "version": row.version + 1,
        "last_by": by.account_id,
        "last_at": now,
    }
    change(row, **changed)
    tell(row, act, by=by, facts=facts)


def _stage(row: Case, status: CaseStatus, by: Actor) -> dict[str, Any]:
    """When it was decided and closed, as the status it comes to says."""
    now = clock.now()
    is_decided, is_closed = status in CLOSED | TO_FINISH, status in CLOSED
    stage: dict[str, Any] = {}
    if is_decided != (row.decided_at is not None):
        stage["decided_at"], stage["decided_by"] = (now, by.account_id) if is_decided else (None, None)
    if is_closed != (row.closed_at is not None):
        stage["closed_at"] = now if is_closed else None
    return stage


def tell(row: Case, act: Act, *, by: Actor, facts: Mapping[str, Any]) -> None:
    """Record the event of an act, with the class of the case."""
    audit.record(
        RECORDED[act],
        subject=subject_of(row.id),
        by=by,
        confidentiality=Confidentiality(row.confidentiality),
        **facts,
    )


def subject_of(case_id: UUID) -> Subject:
    return Subject("case", case_id)


def officer_of(by: Actor) -> UUID:
    """The account that answers for an act of an officer. Raises: Recused for an act of nobody."""
    if by.account_id is None:
        raise Recused(account=None)
    return by.account_id
