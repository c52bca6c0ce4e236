"""A provider that only pretends: it keeps what was paid on its own page, in its own table.

It behaves as a real one does: it knows payment numbers and amounts, has an id of its own for each payment,
and answers what it took when it is asked. `sojourn check --deploy` refuses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import get_language

from sojourn.lib import clock, reads, writes
from sojourn.lib.money import Money
from sojourn.payments.models import SandboxPayment
from sojourn.payments.types import Payable, ProviderNotice


class Sandbox:
    """The sandbox as a provider."""

    name = "sandbox"

    def payment_page(self, charge: Payable, *, return_path: str) -> str:
        back = urlencode({"back": return_path})
        return f"/{get_language() or 'en'}/demo/pay/{charge.number}/?{back}"

    def payments_of(self, number: str) -> Sequence[ProviderNotice]:
        return [
            _told(row) for row in reads.rows(SandboxPayment, "WHERE r.number = %s ORDER BY r.id", [number])
        ]

    def payments_since(self, instant: datetime) -> Sequence[ProviderNotice]:
        rows = SandboxPayment.objects.filter(changed_at__gte=instant)
        return [_told(row) for row in rows.order_by("changed_at", "id")]


def pay(number: str, amount: Money, *, payer: str = "") -> UUID:
    """Someone pays on the sandbox's page. Returns its own id of the payment."""
    now = clock.now()
    row = SandboxPayment(
        number=number,
        minor=amount.minor,
        currency=amount.currency,
        paid_at=now,
        changed_at=now,
        payer=payer,
    )
    written = writes.Batch()
    written.add(row)
    written.send()
    payment_id: UUID = row.id
    return payment_id


def take_back(payment_id: UUID, *, number: str) -> bool:
    """The sandbox takes a payment back. Whether there was one to take."""
    now = clock.now()
    rows = SandboxPayment.objects.filter(id=payment_id, number=number, reversed_at=None)
    return bool(rows.update(reversed_at=now, changed_at=now))


def _told(row: SandboxPayment) -> ProviderNotice:
    return ProviderNotice(
        provider=Sandbox.name,
        external_id=str(row.id),
        payment_number=row.number,
        amount=Money(row.minor, row.currency),
        paid_at=row.paid_at,
        reversed_at=row.reversed_at,
        payer=row.payer,
    )
