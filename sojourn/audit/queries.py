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
from sojourn.lib.fields import blind_index
from sojourn.lib.types import Confidentiality, Subject

__all__ = [
    "Happened",
    "Inclusion",
    "Proven",
    "Reading",
    "count_entries",
    "find_first_look",
    "find_inclusion",
    "find_subject_of_event",
    "list_active",
    "list_done_for",
    "list_events",
    "list_readings",
    "list_readings_by",
    "list_searches",
    "list_subjects",
    "veiled",
    "verify_log",
]

PAGE = 50


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as it may be read: `facts` are the plain ones and the personal ones that are not redacted.

    `number` counts within the subject, `entry` within the whole log.
    """

    entry: int
    number: int
    at: datetime
    kind: str
    actor: Mapping[str, Any]
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody looked: at a subject, or at a list with so many lines.

    `disclosed_on` is set where the law kept the look itself secret until that day.
    """

    id: int
    at: datetime
    actor: Mapping[str, Any]
    purpose: str
    relation: str
    subject: Subject | None
    listing: str
    count: int
    disclosed_on: date | None


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The proof that an event stands in the log: give it, with the head, to anyone."""

    leaf_hash: bytes
    leaf_index: int
    tree_size: int
    root: bytes
    path: tuple[bytes, ...]


def list_events(
    subject: Subject, *, to: Reader, before: int | None = None, limit: int | None = None
) -> list[Happened]:
    """What happened to a subject, in order, as far as the reader's classes reach.

    All of it, or the last `limit` entries `before` one. Numbered as the reader sees them: a gap would tell
    that something is hidden. Of a subject that has come into a class the reader may not see, nothing is
    told, not even what happened before.
    """
    if _classes_now({subject}).get(subject) not in to.classes:
        return []
    seen = _events_of(subject).filter(confidentiality__in=sorted(to.classes))
    rows = seen if before is None else seen.filter(id__lt=before)
    shown = list(rows.prefetch_related("personal_values").order_by("-subject_number")[:limit])[::-1]
    told_before = seen.filter(subject_number__lt=shown[0].subject_number).count() if limit and shown else 0
    return [
        Happened(
            entry=row.id,
            number=number,
            at=row.at,
            kind=row.kind,
            actor=row.actor,
            facts={**row.facts, **{kept.name: kept.value for kept in row.personal_values.all()}},
        )
        for number, row in enumerate(shown, start=told_before + 1)
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


def list_kinds(kind: str, ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """The kinds of the events of many subjects, each in their order; nothing personal. One statement."""
    rows = Event.objects.filter(subject_kind=kind, subject_id__in=list(ids))
    found: dict[UUID, list[str]] = {}
    for subject_id, name in rows.order_by("subject_id", "subject_number").values_list("subject_id", "kind"):
        found.setdefault(subject_id, []).append(name)
    return found


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


def list_subjects(subject_id: UUID, *, kinds: Collection[str], to: Reader) -> list[Subject]:
    """Of which of these kinds an id is, as far as the reader's classes reach."""
    known = _classes_now({Subject(kind, subject_id) for kind in kinds})
    return [each for each, confidentiality in known.items() if confidentiality in to.classes]


def find_subject_of_event(entry: int, *, to: Reader) -> Subject | None:
    """What an entry of the log is about; nothing for one the reader may not see."""
    row = Event.objects.filter(id=entry, confidentiality__in=sorted(to.classes)).first()
    if row is None:
        return None
    return next(iter(list_subjects(row.subject_id, kinds=[row.subject_kind], to=to)), None)


def list_readings(
    subject: Subject, *, to: Reader, before: int | None = None, limit: int = PAGE, secret: bool = False
) -> list[Reading]:
    """Who looked at a subject, newest first; the reader alone, where it may not be seen.

    `before` is the last row of the page before. The person concerned sees a lawful secret look from its day
    of disclosure on; `secret` is for the auditor, who sees it at once. A reader of some offices sees who
    looked from those.
    """
    rows = _readings(to, before).filter(subject_kind=subject.kind, subject_id=subject.id)
    if _classes_now({subject}).get(subject, Confidentiality.ORDINARY) not in to.classes:
        rows = rows.filter(account_id=to.actor.account_id)
    if not secret:
        rows = rows.filter(Q(disclosed_on=None) | Q(disclosed_on__lte=clock.today()))
    return [_reading(row) for row in rows[:limit]]


def find_first_look(subject: Subject, *, account_id: UUID, since: datetime) -> datetime | None:
    """When an account first opened a subject, from an instant on: whether somebody has seen it by now."""
    rows = Access.objects.filter(subject_kind=subject.kind, subject_id=subject.id, account_id=account_id)
    return rows.filter(at__gte=since, listing="").order_by("id").values_list("at", flat=True).first()


def list_readings_by(
    account_id: UUID, *, to: Reader, before: int | None = None, limit: int = PAGE
) -> list[Reading]:
    """What one account looked at, newest first, without what is hidden by now: for the auditor."""
    rows = _readings(to, before).filter(account_id=account_id)
    found = [_reading(row) for row in rows[:limit]]
    now = _classes_now({each.subject for each in found if each.subject})
    return [each for each in found if each.subject is None or now.get(each.subject, 0) in to.classes]


def list_searches(
    words: str, *, among: Collection[str], to: Reader, before: int | None = None, limit: int = PAGE
) -> list[Reading]:
    """Who searched for exactly these words, in any case, in the named parts of a filter; newest first."""
    asked = Q(pk__in=[])
    for name in among:
        asked |= Q(filter__contains={name: {"digest": _digest(name, words)}})
    return [_reading(row) for row in _readings(to, before).filter(asked, subject_id=None)[:limit]]


def _readings(to: Reader, before: int | None) -> QuerySet[Access]:
    rows = Access.objects.filter(confidentiality__in=sorted(to.classes)).order_by("-id")
    if to.offices is not None:
        rows = rows.filter(actor__office__in=sorted(to.offices))
    return rows if before is None else rows.filter(id__lt=before)


def _classes_now(subjects: Collection[Subject]) -> dict[Subject, Confidentiality]:
    """The class each of these stands in now, of those something has happened to. One statement."""
    rows = Event.objects.filter(
        Q(subject_number=1) | Q(kind__endswith=":reclassified"),
        subject_kind__in={each.kind for each in subjects},
        subject_id__in={each.id for each in subjects},
    )
    found: dict[Subject, list[Event]] = {}
    for row in rows.order_by("subject_number"):
        found.setdefault(Subject(row.subject_kind, row.subject_id), []).append(row)
    return {subject: _class_now(events) for subject, events in found.items()}


def _reading(row: Access) -> Reading:
    return Reading(
        id=row.id,
        at=row.at,
        actor=row.actor,
        purpose=row.purpose,
        relation=row.relation,
        subject=Subject(row.subject_kind, row.subject_id) if row.subject_id else None,
        listing=row.listing,
        count=row.count,
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


def veiled(name: str, text: str) -> dict[str, Any] | None:
    """What the access log keeps of a search that may name someone: a keyed digest and the length.

    Whoever suspects a search can check its words, in any case; nobody reads them back.
    """
    return {"digest": _digest(name, text), "length": len(text)} if text else None


def _digest(name: str, text: str) -> str:
    return blind_index(text.strip().casefold(), purpose=f"reading:{name}").hex()
