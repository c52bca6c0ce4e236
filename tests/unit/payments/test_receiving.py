"""Payments come twice, late, in wrong amounts, for wrong numbers: each has its outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from sojourn.lib.actor import SYSTEM, Reader
from sojourn.lib.db import transaction
from sojourn.lib.money import Money
from sojourn.lib.types import Confidentiality
from sojourn.payments import actions as payments
from sojourn.payments import queries
from sojourn.payments.models import Receipt
from sojourn.payments.types import Booked, Charge, ChargeState, Outcome, ProviderNotice, TaskKind
from tests.unit.payments.conftest import (
    EVERYTHING,
    PAID_AT,
    a_duty,
    a_payment,
    arc,
    charged,
    events_of,
    receive,
)

pytestmark = pytest.mark.django_db
Pay = Callable[..., Booked]


def now(charge: Charge) -> Charge:
    return queries.get_charge(charge.id, to=EVERYTHING)


def tasks() -> list[TaskKind]:
    return [task.kind for task in queries.list_tasks(to=EVERYTHING)]


def test_the_exact_amount_covers_the_charge(duty: Charge, pay: Pay) -> None:
    booked = pay(60)
    assert (booked.outcome, booked.covered_now, booked.outstanding) == (Outcome.PAID, True, arc(0))
    assert (booked.charge_id, booked.subject) == (duty.id, duty.subject)
    assert (now(duty).state, tasks()) == (ChargeState.PAID, [])


def test_less_leaves_the_rest_to_be_paid(duty: Charge, pay: Pay) -> None:
    assert (pay(20).outcome, now(duty).outstanding) == (Outcome.PARTLY, arc(40))
    assert now(duty).state is ChargeState.PARTLY_PAID
    rest = pay(40)
    assert (rest.outcome, rest.covered_now, now(duty).state) == (Outcome.PAID, True, ChargeState.PAID)


def test_more_covers_and_leaves_a_task(duty: Charge, pay: Pay) -> None:
    booked = pay(75)
    assert (booked.outcome, booked.covered_now) == (Outcome.SURPLUS, True)
    assert (now(duty).surplus, tasks()) == (arc(15), [TaskKind.SURPLUS])


def test_paid_again_by_another_payment_is_all_surplus(duty: Charge, pay: Pay) -> None:
    pay(60)
    again = pay(60)
    assert (again.outcome, again.covered_now, now(duty).surplus) == (Outcome.SURPLUS, False, arc(60))


def test_the_same_payment_told_again_changes_nothing(duty: Charge) -> None:
    notice = a_payment(duty.number)
    first = receive(notice)
    again = receive(notice)
    assert (again.outcome, again.receipt_id, again.covered_now) == (
        Outcome.DUPLICATE,
        first.receipt_id,
        False,
    )
    assert (Receipt.objects.count(), now(duty).surplus) == (1, arc(0))
    assert events_of("payment", first.receipt_id) == ["payment:received"]  # type: ignore[arg-type]


def test_the_same_payment_told_differently_is_booked_once_and_somebody_looks(duty: Charge) -> None:
    first = receive(a_payment(duty.number, 60, external_id="T-X"))
    for _ in range(2):
        assert receive(a_payment(duty.number, 70, external_id="T-X")).outcome is Outcome.DUPLICATE
    assert (now(duty).surplus, tasks()) == (arc(0), [TaskKind.CONTRADICTION])
    assert events_of("payment", first.receipt_id)[1:] == ["payment:contradicted"] * 2  # type: ignore[arg-type]


def test_the_same_id_at_another_provider_is_another_payment(duty: Charge) -> None:
    for provider in ("till", "bank"):
        receive(a_payment(duty.number, 30, provider=provider, external_id="T-1"))
    assert now(duty).state is ChargeState.PAID


def test_an_unknown_number_is_kept_until_somebody_finds_its_owner() -> None:
    booked = receive(a_payment("4711", 25))
    assert (booked.outcome, booked.charge_id) == (Outcome.UNKNOWN, None)
    assert queries.balances_of_receipt(booked.receipt_id).surplus == 2500  # type: ignore[arg-type]
    assert tasks() == [TaskKind.UNKNOWN_NUMBER]


def test_a_charge_that_is_no_longer_owed_keeps_the_money_apart(duty: Charge, pay: Pay) -> None:
    with transaction():
        payments.cancel_charge(duty.id, cause="lapsed", by=SYSTEM)
    booked = pay(60)
    assert (booked.outcome, booked.covered_now) == (Outcome.CANCELLED, False)
    assert (now(duty).state, now(duty).surplus) == (ChargeState.CANCELLED, arc(60))
    assert tasks() == [TaskKind.CANCELLED_CHARGE]


def test_another_currency_covers_nothing(duty: Charge, pay: Pay) -> None:
    booked = pay(Money.of(60, "EUR"))
    assert (booked.outcome, booked.charge_id) == (Outcome.OTHER_CURRENCY, None)
    assert (now(duty).state, tasks()) == (ChargeState.OPEN, [TaskKind.OTHER_CURRENCY])


def test_late_is_paid_and_said(pay: Pay, duty: Charge) -> None:
    with transaction():
        payments.set_due(duty.id, due_on=date(2026, 5, 3), by=SYSTEM)
    booked = pay(60)
    assert (booked.outcome, booked.is_late) == (Outcome.PAID, True)


def test_the_day_the_payer_paid_counts_not_the_day_we_heard(pay: Pay, duty: Charge) -> None:
    with transaction():
        payments.set_due(duty.id, due_on=date(2026, 5, 4), by=SYSTEM)
    assert not pay(60).is_late


@pytest.mark.parametrize(
    ("minor", "terms"),
    [(0, {}), (-6000, {}), (10**15, {}), (6000, {"external_id": ""}), (6000, {"external_id": "a\0b"})],
)
def test_what_is_no_money_is_not_booked(duty: Charge, pay: Pay, minor: int, terms: dict[str, str]) -> None:
    assert pay(Money(minor, "ARC"), **terms).outcome is Outcome.REFUSED
    assert (Receipt.objects.count(), now(duty).outstanding) == (0, arc(60))


def test_a_payment_taken_back_is_owed_again(duty: Charge) -> None:
    paid = a_payment(duty.number)
    booked = receive(paid)
    gone = receive(_taken_back(paid))
    assert (gone.outcome, gone.uncovered_now) == (Outcome.REVERSED, True)
    assert (now(duty).state, now(duty).outstanding) == (ChargeState.OPEN, arc(60))
    assert events_of("payment", booked.receipt_id) == ["payment:received", "payment:reversed"]  # type: ignore[arg-type]


def test_taken_back_twice_is_taken_back_once(duty: Charge) -> None:
    paid = a_payment(duty.number)
    for notice in (paid, _taken_back(paid)):
        receive(notice)
    assert receive(_taken_back(paid)).outcome is Outcome.DUPLICATE
    assert receive(paid).outcome is Outcome.DUPLICATE, "an old notice that comes late books nothing"
    assert now(duty).outstanding == arc(60)


def test_taken_back_before_we_heard_of_it_leaves_both_in_the_books(duty: Charge) -> None:
    booked = receive(_taken_back(a_payment(duty.number)))
    assert (booked.outcome, now(duty).outstanding) == (Outcome.REVERSED, arc(60))
    assert events_of("payment", booked.receipt_id) == ["payment:received", "payment:reversed"]  # type: ignore[arg-type]


def test_a_second_payment_covers_when_the_first_is_taken_back(duty: Charge, pay: Pay) -> None:
    first = a_payment(duty.number)
    receive(first)
    pay(60)
    gone = receive(_taken_back(first))
    assert (gone.uncovered_now, now(duty).state, tasks()) == (False, ChargeState.PAID, [])


def test_an_unowed_payment_taken_back_is_off_the_list() -> None:
    paid = a_payment("4711", 25)
    receive(paid)
    receive(_taken_back(paid))
    assert tasks() == []


def test_a_protected_charge_is_paid_by_its_number_and_seen_by_its_desk_only() -> None:
    duty = charged(a_duty(confidentiality=Confidentiality.PROTECTED))
    booked = receive(a_payment(duty.number, 75))
    ordinary = Reader(SYSTEM, "tests")
    assert booked.outcome is Outcome.SURPLUS
    assert queries.list_tasks(to=ordinary) == []
    assert queries.find_by_number(duty.number, to=ordinary) is None
    assert queries.list_of(duty.subject, to=ordinary) == []  # type: ignore[arg-type]


def _taken_back(notice: ProviderNotice) -> ProviderNotice:
    return replace(notice, reversed_at=PAID_AT + timedelta(hours=3))


def test_a_payment_taken_back_from_a_covered_charge_is_seen_to_until_it_is_paid_again(duty: Charge) -> None:
    notice = a_payment(duty.number)
    receive(notice)
    taken_back = receive(replace(notice, reversed_at=PAID_AT))
    assert taken_back.uncovered_now
    assert [task.kind for task in queries.list_tasks(to=EVERYTHING)] == [TaskKind.TAKEN_BACK]
    receive(replace(notice, reversed_at=PAID_AT))
    assert len(queries.list_tasks(to=EVERYTHING)) == 1
    receive(a_payment(duty.number, 20))
    assert len(queries.list_tasks(to=EVERYTHING)) == 1
    receive(a_payment(duty.number, 40))
    assert queries.list_tasks(to=EVERYTHING) == []


def test_a_part_taken_back_before_anything_was_covered_is_no_task(duty: Charge) -> None:
    notice = a_payment(duty.number, 20)
    receive(notice)
    assert not receive(replace(notice, reversed_at=PAID_AT)).uncovered_now
    assert queries.list_tasks(to=EVERYTHING) == []
