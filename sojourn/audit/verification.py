"""Proving the log: every leaf is computed again from its event, every head from the leaves before it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from django.db import connection
from django.db import transaction as django_transaction

from sojourn.audit import events, merkle, rules, sealing
from sojourn.audit.errors import (
    EntriesRewritten,
    EventAltered,
    EventKeptFromSealing,
    EventMissing,
    HeadAltered,
    HeadMissing,
    LeafAltered,
    LeafMissing,
    LogBroken,
    NumberMissing,
    OutsideHeadsUnreadable,
    ValueAltered,
    ValueMissing,
)
from sojourn.audit.models import Event, Head

_EVENT = """e.id, e.at, e.kind, e.subject_kind, e.subject_id, e.subject_number, e.actor::text, e.facts::text,
  e.digests::text, e.confidentiality,
  (SELECT jsonb_object_agg(p.name, jsonb_build_array(encode(p.salt, 'hex'), p.value))::text
     FROM audit_personalvalue p WHERE p.event_id = e.id)"""
_COLUMNS = (
    *("id", "at", "kind", "subject_kind", "subject_id", "subject_number"),
    *("actor", "facts", "digests", "confidentiality"),
)
_SEALED = f"""
SELECT l.leaf_index, l.leaf_hash, l.event_id,
  h.tree_size, h.previous_size, h.root, h.frontier::text, h.signed_at, h.key_id, h.signature, {_EVENT}
FROM audit_leaf l LEFT JOIN audit_event e ON e.id = l.event_id
  LEFT JOIN audit_head h ON h.tree_size = l.leaf_index + 1
ORDER BY l.leaf_index"""  # noqa: S608
_WAITING = f"""
SELECT {_EVENT} FROM audit_unsealed u JOIN audit_event e ON e.id = u.event_id
WHERE NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id) ORDER BY e.id"""  # noqa: S608
_LOST = """
SELECT e.id, e.kind FROM audit_event e WHERE NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id)
  AND NOT EXISTS (SELECT FROM audit_unsealed u WHERE u.event_id = e.id) ORDER BY e.id LIMIT 1"""
_MISNUMBERED = """
SELECT id, subject_kind, subject_id, subject_number, place FROM (
  SELECT id, subject_kind, subject_id, subject_number,
    row_number() OVER (PARTITION BY subject_kind, subject_id ORDER BY subject_number) AS place
  FROM audit_event
) AS numbered WHERE subject_number <> place ORDER BY id LIMIT 1"""
_AT_A_TIME = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """An event row with the personal values that are still there: name → (salt, value)."""

    event: dict[str, Any]
    personal: dict[str, tuple[bytes, Any]]


@dataclass(frozen=True, slots=True)
class SealedEntry:
    leaf_index: int
    leaf_hash: bytes
    event_id: int
    head: Head | None
    entry: Entry | None


@dataclass(slots=True)
class Proven:
    """What was found to be whole. `waiting` events have no leaf yet: nothing proves them so far."""

    entries: int = 0
    heads: int = 0
    outside_heads: int = 0
    redacted_values: int = 0
    waiting: int = 0
    root: bytes = merkle.EMPTY_ROOT


def verify_log(*, outside: Path | None = None, step: Callable[[], object] = lambda: None) -> Proven:
    """Prove the whole log as one moment shows it; `step` is called for every entry.

    Raises: LogBroken, of the kind that names the first altered or missing entry; KeyMissing.
    """
    with django_transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        walk = _Walk(outside_heads=_OutsideHeads(outside))
        for sealed in sealed_entries():
            walk.take(sealed)
            step()
        walk.finish()
        _prove_waiting(walk.proven, step)
        _prove_numbers()
    return walk.proven


def count_entries() -> int:
    """How many events there are to prove, for a progress bar."""
    return Event.objects.count()


@dataclass
class _Walk:
    """The state between two entries. `doubt`: a leaf and its event differ; the next head tells which."""

    outside_heads: _OutsideHeads
    tree: merkle.Frontier = field(default_factory=merkle.Frontier)
    recomputed: merkle.Frontier = field(default_factory=merkle.Frontier)
    proven: Proven = field(default_factory=Proven)
    last_head: int = 0
    doubt: LogBroken | None = None
    doubted_leaf: int = 0

    def take(self, sealed: SealedEntry) -> None:
        try:
            self._take(sealed)
        except LogBroken as later:
            raise self.doubt or later from None

    def _take(self, sealed: SealedEntry) -> None:
        if sealed.leaf_index != self.tree.size:
            raise LeafMissing(leaf=self.tree.size)
        if sealed.entry is None:
            raise EventMissing(event=sealed.event_id, leaf=sealed.leaf_index)
        leaf = merkle.leaf_hash(rules.leaf_bytes(sealed.entry.event))
        self.tree.append(sealed.leaf_hash)
        self.recomputed.append(leaf)
        self.proven.entries += 1
        if leaf != sealed.leaf_hash and self.doubt is None:
            self.doubt = EventAltered(**_name(sealed.entry.event), leaf=sealed.leaf_index)
            self.doubted_leaf = sealed.leaf_index
        if self.doubt is None:
            self.proven.redacted_values += _prove_values(sealed.entry)
        if sealed.head is not None:
            self._prove_head(sealed.head)
        self.outside_heads.compare(self.tree, sealed.head)

    def _prove_head(self, head: Head) -> None:
        if self.doubt is not None and self.recomputed.root() == bytes(head.root):
            self.doubt = LeafAltered(leaf=self.doubted_leaf)
        if self.doubt is not None:
            raise self.doubt
        if head.previous_size != self.last_head:
            raise HeadMissing(tree_size=head.previous_size)
        sealing.check_signature(sealing.as_line(head))
        if self.tree.root() != bytes(head.root):
            raise EntriesRewritten(first_leaf=self.last_head, last_leaf=self.tree.size - 1)
        if [root.hex() for root in self.tree.roots] != head.frontier:
            raise HeadAltered(tree_size=head.tree_size)
        self.last_head = head.tree_size
        self.proven.heads += 1

    def finish(self) -> None:
        """After the last leaf: nothing signed may lie beyond it, and nothing unsigned before it."""
        if self.doubt is not None:
            raise self.doubt
        if Head.objects.filter(tree_size__gt=self.tree.size).exists():
            raise LeafMissing(leaf=self.tree.size)
        if self.last_head != self.tree.size:
            raise HeadMissing(tree_size=self.tree.size)
        self.outside_heads.finish(self.tree.size)
        self.proven.outside_heads = self.outside_heads.count
        self.proven.root = self.tree.root()


class _OutsideHeads:
    """The heads kept outside the database, in growing size, compared as the tree reaches each."""

    def __init__(self, file: Path | None) -> None:
        self.count = 0
        self._lines = self._read(file) if file else iter(())
        self._next = next(self._lines, None)

    def compare(self, tree: merkle.Frontier, head: Head | None) -> None:
        if self._next is None or self._next["size"] != tree.size:
            return
        sealing.check_signature(self._next)
        if bytes.fromhex(self._next["root"]) != tree.root():
            raise EntriesRewritten(last_leaf=tree.size - 1, outside_head=tree.size)
        if head is None:
            raise HeadMissing(tree_size=tree.size)
        self.count += 1
        self._next = next(self._lines, None)

    def finish(self, size: int) -> None:
        if self._next is not None:
            raise LeafMissing(leaf=size, outside_head=self._next["size"])

    @staticmethod
    def _read(file: Path) -> Iterator[dict[str, Any]]:
        before = 0
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    head = json.loads(line)
                    size, _ = int(head["size"]), (head["root"], head["signature"], head["key"], head["at"])
                except (ValueError, KeyError, TypeError) as broken:
                    raise OutsideHeadsUnreadable(file=file.name, line=number) from broken
                if size <= before:
                    raise OutsideHeadsUnreadable(file=file.name, line=number)
                before = size
                yield head


def _prove_values(entry: Entry) -> int:
    """Compare each personal value with its digest. Returns how many were redacted.

    Raises: ValueAltered, ValueMissing.
    """
    named, digests = _name(entry.event), entry.event["digests"]
    for name, (salt, value) in entry.personal.items():
        if digests.get(name) != rules.digest_of(value, salt):
            raise ValueAltered(**named, value=name)
    missing = digests.keys() - entry.personal.keys()
    unexplained = missing - _redacted_names(entry.event) if missing else missing
    if unexplained:
        raise ValueMissing(**named, value=min(unexplained))
    return len(missing)


def _redacted_names(event: dict[str, Any]) -> set[str]:
    redactions = Event.objects.filter(
        subject_kind=event["subject_kind"], subject_id=event["subject_id"], kind=events.REDACTED.name
    ).values_list("facts", flat=True)
    return set(chain.from_iterable(facts["values"].get(str(event["id"]), []) for facts in redactions))


def _prove_waiting(proven: Proven, step: Callable[[], object]) -> None:
    """Events not sealed yet: their values stand under their digests, and none was kept from the sealer."""
    for row in _stream(_WAITING):
        proven.redacted_values += _prove_values(_entry(row))
        proven.waiting += 1
        step()
    lost = _first(_LOST)
    if lost:
        raise EventKeptFromSealing(event=lost[0], kind=lost[1])


def _prove_numbers() -> None:
    wrong = _first(_MISNUMBERED)
    if wrong:
        event, kind, subject, number, place = wrong
        raise NumberMissing(subject=f"{kind} {subject}", missing=place, next_event=event, next_number=number)


def sealed_entries() -> Iterator[SealedEntry]:
    for index, leaf, event_id, *rest in _stream(_SEALED):
        head, event = rest[:7], rest[7:]
        yield SealedEntry(
            leaf_index=index,
            leaf_hash=bytes(leaf),
            event_id=event_id,
            head=_head(head) if head[0] is not None else None,
            entry=_entry(event) if event[0] is not None else None,
        )


def _head(row: Iterable[Any]) -> Head:
    size, previous, root, frontier, signed_at, key_id, signature = row
    return Head(
        tree_size=size,
        previous_size=previous,
        root=bytes(root),
        frontier=json.loads(frontier),
        signed_at=signed_at,
        key_id=key_id,
        signature=bytes(signature),
    )


def _entry(row: Iterable[Any]) -> Entry:
    *columns, personal = row
    event = dict(zip(_COLUMNS, columns, strict=True))
    event |= {name: json.loads(event[name]) for name in ("actor", "facts", "digests")}
    kept = json.loads(personal) if personal else {}
    return Entry(event, {name: (bytes.fromhex(salt), value) for name, (salt, value) in kept.items()})


def _stream(query: str) -> Iterator[tuple[Any, ...]]:
    """Rows by a cursor of the server, a few thousand at a time: millions need no more memory than a few."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(_AT_A_TIME):
            yield from rows


def _first(query: str) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def _name(event: dict[str, Any]) -> dict[str, Any]:
    at: datetime = event["at"]
    return {
        "event": event["id"],
        "kind": event["kind"],
        "subject": f"{event['subject_kind']} {event['subject_id']}",
        "number": event["subject_number"],
        "at": at.isoformat(),
    }
