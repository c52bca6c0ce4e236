"""Payments as providers tell of them. The world repeats itself: each is booked once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sojourn.audit import actions as audit
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.money import Money
from sojourn.lib.types import Confidentiality, Subject
from sojourn.payments import books, events, rules
from sojourn.payments.books import Box
from sojourn.payments.models import Charge, Receipt
from sojourn.payments.rules import Position
from sojourn.payments.types import Booked, EntryKind, Outcome, ProviderNotice, TaskKind

_UNOWED = {
    Outcome.UNKNOWN: TaskKind.UNKNOWN_NUMBER,
    Outcome.OTHER_CURRENCY: TaskKind.OTHER_CURRENCY,
    Outcome.OTHER_PAYER: TaskKind.OTHER_PAYER,
}


@transaction_required
def receive(notice: ProviderNotice, *, counts: bool = True, by: Actor) -> Booked:
    """Book what a provider tells, once for each `(provider, external_id)`, however often it is told.

    counts: whether the law lets it count for the charge it names, by who paid.

    Too little, too much, an unknown number, a charge that is no longer owed, another currency, taken back:
    each is an outcome with its event, and a task where somebody has to see to it. Never an exception.
    """
    if not rules.is_bookable(notice):
        return _refused(notice, by)
    if notice.reversed_at and (known := _find(notice)):
        return reverse(known.id, at=notice.reversed_at, by=by)
    booked = _book(notice, by, counts)
    if notice.reversed_at and booked.receipt_id and booked.outcome is not Outcome.DUPLICATE:
        return reverse(booked.receipt_id, at=notice.reversed_at, by=by)
    return booked


@transaction_required
def reverse(receipt_id: UUID, *, at: datetime, by: Actor) -> Booked:
    """The provider took a payment back: what it covered is owed again. Told twice it is done once.

    Raises: ReceiptUnknown.
    """
    taken = books.of_receipt(receipt_id)
    box = books.of_charge(taken.charge_id) if taken.charge_id else taken.box
    if taken.is_reversed:
        return _told(Outcome.DUPLICATE, receipt_id, box, box.position)
    after = rules.taken_back(box.position, taken.minor)
    entry = books.enter(EntryKind.REVERSED, [(box, after)], receipt_id=receipt_id)
    Receipt.objects.filter(id=receipt_id).update(reversed_at=at)
    if box.charge_id and box.position.is_covered and not after.is_covered:
        books.open_task(TaskKind.TAKEN_BACK, charge_id=box.charge_id, receipt_id=receipt_id)
    audit.record(
        events.REVERSED,
        subject=Subject("payment", receipt_id),
        by=by,
        confidentiality=box.confidentiality,
        entry=entry,
        charge=box.charge_id,
        reversed_at=at,
    )
    return _told(Outcome.REVERSED, receipt_id, box, after)


@transaction_required
def note_paid_in_time(booked: Booked, *, by: Actor) -> None:
    """A payment for a cancelled charge was made before it was cancelled: somebody sees to it."""
    if booked.charge_id and booked.receipt_id:
        box = books.of_charge(booked.charge_id)
        books.note_paid_in_time(booked.charge_id, booked.receipt_id)
        audit.record(
            events.PAID_IN_TIME,
            subject=Subject("payment", booked.receipt_id),
            by=by,
            confidentiality=box.confidentiality,
            charge=booked.charge_id,
        )


def _book(notice: ProviderNotice, by: Actor, counts: bool) -> Booked:
    charge = books.find_by_number(notice.payment_number)
    is_owed = counts and charge is not None and charge.currency == notice.amount.currency
    box = charge if charge and is_owed else Box(notice.amount.currency, Position())
    after = rules.received(box.position, notice.amount.minor)
    taken = books.take(notice, box, after)
    if taken is None:
        return _repeated(notice, by)
    outcome = _outcome(charge, box, after, counts)
    if outcome in _UNOWED:
        books.open_task(_UNOWED[outcome], charge_id=None, receipt_id=taken[0])
    _record(notice, taken, outcome, box, charge.confidentiality if charge else Confidentiality.ORDINARY, by)
    return _told(outcome, taken[0], box, after, paid_at=notice.paid_at)


def _outcome(charge: Box | None, box: Box, after: Position, counts: bool) -> Outcome:
    if charge is None:
        return Outcome.UNKNOWN
    if not counts:
        return Outcome.OTHER_PAYER
    return rules.outcome_of(box.position, after) if box.charge_id else Outcome.OTHER_CURRENCY


def _record(
    notice: ProviderNotice,
    taken: tuple[UUID, int],
    outcome: Outcome,
    box: Box,
    confidentiality: Confidentiality,
    by: Actor,
) -> None:
    receipt_id, entry = taken
    audit.record(
        events.RECEIVED,
        subject=Subject("payment", receipt_id),
        by=by,
        confidentiality=confidentiality,
        entry=entry,
        charge=box.charge_id,
        number=notice.payment_number,
        provider=notice.provider,
        external_id=notice.external_id,
        minor=notice.amount.minor,
        currency=notice.amount.currency,
        paid_at=notice.paid_at,
        outcome=outcome,
    )


def _told(
    outcome: Outcome, receipt_id: UUID, box: Box, after: Position, *, paid_at: datetime | None = None
) -> Booked:
    before, is_charge = box.position, box.charge_id is not None
    return Booked(
        outcome,
        receipt_id=receipt_id,
        charge_id=box.charge_id,
        subject=box.subject,
        outstanding=Money(after.outstanding, box.currency) if is_charge else None,
        covered_now=after.is_covered and not before.is_covered,
        uncovered_now=before.is_covered and not after.is_covered,
        is_late=bool(paid_at and box.due_on and clock.legal_day(paid_at) > box.due_on),
    )


def _find(notice: ProviderNotice) -> Receipt | None:
    return Receipt.objects.filter(provider=notice.provider, external_id=notice.external_id).first()


def _repeated(notice: ProviderNotice, by: Actor) -> Booked:
    """Booked before: the same answer. Told differently this time, somebody has to see to it."""
    kept = Receipt.objects.get(provider=notice.provider, external_id=notice.external_id)
    told = (notice.payment_number, notice.amount.minor, notice.amount.currency)
    charge = Charge.objects.filter(id=kept.charge_id).first()
    if told != (kept.number, kept.minor, kept.currency):
        class_ = Confidentiality(charge.confidentiality) if charge else Confidentiality.ORDINARY
        books.open_task(TaskKind.CONTRADICTION, charge_id=kept.charge_id, receipt_id=kept.id)
        audit.record(
            events.CONTRADICTED,
            subject=Subject("payment", kept.id),
            by=by,
            confidentiality=class_,
            number=kept.number,
            minor=kept.minor,
            currency=kept.currency,
            told_number=notice.payment_number,
            told_minor=notice.amount.minor,
            told_currency=notice.amount.currency,
        )
    subject = Subject(charge.subject_kind, charge.subject_id) if charge and charge.subject_id else None
    return Booked(Outcome.DUPLICATE, receipt_id=kept.id, charge_id=kept.charge_id, subject=subject)


def _refused(notice: ProviderNotice, by: Actor) -> Booked:
    """Nothing that could be booked was told; that it was told is kept, cut to what can be kept."""

    def kept(text: Any) -> str:
        return str(text).replace("\0", "")[: rules.LONGEST_TEXT]

    about = uuid5(NAMESPACE_URL, f"{notice.provider}:{notice.external_id}")
    audit.record(
        events.REFUSED,
        subject=Subject("payment-notice", about),
        by=by,
        confidentiality=Confidentiality.ORDINARY,
        number=kept(notice.payment_number),
        provider=kept(notice.provider),
        external_id=kept(notice.external_id),
        minor=kept(notice.amount.minor),
        currency=notice.amount.currency,
    )
    return Booked(Outcome.REFUSED)
