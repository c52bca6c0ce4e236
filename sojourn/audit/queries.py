"""Reading the log: what happened to something, who looked at it, and the proof that an event stands in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from sojourn.audit import merkle
from sojourn.audit.models import Access, Event, Head, Leaf
from sojourn.audit.types import EventKind
from sojourn.audit.verification import Proven, count_entries, verify_log
from sojourn.lib import clock
from sojourn.lib.actor import Reader
from sojourn.lib.types import Confidentiality, Subject

__all__ = [
    "Happened",
    "Inclusion",
    "Proven",
    "Reading",
    "count_entries",
    "find_inclusion",
    "list_active",
    "list_done_for",
    "list_events",
    "list_readings",
    "list_readings_by",
    "verify_log",
]


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as it may be read: `facts` are the plain ones and the personal ones that are not redacted."""

    number: int
    at: datetime
    kind: str
    actor: Mapping[str, Any]
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody looked. `disclosed_on` is set where the law kept the look itself secret until that day."""

    id: int
    at: datetime
    actor: Mapping[str, Any]
    purpose: str
    relation: str
    listing: str
    disclosed_on: date | None


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The proof that an event stands in the log: give it, with the head, to anyone."""

    leaf_hash: bytes
    leaf_index: int
    tree_size: int
    root: bytes
    path: tuple[bytes, ...]


def list_events(subject: Subject, *, to: Reader) -> list[Happened]:
    """What happened to a subject, in order, as far as the reader's classes reach.

    Numbered as the reader sees them: a gap would tell that something is hidden. Of a subject that has come
    into a class the reader may not see, nothing is told, not even what happened before.
    """
    rows = list(_events_of(subject).prefetch_related("personal_values"))
    if _class_now(rows) not in to.classes:
        return []
    seen = [row for row in rows if to.may_see(row.confidentiality)]
    return [
        Happened(
            number=number,
            at=row.at,
            kind=row.kind,
            actor=row.actor,
            facts={**row.facts, **{kept.name: kept.value for kept in row.personal_values.all()}},
        )
        for number, row in enumerate(seen, start=1)
    ]


def _events_of(subject: Subject) -> QuerySet[Event]:
    return Event.objects.filter(subject_kind=subject.kind, subject_id=subject.id).order_by("subject_number")


def _class_now(events: Iterable[Event]) -> Confidentiality:
    """The class a subject was last moved into, or else the one it began in."""
    rows = list(events)
    moved = [row.facts["after"] for row in rows if row.kind.endswith(":reclassified")]
    if moved:
        return Confidentiality[moved[-1].upper()]
    return Confidentiality(rows[0].confidentiality) if rows else Confidentiality.ORDINARY


def list_active(kind: str, ids: Collection[UUID], *, since: datetime) -> frozenset[UUID]:
    """To which of these subjects something has happened since an instant. Ids only, for keeping."""
    rows = Event.objects.filter(subject_kind=kind, subject_id__in=ids, at__gte=since)
    return frozenset(rows.values_list("subject_id", flat=True).distinct())


def list_done_for(kind: EventKind, ids: Collection[UUID], *, principal: Subject) -> frozenset[UUID]:
    """To which of these subjects it was done on behalf of a principal, who may know its own acts."""
    rows = Event.objects.filter(
        kind=kind.name,
        subject_kind=kind.subject,
        subject_id__in=ids,
        actor__on_behalf_of__kind=principal.kind,
        actor__on_behalf_of__id=str(principal.id),
    )
    return frozenset(rows.values_list("subject_id", flat=True).distinct())


def list_readings(
    subject: Subject, *, to: Reader, after: int = 0, limit: int = 100, secret: bool = False
) -> list[Reading]:
    """Who looked at a subject, oldest first from the row `after`; the reader alone, where it may not be seen.

    The person concerned sees a lawful secret look from its day of disclosure on; `secret` is for the auditor,
    who sees it at once.
    """
    rows = Access.objects.filter(
        subject_kind=subject.kind, subject_id=subject.id, confidentiality__in=sorted(to.classes), id__gt=after
    )
    if _class_now(_events_of(subject)) not in to.classes:
        rows = rows.filter(account_id=to.actor.account_id)
    if not secret:
        rows = rows.filter(Q(disclosed_on=None) | Q(disclosed_on__lte=clock.today()))
    return [_reading(row) for row in rows.order_by("id")[:limit]]


def list_readings_by(account_id: Any, *, to: Reader, after: int = 0, limit: int = 100) -> list[Reading]:
    """What one account looked at, oldest first: for the auditor."""
    rows = Access.objects.filter(
        account_id=account_id, confidentiality__in=sorted(to.classes), id__gt=after
    ).order_by("id")[:limit]
    return [_reading(row) for row in rows]


def _reading(row: Access) -> Reading:
    return Reading(
        id=row.id,
        at=row.at,
        actor=row.actor,
        purpose=row.purpose,
        relation=row.relation,
        listing=row.listing,
        disclosed_on=row.disclosed_on,
    )


def find_inclusion(event_id: int) -> Inclusion | None:
    """The proof for one event under the newest head; none while it waits for the sealer.

    Reads every leaf hash, 32 bytes each: meant for a court or an auditor, not for a page.
    """
    leaf = Leaf.objects.filter(event_id=event_id).first()
    head = Head.objects.order_by("-tree_size").first()
    if leaf is None or head is None:
        return None
    hashes = Leaf.objects.filter(leaf_index__lt=head.tree_size).order_by("leaf_index")
    leaves = [bytes(each) for each in hashes.values_list("leaf_hash", flat=True).iterator()]
    return Inclusion(
        leaf_hash=bytes(leaf.leaf_hash),
        leaf_index=leaf.leaf_index,
        tree_size=head.tree_size,
        root=bytes(head.root),
        path=tuple(merkle.inclusion_proof(leaves, leaf.leaf_index)),
    )
