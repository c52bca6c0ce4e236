"""Writing the books: one box is locked, read and moved on; each move is one entry that balances."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from sojourn.lib import clock
from sojourn.lib.db import claim
from sojourn.lib.postgres import planned
from sojourn.lib.types import Confidentiality, Subject
from sojourn.payments import rules
from sojourn.payments.errors import ChargeUnknown, ReceiptUnknown
from sojourn.payments.models import Task
from sojourn.payments.rules import Position
from sojourn.payments.types import Account, EntryKind, ProviderNotice, TaskKind

UNOWED = (TaskKind.UNKNOWN_NUMBER, TaskKind.OTHER_CURRENCY, TaskKind.OTHER_PAYER)


@dataclass(frozen=True, slots=True)
class Box:
    """A charge with everything paid for it (`charge_id`), or a payment nobody owed (`receipt_id`), locked."""

    currency: str
    position: Position
    charge_id: UUID | None = None
    receipt_id: UUID | None = None
    number: str = ""
    subject: Subject | None = None
    due_on: date | None = None
    confidentiality: Confidentiality = Confidentiality.ORDINARY
    is_settled: bool = True
    is_taken_back: bool = False

    def at(self, position: Position) -> Box:
        return replace(self, position=position)


@dataclass(frozen=True, slots=True)
class Lines:
    """Postings of one entry as the statement takes them: one array a column."""

    accounts: list[str]
    charges: list[UUID | None]
    receipts: list[UUID | None]
    minors: list[int]
    currencies: list[str]

    @classmethod
    def of(cls, moves: Iterable[tuple[Box, Position]]) -> Lines:
        rows = [
            (account.value, box.charge_id, box.receipt_id, minor, box.currency)
            for box, after in moves
            for account, minor in rules.postings_for(box.position, after)
        ]
        return cls(*(list(column) for column in zip(*rows, strict=True)))

    def values(self) -> list[Any]:
        return [self.accounts, self.charges, self.receipts, self.minors, self.currencies]


# The charge is locked by a statement of its own: the sums are read after whoever moved them has committed.
_LOCK = """
SELECT id, number, subject_kind, subject_id, minor, currency, due_on, confidentiality, settled_at IS NOT NULL,
  EXISTS (
    SELECT FROM payments_task t
    WHERE t.kind = 'taken-back' AND t.charge_id = payments_charge.id AND t.closed_at IS NULL
  )
FROM payments_charge WHERE {where} FOR NO KEY UPDATE;
SELECT p.account, sum(p.minor)::bigint FROM payments_posting p JOIN payments_charge c ON c.id = p.charge_id
WHERE c.{where} GROUP BY p.account
"""
_LOCK_RECEIPT = """
SELECT id, number, charge_id, minor, currency, reversed_at FROM payments_receipt WHERE id = %s
FOR NO KEY UPDATE;
SELECT account, sum(minor)::bigint FROM payments_posting WHERE receipt_id = %s GROUP BY account
"""
_POST = """
entry AS (
  INSERT INTO payments_entry (kind, at, receipt_id) SELECT %s, %s, taken.id FROM taken RETURNING id
), posted AS (
  INSERT INTO payments_posting (entry_id, account, charge_id, receipt_id, minor, currency)
  SELECT entry.id, p.account, p.charge_id,
    CASE WHEN p.charge_id IS NULL THEN coalesce(p.receipt_id, taken.id) END, p.minor, p.currency
  FROM entry, taken,
    unnest(%s::text[], %s::uuid[], %s::uuid[], %s::bigint[], %s::text[])
      AS p(account, charge_id, receipt_id, minor, currency)
), settled AS (
  UPDATE payments_charge c SET settled_at = s.at
  FROM taken, unnest(%s::uuid[], %s::timestamptz[]) AS s(id, at) WHERE c.id = s.id
)
SELECT taken.id, entry.id FROM taken, entry
"""
_ENTER = f"WITH taken AS (SELECT %s::uuid AS id), {_POST}"
_TAKE = f"""
WITH taken AS (
  INSERT INTO payments_receipt
    (provider, external_id, number, charge_id, minor, currency, paid_at, received_at)
  VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (provider, external_id) DO NOTHING RETURNING id
), {_POST}"""  # noqa: S608  # texts of this room


def find_by_number(number: str) -> Box | None:
    """The charge a payment number names, locked."""
    return _locked("number = %s", number)


def of_charge(charge_id: UUID) -> Box:
    """Raises: ChargeUnknown."""
    box = _locked("id = %s", charge_id)
    if box is None:
        raise ChargeUnknown
    return box


def _locked(where: str, value: str | UUID) -> Box | None:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK.format(where=where), [value, value])
        row, sums = _row_and_sums(cursor)
    if row is None:
        return None
    id_, number, kind, subject, _, currency, due_on, confidentiality, is_settled, is_taken_back = row
    claim("charge", id_)
    return Box(
        currency,
        sums,
        charge_id=id_,
        number=number,
        subject=Subject(kind, subject) if subject else None,
        due_on=due_on,
        confidentiality=Confidentiality(confidentiality),
        is_settled=is_settled,
        is_taken_back=is_taken_back,
    )


def _row_and_sums(cursor: Any) -> tuple[tuple[Any, ...] | None, Position]:
    row = cursor.fetchone()
    cursor.nextset()
    return row, rules.position_of({Account(account): int(minor) for account, minor in cursor.fetchall()})


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A booked payment, locked, with its own box: empty when it stands on a charge."""

    id: UUID
    charge_id: UUID | None
    minor: int
    is_reversed: bool
    box: Box


def of_receipt(receipt_id: UUID) -> TakenIn:
    """Raises: ReceiptUnknown."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_RECEIPT, [receipt_id, receipt_id])
        row, sums = _row_and_sums(cursor)
    if row is None:
        raise ReceiptUnknown
    id_, number, charge_id, minor, currency, reversed_at = row
    claim("payment", id_)
    box = Box(currency, sums, receipt_id=id_, number=number)
    return TakenIn(id_, charge_id, minor, reversed_at is not None, box)


def enter(kind: EntryKind, moves: Sequence[tuple[Box, Position]], *, receipt_id: UUID | None = None) -> int:
    """Write one entry that moves boxes to new positions; tasks follow it. Returns its number."""
    with planned() as cursor:
        values = [receipt_id, kind.value, clock.now(), *Lines.of(moves).values(), *_settled(moves)]
        cursor.execute(_ENTER, values)
        _, entry = cursor.fetchone()
    for box, after in moves:
        follow(box, after)
    return int(entry)


def take(notice: ProviderNotice, box: Box, after: Position) -> tuple[UUID, int] | None:
    """Book a payment that was not booked before, in one statement: payment, entry, postings.

    Returns its id and entry; nothing when it is known already. `box` without a charge is its own box.
    """
    now, move = clock.now(), [(box, after)]
    told = (notice.provider, notice.external_id, notice.payment_number, box.charge_id)
    amount = (notice.amount.minor, notice.amount.currency, notice.paid_at, now)
    with planned() as cursor:
        entry = (EntryKind.RECEIVED.value, now, *Lines.of(move).values(), *_settled(move))
        cursor.execute(_TAKE, [*told, *amount, *entry])
        taken: tuple[UUID, int] | None = cursor.fetchone()
    if taken:
        claim("payment", taken[0])
    if taken and box.charge_id:
        follow(box, after)
    return taken


def _settled(moves: Sequence[tuple[Box, Position]]) -> tuple[list[UUID], list[Any]]:
    """The charges on which nothing is owed any more, or something again, and since when."""
    changed = [
        (box.charge_id, None if after.outstanding else clock.now())
        for box, after in moves
        if box.charge_id and box.is_settled == bool(after.outstanding)
    ]
    return [id_ for id_, _ in changed], [at for _, at in changed]


def follow(box: Box, after: Position) -> None:
    """Open what somebody has to see to now, close what has found its place."""
    is_charge = box.charge_id is not None
    before, wanted = (rules.tasks_of(each, is_charge=is_charge) for each in (box.position, after))
    ended = before - wanted
    if TaskKind.CANCELLED_CHARGE in ended:
        ended = ended | {TaskKind.PAID_IN_TIME}
    if box.is_taken_back and not after.outstanding:
        ended = ended | {TaskKind.TAKEN_BACK}
    if box.position.surplus and not after.surplus and not is_charge:
        ended = ended | set(UNOWED)
    if ended:
        about = Q(charge=box.charge_id) if is_charge else Q(charge=None, receipt=box.receipt_id)
        Task.objects.filter(about, kind__in=ended, closed_at=None).update(closed_at=clock.now())
    for kind in sorted(wanted - before):
        open_task(kind, charge_id=box.charge_id, receipt_id=box.receipt_id)


def note_paid_in_time(charge_id: UUID, receipt_id: UUID) -> None:
    """What is to be given back otherwise waits for an officer to say whether the charge fell rightly."""
    open_task(TaskKind.PAID_IN_TIME, charge_id=charge_id, receipt_id=receipt_id)
    waiting = Task.objects.filter(charge=charge_id, kind=TaskKind.CANCELLED_CHARGE, closed_at=None)
    waiting.update(closed_at=clock.now())


def open_task(kind: TaskKind, *, charge_id: UUID | None, receipt_id: UUID | None) -> None:
    """One of a kind is open at a time; asked for again it stays as it is."""
    task = Task(kind=kind.value, charge_id=charge_id, receipt_id=receipt_id, opened_at=clock.now())
    Task.objects.bulk_create([task], ignore_conflicts=True)
