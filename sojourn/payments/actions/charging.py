"""Charging, saying until when, and taking a charge back."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any
from uuid import UUID

from sojourn.audit import actions as audit
from sojourn.catalogue.types import Pack
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import claim, transaction_required
from sojourn.lib.postgres import planned
from sojourn.lib.references import Pattern
from sojourn.lib.types import Confidentiality, Subject
from sojourn.payments import books, events, rules
from sojourn.payments.errors import AmountNotChargeable, NoNumberPattern, NumbersUsedUp
from sojourn.payments.models import Charge as Row
from sojourn.payments.queries import as_charge, as_charges
from sojourn.payments.types import LARGEST, Charge, EntryKind, NewCharge

_TRIES = 8

# The charge, its entry and both postings in one statement; none of them when the number is taken.
_CHARGE = """
WITH charged AS (
  INSERT INTO payments_charge (number, kind, subject_kind, subject_id, payer_kind, payer_id, account_id,
    service, office, confidentiality, minor, currency, budget_code, issued_at, due_on)
  VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
  ON CONFLICT (number) DO NOTHING RETURNING id, minor, currency, issued_at
), entry AS (
  INSERT INTO payments_entry (kind, at) SELECT %s, issued_at FROM charged RETURNING id
), posted AS (
  INSERT INTO payments_posting (entry_id, account, charge_id, minor, currency)
  SELECT entry.id, p.account, charged.id, p.minor, charged.currency
  FROM charged, entry, unnest(%s::text[], %s::bigint[]) AS p(account, minor)
)
SELECT charged.id, entry.id FROM charged, entry
"""


@transaction_required
def charge(new: NewCharge, *, pack: Pack, by: Actor) -> Charge:
    """Charge an amount; the charge has a payment number nobody can guess from another. One statement.

    Raises: AmountNotChargeable, NoNumberPattern, NumbersUsedUp.
    """
    if not 0 < new.amount.minor <= LARGEST:
        raise AmountNotChargeable(amount=str(new.amount))
    row = _row(new)
    entry = _write(row, pack)
    claim("charge", row.id)
    audit.record(
        events.CHARGED,
        subject=Subject("charge", row.id),
        by=by,
        confidentiality=new.confidentiality,
        entry=entry,
        number=row.number,
        what=row.kind,
        about_kind=new.subject.kind,
        about_id=new.subject.id,
        payer={"kind": new.payer.kind, "id": str(new.payer.id)},
        service=new.service,
        office=new.office,
        minor=new.amount.minor,
        currency=new.amount.currency,
        budget_code=new.budget_code,
        due_on=new.due_on,
    )
    return as_charge(row, rules.charged(row.minor))


@transaction_required
def set_due(charge_id: UUID, *, due_on: date | None, by: Actor) -> None:
    """Say until when a charge is to be paid: known when its notice was served, and from then on only.

    Said twice it stays as it is.

    Raises: ChargeUnknown.
    """
    box = books.of_charge(charge_id)
    if box.due_on == due_on:
        return
    Row.objects.filter(id=charge_id).update(due_on=due_on)
    audit.record(
        events.DUE_SET,
        subject=Subject("charge", charge_id),
        by=by,
        confidentiality=box.confidentiality,
        before=box.due_on,
        after=due_on,
    )


@transaction_required
def note_reminded(charge_id: UUID, *, number: int, by: Actor) -> bool:
    """The payer is reminded for the first, second, … time; whether this reminder was not sent before."""
    rows = Row.objects.filter(id=charge_id, reminders__lt=number, settled_at=None)
    row = rows.select_for_update(no_key=True).only("id", "confidentiality").first()
    if row is None:
        return False
    Row.objects.filter(id=charge_id).update(reminders=number)
    audit.record(
        events.REMINDED,
        subject=Subject("charge", charge_id),
        by=by,
        confidentiality=Confidentiality(row.confidentiality),
        number_of=number,
    )
    return True


@transaction_required
def cancel_charge(charge_id: UUID, *, cause: str, by: Actor) -> Charge:
    """Nothing is owed any more; what was paid becomes a refund without being asked for. `cause` is a code.

    Raises: ChargeUnknown, ChargeCancelled.
    """
    box = books.of_charge(charge_id)
    after = rules.cancelled(box.position)
    entry = books.enter(EntryKind.CANCELLED, [(box, after)])
    audit.record(
        events.CANCELLED,
        subject=Subject("charge", charge_id),
        by=by,
        confidentiality=box.confidentiality,
        entry=entry,
        cause=cause,
        to_refund=after.refund,
    )
    return as_charges(Row.objects.filter(id=charge_id))[0]


@transaction_required
def reinstate_charge(charge_id: UUID, *, cause: str, by: Actor) -> Charge:
    """A charge that was cancelled is owed after all; what was paid for it counts. `cause` is a code.

    Raises: ChargeUnknown, ChargeNotCancelled.
    """
    box = books.of_charge(charge_id)
    amount = Row.objects.values_list("minor", flat=True).get(id=charge_id)
    entry = books.enter(EntryKind.REINSTATED, [(box, rules.reinstated(box.position, amount))])
    audit.record(
        events.REINSTATED,
        subject=Subject("charge", charge_id),
        by=by,
        confidentiality=box.confidentiality,
        entry=entry,
        cause=cause,
    )
    return as_charges(Row.objects.filter(id=charge_id))[0]


def _row(new: NewCharge) -> Row:
    return Row(
        kind=new.kind.value,
        subject_kind=new.subject.kind,
        subject_id=new.subject.id,
        payer_kind=new.payer.kind,
        payer_id=new.payer.id,
        account_id=new.account_id,
        service=new.service,
        office=new.office,
        confidentiality=int(new.confidentiality),
        minor=new.amount.minor,
        currency=new.amount.currency,
        budget_code=new.budget_code,
        issued_at=clock.now(),
        due_on=new.due_on,
    )


def _write(row: Row, pack: Pack) -> int:
    """Give the row a number and an id, and write it with its entry. Returns the entry's number."""
    if "payment" not in pack.references:
        raise NoNumberPattern(pack=pack.code)
    pattern, year = Pattern(pack.references["payment"]), clock.today().year
    postings = rules.postings_for(rules.Position(), rules.charged(row.minor))
    accounts, minors = [account.value for account, _ in postings], [minor for _, minor in postings]
    for _ in range(_TRIES):
        row.number = pattern.format(secrets.randbelow(10**pattern.digits), service=row.service, year=year)
        with planned() as cursor:
            cursor.execute(_CHARGE, [*_columns(row), EntryKind.CHARGED.value, accounts, minors])
            written = cursor.fetchone()
        if written:
            row.id, entry = written
            return int(entry)
    raise NumbersUsedUp(pattern=pattern.text)


def _columns(row: Row) -> list[Any]:
    who = [
        row.number,
        row.kind,
        row.subject_kind,
        row.subject_id,
        row.payer_kind,
        row.payer_id,
        row.account_id,
    ]
    what = [row.service, row.office, row.confidentiality, row.minor, row.currency, row.budget_code]
    return [*who, *what, row.issued_at, row.due_on]
