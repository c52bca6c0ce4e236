"""A duty of sixty, and someone who pays it, or something else."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from sojourn.lib.actor import SYSTEM, Reader
from sojourn.lib.db import transaction
from sojourn.lib.money import Money
from sojourn.lib.types import Confidentiality, Subject
from sojourn.payments import actions as payments
from sojourn.payments.types import Booked, Charge, NewCharge, ProviderNotice

PACK: Any = SimpleNamespace(code="arcadia", references={"payment": "{12 digits}{check digit}"})
EVERYTHING = Reader(SYSTEM, "tests", classes=frozenset(Confidentiality))
PAID_AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
_number = itertools.count(1)


def arc(amount: str | int) -> Money:
    return Money.of(amount, "ARC")


def a_duty(amount: str | int = 60, **terms: Any) -> NewCharge:
    given = {"budget_code": "142310", "service": "long-stay", "office": "RMD-1"}
    return NewCharge(
        Subject("errand", uuid4()), Subject("person", uuid4()), arc(amount), **{**given, **terms}
    )


def charged(new: NewCharge | None = None) -> Charge:
    with transaction():
        return payments.charge(new or a_duty(), pack=PACK, by=SYSTEM)


def a_payment(number: str, amount: str | int | Money = 60, **terms: Any) -> ProviderNotice:
    given = {"provider": "till", "external_id": f"T-{next(_number)}", "paid_at": PAID_AT}
    money = amount if isinstance(amount, Money) else arc(amount)
    return ProviderNotice(payment_number=number, amount=money, **{**given, **terms})


def receive(notice: ProviderNotice) -> Booked:
    with transaction():
        return payments.receive(notice, by=SYSTEM)


@pytest.fixture
def duty(db: None) -> Charge:
    return charged()


@pytest.fixture
def pay(duty: Charge) -> Callable[..., Booked]:
    """Pay something for the duty."""
    return lambda amount=60, **terms: receive(a_payment(duty.number, amount, **terms))


def events_of(kind: str, id_: UUID) -> list[str]:
    from sojourn.audit.models import Event

    rows = Event.objects.filter(subject_kind=kind, subject_id=id_).order_by("subject_number")
    return list(rows.values_list("kind", flat=True))
