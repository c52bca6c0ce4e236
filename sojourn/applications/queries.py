"""Reading filings: a holder reads their own; staff read what was sent, never drafts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from sojourn.applications.errors import DraftNotFound, ListNotFound
from sojourn.applications.models import Application, ApplicationParty, GuestList
from sojourn.applications.types import ENDS_WITH, Draft, FiledList, GuestRow, Holder, State
from sojourn.lib import reads
from sojourn.lib.actor import Reader
from sojourn.lib.fields import row_told
from sojourn.lib.types import Confidentiality, Subject

LISTS = 20
SENT = """(SELECT to_jsonb(a) FROM applications_application a
  WHERE a.id = {id} AND a.state = 'submitted')"""
"""A filing that was sent, beside what it led to: for rooms that read both in one statement."""


def get_draft(reference: str, *, holder: Holder) -> Draft:
    """The holder's filing by its reference, sent or not. Raises: DraftNotFound."""
    found = reads.rows(Application, "WHERE r.reference = %s", [reference])
    if not found or not holds(found[0], holder):
        raise DraftNotFound
    return as_draft(found[0])


def find_draft(service: str, *, holder: Holder, principal: Subject | None = None) -> Draft | None:
    """The newest draft of a service that the holder has not sent, for themselves or for a principal."""
    drafts = Application.objects.filter(
        service=service, state=State.DRAFT, principal_id=principal.id if principal else None
    )
    if holder.account_id:
        found = drafts.filter(account_id=holder.account_id)
    elif holder.secret_hash:
        found = drafts.filter(secret_hash=holder.secret_hash)
    else:
        return None
    newest = found.order_by("-saved_at").first()
    return as_draft(newest) if newest else None


def list_submitted(*, to: Reader, after: UUID | None = None, limit: int = 500) -> list[Draft]:
    """Everything that was sent and may be seen, a page at a time, the oldest first."""
    rows = Application.objects.filter(state=State.SUBMITTED.value, confidentiality__in=to.classes)
    rows = rows.filter(id__gt=after) if after else rows
    return [as_draft(row) for row in rows.order_by("id")[:limit]]


def list_of_account(account_id: UUID, *, limit: int = 50) -> list[Draft]:
    """What an account began or sent, newest first."""
    return [
        as_draft(a) for a in Application.objects.filter(account_id=account_id).order_by("-saved_at")[:limit]
    ]


def list_held(application_ids: Collection[UUID], *, holder: Holder) -> list[Draft]:
    """Those of these filings that the holder holds."""
    rows = Application.objects.filter(id__in=list(application_ids)).order_by("id")
    return [as_draft(row) for row in rows if holds(row, holder)]


def list_for_principals(application_ids: Collection[UUID], *, principals: Collection[Subject]) -> list[Draft]:
    """Those of these filings that were sent on behalf of one of these."""
    rows = Application.objects.filter(id__in=list(application_ids), state=State.SUBMITTED.value)
    rows = rows.filter(principal_id__in=[each.id for each in principals])
    return [as_draft(row) for row in rows.order_by("id")]


def get_submitted(outcome: Subject, *, to: Reader) -> Draft | None:
    """The filing that led to `outcome`, for a reader entitled to its class; drafts are never found."""
    classes = [int(each) for each in to.classes]
    found = reads.rows(Application, _LED_TO, [outcome.kind, outcome.id, State.SUBMITTED.value, classes])
    return as_draft(found[0]) if found else None


_LED_TO = """WHERE r.outcome_kind = %s AND r.outcome_id = %s AND r.state = %s AND r.confidentiality = ANY(%s)
ORDER BY r.id LIMIT 1"""


def find_sent(outcome: Subject, *, holder: Holder) -> Draft | None:
    """The filing of the holder that led to `outcome`."""
    mine = Q(secret_hash=holder.secret_hash) if holder.secret_hash else Q(pk__in=[])
    if holder.account_id:
        mine |= Q(account_id=holder.account_id)
    sent = Application.objects.filter(outcome_kind=outcome.kind, outcome_id=outcome.id, state=State.SUBMITTED)
    found = sent.filter(mine).first()
    return as_draft(found) if found else None


def list_running(application_ids: Collection[UUID], *, since: datetime) -> frozenset[UUID]:
    """Which of these are drafts still, were sent since an instant, or end with what they led to. Ids only."""
    rows = Application.objects.filter(id__in=application_ids)
    kept = rows.filter(Q(state=State.DRAFT) | Q(submitted_at__gte=since) | Q(outcome_kind__in=ENDS_WITH))
    return frozenset(kept.values_list("id", flat=True))


def list_cases_of(application_ids: Collection[UUID], *, service: str) -> dict[UUID, UUID]:
    """Which case each of these filings for a service led to. Ids only, for keeping and erasing."""
    rows = Application.objects.filter(id__in=application_ids, service=service, outcome_kind="case")
    return {filed: case for filed, case in rows.values_list("id", "outcome_id") if case}


def list_named(kind: str, ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these subjects are a party to a filing. Ids only, for keeping and erasing."""
    rows = ApplicationParty.objects.filter(subject_kind=kind, subject_id__in=ids)
    return frozenset(rows.values_list("subject_id", flat=True).distinct())


def get_guest_list(list_id: UUID, *, organisation_id: UUID) -> FiledList:
    """An organisation's list with its rows. Raises: ListNotFound."""
    found = _with_mended(GuestList.objects.filter(id=list_id, organisation_id=organisation_id)).first()
    if found is None:
        raise ListNotFound
    return _as_list(found)


def list_guest_lists(organisation_id: UUID, *, after: UUID | None = None) -> list[FiledList]:
    """What an organisation sent, newest first; `after` is the last list of the page before."""
    rows = _with_mended(GuestList.objects.filter(organisation_id=organisation_id))
    if after:
        rows = rows.filter(id__lt=after)
    return [_as_list(row) for row in rows.order_by("-id")[: LISTS + 1]]


def _with_mended(rows: QuerySet[GuestList]) -> QuerySet[Any]:
    later = GuestList.objects.filter(organisation_id=OuterRef("organisation_id"), follows=OuterRef("id"))
    return rows.annotate(mended_by=Subquery(later.order_by("-id").values("id")[:1]))


def _as_list(row: Any) -> FiledList:
    return FiledList(row.id, row.created_at, rows_of(row), row.follows, row.mended_by)


def rows_of(kept: GuestList) -> tuple[GuestRow, ...]:
    return tuple(
        GuestRow(
            number=row["number"],
            answers=row["answers"],
            registration=UUID(row["registration"]) if row["registration"] else None,
            findings=tuple((path, code) for path, code in row["findings"]),
        )
        for row in kept.rows
    )


def holds(application: Application, holder: Holder) -> bool:
    if application.account_id:
        return application.account_id == holder.account_id
    kept = application.secret_hash
    return kept is not None and holder.secret_hash is not None and bytes(kept) == holder.secret_hash


def as_told(told: dict[str, Any]) -> Draft:
    """A filing as `SENT` tells it."""
    return as_draft(row_told(Application, told))


def as_draft(row: Application) -> Draft:
    outcome = Subject(row.outcome_kind, row.outcome_id) if row.outcome_id else None
    return Draft(
        id=row.id,
        reference=row.reference,
        service=row.service,
        pack_sha256=row.pack_sha256,
        language=row.language,
        state=State(row.state),
        answers=row.answers,
        outcome=outcome,
        created_at=row.created_at,
        saved_at=row.saved_at,
        submitted_at=row.submitted_at,
        received_on=row.received_on,
        confidentiality=Confidentiality(row.confidentiality),
        principal=Subject(row.principal_kind, row.principal_id) if row.principal_id else None,
    )
