"""Money that came and was not owed: put where it belongs, or given back."""

from __future__ import annotations

from uuid import UUID

from sojourn.audit import actions as audit
from sojourn.audit.types import EventKind
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.money import Money
from sojourn.lib.types import Subject
from sojourn.payments import books, events, rules
from sojourn.payments.books import Box
from sojourn.payments.errors import NothingToRefund, ReceiptAllocated, TaskClosesItself, TaskUnknown
from sojourn.payments.models import Receipt, Task
from sojourn.payments.rules import Position
from sojourn.payments.types import Booked, EntryKind, TaskKind


@transaction_required
def allocate(receipt_id: UUID, *, charge_id: UUID, reason: str = "", by: Actor) -> Booked:
    """Put a payment that came with a wrong number onto the charge it was meant for.

    Raises: ReceiptUnknown, ReceiptAllocated, ChargeUnknown, NothingToRefund (another currency, or part of it
    was given back).
    """
    taken = books.of_receipt(receipt_id)
    if taken.charge_id or taken.is_reversed:
        raise ReceiptAllocated
    box = books.of_charge(charge_id)
    if box.currency != taken.box.currency or taken.box.position.money != taken.minor:
        raise NothingToRefund(asked=taken.minor, surplus=taken.box.position.money)
    after = rules.received(box.position, taken.minor)
    entry = books.enter(EntryKind.ALLOCATED, [(taken.box, Position()), (box, after)], receipt_id=receipt_id)
    Receipt.objects.filter(id=receipt_id).update(charge=charge_id)
    audit.record(
        events.ALLOCATED,
        subject=Subject("payment", receipt_id),
        by=by,
        confidentiality=box.confidentiality,
        entry=entry,
        charge=charge_id,
        reason=reason,
    )
    return Booked(
        rules.outcome_of(box.position, after),
        receipt_id=receipt_id,
        charge_id=charge_id,
        subject=box.subject,
        outstanding=Money(after.outstanding, box.currency),
        covered_now=after.is_covered and not box.position.is_covered,
    )


@transaction_required
def refund(of: Subject, *, amount: Money, cause: str, reason: str = "", by: Actor) -> int:
    """Grant that money nobody owed is given back: of a `charge`, or of a `payment` without one.

    `cause` is a code, `reason` the words of who grants it. Returns the entry.

    Raises: NothingToRefund, ChargeUnknown, ReceiptUnknown.
    """
    box = _box(of, amount)
    after = rules.refund_granted(box.position, amount.minor)
    entry = books.enter(EntryKind.REFUND_GRANTED, [(box, after)], receipt_id=box.receipt_id)
    kind = events.REFUND_GRANTED if box.charge_id else events.RETURN_GRANTED
    _record(kind, of, box, by, entry=entry, minor=amount.minor, cause=cause, reason=reason)
    return entry


@transaction_required
def note_refund_paid(of: Subject, *, amount: Money, order: str, by: Actor) -> int:
    """The treasury gave it back by this order. Returns the entry.

    Raises: NothingToRefund, ChargeUnknown, ReceiptUnknown.
    """
    box = _box(of, amount)
    after = rules.refund_paid(box.position, amount.minor)
    entry = books.enter(EntryKind.REFUND_PAID, [(box, after)], receipt_id=box.receipt_id)
    kind = events.REFUND_PAID if box.charge_id else events.RETURN_PAID
    _record(kind, of, box, by, entry=entry, minor=amount.minor, order=order)
    return entry


@transaction_required
def close_task(task_id: int, *, reason: str = "", by: Actor) -> None:
    """Somebody saw to a contradiction; every other task closes when the money has found its place.

    Raises: TaskUnknown, TaskClosesItself.
    """
    task = Task.objects.select_for_update().filter(id=task_id, closed_at=None).first()
    if task is None or task.receipt_id is None:
        raise TaskUnknown
    if task.kind != TaskKind.CONTRADICTION:
        raise TaskClosesItself(kind=task.kind)
    task.closed_at = clock.now()
    task.save(update_fields=["closed_at"])
    box = books.of_charge(task.charge_id) if task.charge_id else books.of_receipt(task.receipt_id).box
    of = Subject("payment", task.receipt_id)
    _record(events.TASK_CLOSED, of, box, by, task=task_id, what=task.kind, reason=reason)


def _box(of: Subject, amount: Money) -> Box:
    box = books.of_charge(of.id) if of.kind == "charge" else books.of_receipt(of.id).box
    if box.currency != amount.currency:
        raise NothingToRefund(asked=str(amount), currency=box.currency)
    return box


def _record(kind: EventKind, of: Subject, box: Box, by: Actor, **facts: object) -> None:
    audit.record(kind, subject=of, by=by, confidentiality=box.confidentiality, **facts)
