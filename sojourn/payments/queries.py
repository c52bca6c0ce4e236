"""Reading charges, payments and the books. Balances are sums of postings, taken when they are asked for."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, JSONField, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL

from sojourn.lib import reads
from sojourn.lib.actor import Reader
from sojourn.lib.money import Money
from sojourn.lib.postgres import planned
from sojourn.lib.types import Confidentiality, Subject
from sojourn.payments import models, rules
from sojourn.payments.errors import ChargeUnknown, ReceiptUnknown
from sojourn.payments.rules import Position
from sojourn.payments.types import (
    Account,
    Charge,
    ChargeKind,
    DayBalance,
    EntryKind,
    EntryView,
    Payable,
    ProviderNotice,
    Receipt,
    Task,
    TaskKind,
)

PAGE = 50
_OF_SUBJECT = """r.subject_kind = %s AND r.subject_id = %s AND r.confidentiality = ANY(%s)
  AND (%s::text[] IS NULL OR r.office = ANY(%s::text[]))"""
_OWED = """SELECT EXISTS (
  SELECT FROM payments_charge WHERE subject_kind = %s AND subject_id = %s AND settled_at IS NULL)"""
_TOLD_OF = """
SELECT DISTINCT c.subject_kind, c.subject_id FROM payments_charge c
WHERE c.subject_id IS NOT NULL AND c.id IN (
  SELECT n.id FROM payments_charge n WHERE n.number = %s
  UNION ALL SELECT t.charge_id FROM payments_receipt t WHERE t.provider = %s AND t.external_id = %s
)
ORDER BY c.subject_id
"""


def scoped(to: Reader) -> QuerySet[models.Charge]:
    """The one predicate: the reader's classes and offices."""
    rows = models.Charge.objects.filter(confidentiality__in=to.classes)
    return rows if to.offices is None else rows.filter(office__in=to.offices)


def get_charge(charge_id: UUID, *, to: Reader) -> Charge:
    """Raises: ChargeUnknown, alike for one that does not exist and one not to be seen."""
    return _only(scoped(to).filter(id=charge_id))


def find_by_number(number: str, *, to: Reader) -> Charge | None:
    """By its payment number, as it may be typed."""
    return next(iter(as_charges(scoped(to).filter(number=_as_kept(number)))), None)


def list_of(subject: Subject, *, to: Reader) -> list[Charge]:
    """What was charged for a case, oldest first."""
    classes, offices = sorted(map(int, to.classes)), None if to.offices is None else sorted(to.offices)
    return _read(_OF_SUBJECT, [subject.kind, subject.id, classes, offices, offices])


def list_open_for(subject_ids: Collection[UUID], *, to: Reader) -> list[Charge]:
    """What is still owed for many cases, the first due first. One statement."""
    rows = scoped(to).filter(subject_id__in=list(subject_ids), settled_at=None)
    return as_charges(rows.order_by("due_on", "id"))


def list_of_account(account_id: UUID) -> list[Charge]:
    """What stands on someone's own page, newest first."""
    return as_charges(models.Charge.objects.filter(account_id=account_id).order_by("-id"), limit=PAGE)


def get_of_account(charge_id: UUID, *, account_id: UUID) -> Charge:
    """Raises: ChargeUnknown."""
    return _only(models.Charge.objects.filter(id=charge_id, account_id=account_id))


def find_payable(number: str) -> Payable | None:
    """What anyone who holds a payment number may know of it, as it may be typed: no person, no service."""
    found = _read("r.number = %s", [_as_kept(number)])
    if not found:
        return None
    charge = found[0]
    return Payable(charge.id, charge.number, charge.amount, charge.outstanding, charge.due_on, charge.state)


def find_subject(number: str) -> Subject | None:
    """What a payment number is for."""
    kept = models.Charge.objects.filter(number=number).values_list("subject_kind", "subject_id").first()
    return Subject(kept[0], kept[1]) if kept and kept[1] else None


def list_subjects(notice: ProviderNotice) -> list[Subject]:
    """What a notice of a payment is about: what its number is for, and what the payment was put on before.

    In one order for everybody: whoever books a payment and then goes on with cases locks those first.
    """
    with planned() as cursor:
        cursor.execute(_TOLD_OF, [notice.payment_number, notice.provider, notice.external_id])
        return [Subject(kind, id_) for kind, id_ in cursor.fetchall()]


def balance_of(charge_id: UUID) -> Position:
    """Where a charge stands in the books."""
    return rules.position_of(_sums("charge", [charge_id]).get(charge_id, {}))


def balances_of_receipt(receipt_id: UUID) -> Position:
    """Where a payment nobody owed stands in the books."""
    return rules.position_of(_sums("receipt", [receipt_id]).get(receipt_id, {}))


def get_receipt(receipt_id: UUID, *, to: Reader) -> Receipt:
    """A payment with its charge, for the letter that is its receipt.

    Raises: ReceiptUnknown, alike for one that does not exist and one not to be seen.
    """
    return _receipt(models.Receipt.objects.filter(id=receipt_id).filter(_seen_by(to)))


def get_receipt_of_account(receipt_id: UUID, *, account_id: UUID) -> Receipt:
    """Raises: ReceiptUnknown."""
    return _receipt(models.Receipt.objects.filter(id=receipt_id, charge__account_id=account_id))


def list_receipts(charge_id: UUID) -> list[Receipt]:
    """What was paid for a charge one may see, oldest first."""
    rows = models.Receipt.objects.filter(charge_id=charge_id).select_related("charge").order_by("id")
    return _receipts(rows)


def list_paid_for(charge_ids: Collection[UUID]) -> list[UUID]:
    """The payments that stand on these charges."""
    rows = models.Receipt.objects.filter(charge_id__in=charge_ids)
    return list(rows.order_by("id").values_list("id", flat=True))


def list_returned_before(instant: datetime, *, after: UUID | None = None) -> list[UUID]:
    """Payments nobody owed that were seen to before an instant, in pages by their id."""
    done = models.Task.objects.filter(receipt__charge=None, closed_at__lt=instant, receipt__isnull=False)
    later = models.Task.objects.filter(receipt=OuterRef("receipt")).exclude(closed_at__lt=instant)
    rows = done.exclude(Exists(later)).values_list("receipt_id", flat=True).distinct().order_by("receipt_id")
    return list((rows.filter(receipt_id__gt=after) if after else rows)[:PAGE])


def list_tasks(*, to: Reader, after: int = 0, about: UUID | None = None, hidden: bool = False) -> list[Task]:
    """What somebody has to see to, oldest first; about: of one charge or one payment.

    hidden: only what came for charges the cashier does not see.
    """
    rows = models.Task.objects.filter(_seen_by(to), closed_at=None, id__gt=after)
    if hidden:
        rows = rows.filter(charge__confidentiality__gt=Confidentiality.ORDINARY)
    if about:
        rows = rows.filter(Q(charge_id=about) | Q(receipt_id=about))
    return [_task(row) for row in rows.select_related("charge", "receipt").order_by("id")[:PAGE]]


def list_paid_in_time(subject: Subject) -> list[Charge]:
    """The charges of a case that were paid before they were cancelled, and told of only afterwards."""
    rows = models.Task.objects.filter(kind=TaskKind.PAID_IN_TIME.value, closed_at=None)
    of_case = rows.filter(charge__subject_kind=subject.kind, charge__subject_id=subject.id)
    return as_charges(models.Charge.objects.filter(id__in=of_case.values("charge")).order_by("id"))


def list_entries(of: Subject) -> list[EntryView]:
    """What stands in the books for a `charge`, or a `payment` nobody owed, that one may see; oldest first."""
    box = "charge_id" if of.kind == "charge" else "receipt_id"
    rows = models.Posting.objects.filter(**{box: of.id}).select_related("entry").order_by("entry_id", "id")
    found: dict[int, tuple[models.Entry, list[tuple[Account, Money]]]] = {}
    for row in rows:
        lines = found.setdefault(row.entry_id, (row.entry, []))[1]
        lines.append((Account(row.account), Money(row.minor, row.currency)))
    return [
        EntryView(entry.id, EntryKind(entry.kind), entry.at, tuple(lines)) for entry, lines in found.values()
    ]


def list_balances(*, since: datetime, until: datetime) -> list[DayBalance]:
    """Every account of the books in each currency: before, moved within, after. One statement.

    Sums of postings. Amounts and accounts only: nobody is named.
    """
    old, now = Q(entry__at__lt=since), Q(entry__at__gte=since)
    rows = models.Posting.objects.filter(entry__at__lt=until).values_list("currency", "account")
    sums = rows.annotate(
        old=Sum("minor", filter=old, default=0),
        debit=Sum("minor", filter=now & Q(minor__gt=0), default=0),
        credit=Sum("minor", filter=now & Q(minor__lt=0), default=0),
    )
    order = list(Account)
    return [
        DayBalance(
            Account(account),
            *(Money(int(each), currency) for each in (old_, debit, -credit, old_ + debit + credit)),
        )
        for currency, account, old_, debit, credit in sorted(
            sums.order_by(), key=lambda row: (row[0], order.index(Account(row[1])))
        )
    ]


def is_owed(subject: Subject) -> bool:
    """Whether anything charged for a case is still to be paid."""
    with planned() as cursor:
        cursor.execute(_OWED, [subject.kind, subject.id])
        return bool(cursor.fetchone()[0])


def list_owed(
    *, due_from: date, after: UUID | None = None, limit: int = 500
) -> list[tuple[UUID, Subject, int]]:
    """What is owed and not past its last day, with what it is for and how often it was reminded of."""
    rows = models.Charge.objects.filter(settled_at=None, due_on__gte=due_from, subject_id__isnull=False)
    if after is not None:
        rows = rows.filter(id__gt=after)
    found = rows.order_by("id").values_list("id", "subject_kind", "subject_id", "reminders")[:limit]
    return [(charge_id, Subject(kind, about), times) for charge_id, kind, about, times in found if about]


def latest_payment(provider: str) -> datetime | None:
    """When the last payment was made that a provider told of."""
    rows = models.Receipt.objects.filter(provider=provider)
    latest: datetime | None = rows.aggregate(latest=Max("paid_at"))["latest"]
    return latest


def list_known(provider: str, external_ids: Collection[str]) -> dict[str, bool]:
    """Which of these payments are booked, and whether they are booked as taken back."""
    rows = models.Receipt.objects.filter(provider=provider, external_id__in=external_ids)
    return {id_: at is not None for id_, at in rows.values_list("external_id", "reversed_at")}


_UNBALANCED = """
SELECT 'entry', entry_id::text FROM payments_posting GROUP BY entry_id, currency HAVING sum(minor) <> 0
UNION ALL
SELECT 'charge', c.id::text FROM payments_charge c
LEFT JOIN (
  SELECT charge_id, sum(minor) FILTER (WHERE account = 'receivable') AS owed, -sum(minor) FILTER
    (WHERE account = 'revenue') AS due
  FROM payments_posting WHERE charge_id IS NOT NULL GROUP BY charge_id
) b ON b.charge_id = c.id
WHERE (coalesce(b.owed, 0) = 0) <> (c.settled_at IS NOT NULL) OR coalesce(b.due, 0) NOT IN (0, c.minor)
LIMIT 100
"""


def list_differences() -> list[tuple[str, str]]:
    """Where the books do not agree with themselves: entries that do not balance, charges marked wrongly."""
    with connection.cursor() as cursor:
        cursor.execute(_UNBALANCED)
        return [(kind, id_) for kind, id_ in cursor.fetchall()]


_SUMS = """(SELECT jsonb_object_agg(s.account, s.sum) FROM (SELECT p.account, sum(p.minor) AS sum
  FROM payments_posting p WHERE p.charge_id = {charge}.id GROUP BY p.account) s)"""
_SUMS_BESIDE = RawSQL(_SUMS.format(charge="payments_charge"), [], JSONField())  # noqa: S611  # our own text


def as_charges(
    rows: QuerySet[models.Charge] | Iterable[models.Charge], *, limit: int | None = None
) -> list[Charge]:
    """Rows with what came of them; asked for and summed up in one statement."""
    if isinstance(rows, QuerySet):
        return [as_charge(row, _position(row.sums or {})) for row in rows.annotate(sums=_SUMS_BESIDE)[:limit]]
    kept = list(rows)[:limit]
    sums = _sums("charge", [row.id for row in kept]) if kept else {}
    return [as_charge(row, rules.position_of(sums.get(row.id, {}))) for row in kept]


def _read(where: str, params: list[Any]) -> list[Charge]:
    """The same for what is asked again and again, without composing the question anew."""
    sums = _SUMS.format(charge="r")
    found = reads.rows_with(models.Charge, f", {sums}", f"WHERE {where} ORDER BY r.id", params)
    return [as_charge(row, _position(json.loads(told or "{}"))) for row, told in found if row is not None]


def _position(sums: Mapping[str, int]) -> Position:
    return rules.position_of({Account(account): int(minor) for account, minor in sums.items()})


def _as_kept(number: str) -> str:
    return number.replace(" ", "").replace("-", "")


def _only(rows: QuerySet[models.Charge]) -> Charge:
    found = as_charges(rows.order_by("id"))
    if not found:
        raise ChargeUnknown
    return found[0]


def _sums(box: str, ids: Collection[UUID]) -> dict[UUID, dict[Account, int]]:
    found: dict[UUID, dict[Account, int]] = {}
    rows = models.Posting.objects.filter(**{f"{box}_id__in": ids}).values_list(f"{box}_id", "account")
    for id_, account, minor in rows.annotate(sum=Sum("minor")).order_by():
        found.setdefault(id_, {})[Account(account)] = int(minor)
    return found


def as_charge(row: models.Charge, position: Position) -> Charge:
    """A row with where it stands in the books."""

    def money(minor: int) -> Money:
        return Money(minor, row.currency)

    return Charge(
        id=row.id,
        number=row.number,
        kind=ChargeKind(row.kind),
        subject=Subject(row.subject_kind, row.subject_id) if row.subject_id else None,
        payer=Subject(row.payer_kind, row.payer_id) if row.payer_id else None,
        account_id=row.account_id,
        service=row.service,
        office=row.office,
        confidentiality=Confidentiality(row.confidentiality),
        amount=money(row.minor),
        budget_code=row.budget_code,
        issued_at=row.issued_at,
        due_on=row.due_on,
        state=rules.state_of(position),
        covered=money(position.covered),
        outstanding=money(position.outstanding),
        surplus=money(position.surplus),
        refund_payable=money(position.refund),
    )


def _seen_by(to: Reader) -> Q:
    """A payment nobody owed names nobody; one that stands on a charge is seen with it."""
    seen = Q(charge__confidentiality__in=to.classes)
    if to.offices is not None:
        seen &= Q(charge__office__in=to.offices)
    return seen | Q(charge=None)


def _receipt(rows: QuerySet[models.Receipt]) -> Receipt:
    found = _receipts(rows.select_related("charge")[:1])
    if not found:
        raise ReceiptUnknown
    return found[0]


def _receipts(rows: Iterable[models.Receipt]) -> list[Receipt]:
    kept = list(rows)
    charges: Mapping[UUID, Charge] = {
        each.id: each for each in as_charges({row.charge for row in kept if row.charge})
    }
    return [
        Receipt(
            id=row.id,
            number=row.number,
            provider=row.provider,
            external_id=row.external_id,
            amount=Money(row.minor, row.currency),
            paid_at=row.paid_at,
            received_at=row.received_at,
            reversed_at=row.reversed_at,
            charge=charges.get(row.charge_id) if row.charge_id else None,
        )
        for row in kept
    ]


def _task(row: models.Task) -> Task:
    number = row.charge.number if row.charge else row.receipt.number if row.receipt else ""
    return Task(
        id=row.id,
        kind=TaskKind(row.kind),
        charge_id=row.charge_id,
        receipt_id=row.receipt_id,
        number=number,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )
