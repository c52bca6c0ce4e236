"""Money nobody owed finds its place: on the charge it was meant for, or back with its payer."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.money import Money
from sojourn.lib.types import Subject
from sojourn.payments import actions as payments
from sojourn.payments import queries
from sojourn.payments.errors import NothingToRefund, ReceiptAllocated, TaskClosesItself, TaskUnknown
from sojourn.payments.types import Booked, Charge, ChargeState, Outcome, TaskKind
from tests.unit.payments.conftest import EVERYTHING, PAID_AT, a_payment, arc, charged, receive

pytestmark = pytest.mark.django_db
Pay = Callable[..., Booked]


def now(charge: Charge) -> Charge:
    return queries.get_charge(charge.id, to=EVERYTHING)


def tasks() -> list[TaskKind]:
    return [task.kind for task in queries.list_tasks(to=EVERYTHING)]


def grant(of: Subject, amount: Money) -> None:
    with transaction():
        payments.refund(of, amount=amount, cause="surplus", by=SYSTEM)


def pay_out(of: Subject, amount: Money) -> None:
    with transaction():
        payments.note_refund_paid(of, amount=amount, order="R-1", by=SYSTEM)


def test_a_surplus_is_granted_and_paid_out(duty: Charge, pay: Pay) -> None:
    pay(75)
    of = Subject("charge", duty.id)
    grant(of, arc(15))
    assert (now(duty).refund_payable, tasks()) == (arc(15), [TaskKind.REFUND])
    pay_out(of, arc(15))
    assert (now(duty).refund_payable, now(duty).state, tasks()) == (arc(0), ChargeState.PAID, [])


@pytest.mark.parametrize("amount", [arc(16), arc(0), arc(-1), Money.of(15, "EUR")])
def test_no_more_is_granted_than_came_too_much(duty: Charge, pay: Pay, amount: Money) -> None:
    pay(75)
    with pytest.raises(NothingToRefund):
        grant(Subject("charge", duty.id), amount)
    assert now(duty).surplus == arc(15)


def test_no_more_is_paid_out_than_was_granted(duty: Charge, pay: Pay) -> None:
    pay(75)
    of = Subject("charge", duty.id)
    grant(of, arc(10))
    with pytest.raises(NothingToRefund):
        pay_out(of, arc(11))
    assert sorted(tasks()) == [TaskKind.REFUND, TaskKind.SURPLUS]


def test_a_cancelled_charge_gives_everything_back_without_being_asked(duty: Charge, pay: Pay) -> None:
    pay(75)
    with transaction():
        gone = payments.cancel_charge(duty.id, cause="appeal-won", by=SYSTEM)
    assert (gone.state, gone.refund_payable, gone.surplus) == (ChargeState.CANCELLED, arc(75), arc(0))
    assert tasks() == [TaskKind.REFUND]


def test_what_was_granted_and_then_taken_back_is_not_paid_out(duty: Charge) -> None:
    paid = receive(a_payment(duty.number, 75))
    grant(Subject("charge", duty.id), arc(15))
    with transaction():
        payments.reverse(_id(paid), at=PAID_AT, by=SYSTEM)
    assert (now(duty).refund_payable, now(duty).outstanding, tasks()) == (
        arc(0),
        arc(60),
        [TaskKind.TAKEN_BACK],
    )


def test_what_was_paid_out_and_then_taken_back_is_owed(duty: Charge) -> None:
    """We gave back fifteen of money we then lost: the payer owes the duty and the fifteen."""
    paid = receive(a_payment(duty.number, 75))
    of = Subject("charge", duty.id)
    grant(of, arc(15))
    pay_out(of, arc(15))
    with transaction():
        payments.reverse(_id(paid), at=PAID_AT, by=SYSTEM)
    assert now(duty).outstanding == arc(75)


def test_a_payment_with_a_wrong_number_is_put_on_its_charge(duty: Charge) -> None:
    lost = receive(a_payment("4711", 60))
    with transaction():
        found = payments.allocate(_id(lost), charge_id=duty.id, by=SYSTEM)
    assert (found.outcome, found.covered_now, now(duty).state) == (Outcome.PAID, True, ChargeState.PAID)
    assert (tasks(), queries.balances_of_receipt(_id(lost)).cash) == ([], 0)
    with transaction():
        assert payments.reverse(_id(lost), at=PAID_AT, by=SYSTEM).uncovered_now


def test_it_is_put_on_one_charge(duty: Charge) -> None:
    lost = receive(a_payment("4711", 60))
    with transaction():
        payments.allocate(_id(lost), charge_id=duty.id, by=SYSTEM)
    with pytest.raises(ReceiptAllocated), transaction():
        payments.allocate(_id(lost), charge_id=charged().id, by=SYSTEM)


def test_money_of_another_currency_goes_onto_no_charge(duty: Charge) -> None:
    lost = receive(a_payment(duty.number, Money.of(60, "EUR")))
    with pytest.raises(NothingToRefund), transaction():
        payments.allocate(_id(lost), charge_id=duty.id, by=SYSTEM)


def test_a_payment_nobody_owed_is_given_back() -> None:
    lost = receive(a_payment("4711", 60))
    of = Subject("payment", _id(lost))
    grant(of, arc(60))
    assert tasks() == [TaskKind.REFUND]
    pay_out(of, arc(60))
    assert tasks() == []


def test_a_contradiction_is_closed_by_whoever_saw_to_it(duty: Charge) -> None:
    for amount in (60, 70):
        receive(a_payment(duty.number, amount, external_id="T-X"))
    (task,) = queries.list_tasks(to=EVERYTHING)
    with transaction():
        payments.close_task(task.id, by=SYSTEM)
    assert tasks() == []
    with pytest.raises(TaskUnknown), transaction():
        payments.close_task(task.id, by=SYSTEM)


def test_a_task_about_money_closes_when_the_money_has_found_its_place() -> None:
    receive(a_payment("4711", 60))
    (task,) = queries.list_tasks(to=EVERYTHING)
    with pytest.raises(TaskClosesItself), transaction():
        payments.close_task(task.id, by=SYSTEM)


def _id(booked: Booked) -> UUID:
    assert booked.receipt_id
    return booked.receipt_id
