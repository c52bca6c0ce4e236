"""What the provider took is booked, whether it could tell us or not, and whatever dies on the way."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError

from sojourn.flows import collect_payments as story
from sojourn.flows.collect_payments import collect_missed_payments, collect_payments
from sojourn.payments import queries
from sojourn.payments.models import Entry, Receipt
from sojourn.payments.providers import sandbox
from sojourn.payments.types import Charge, ChargeState, Outcome
from tests.unit.payments.conftest import EVERYTHING, arc, charged

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty() -> Charge:
    return charged()


def state(duty: Charge) -> ChargeState:
    return queries.get_charge(duty.id, to=EVERYTHING).state


def test_a_callback_that_got_lost_is_made_up_for(duty: Charge) -> None:
    sandbox.pay(duty.number, arc(60))
    assert (collect_missed_payments(), state(duty)) == (1, ChargeState.PAID)
    assert collect_missed_payments() == 0


def test_what_was_taken_back_unheard_is_made_up_for(duty: Charge) -> None:
    payment = sandbox.pay(duty.number, arc(60))
    collect_missed_payments()
    sandbox.take_back(payment, number=duty.number)
    assert (collect_missed_payments(), state(duty)) == (1, ChargeState.OPEN)
    assert collect_missed_payments() == 0


def test_callback_and_round_book_once(duty: Charge) -> None:
    sandbox.pay(duty.number, arc(60))
    assert [each.outcome for each in collect_payments("sandbox", duty.number)] == [Outcome.PAID]
    assert collect_missed_payments() == 0
    assert [each.outcome for each in collect_payments("sandbox", duty.number)] == [Outcome.DUPLICATE]


def test_nobody_is_asked_where_nothing_can_be_paid(duty: Charge, settings: Any) -> None:
    settings.PAYMENT_PROVIDER = ""
    sandbox.pay(duty.number, arc(60))
    assert collect_missed_payments() == 0


def test_a_connection_lost_while_booking_loses_nothing_and_doubles_nothing(
    duty: Charge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two payments the second one fails after its rows were written: the next round books it, once."""
    for amount in (20, 40):
        sandbox.pay(duty.number, arc(amount))
    booking, calls = story.receive_payment, []

    def breaks(notice: Any, *, by: Any) -> Any:
        booked = booking(notice, by=by)
        calls.append(booked)
        if len(calls) == 2:
            raise OperationalError("the connection is closed")
        return booked

    monkeypatch.setattr(story, "receive_payment", breaks)
    with pytest.raises(OperationalError):
        collect_payments("sandbox", duty.number)
    assert (Receipt.objects.count(), state(duty)) == (1, ChargeState.PARTLY_PAID)
    assert collect_missed_payments() == 1
    assert (Receipt.objects.count(), state(duty), Entry.objects.count()) == (2, ChargeState.PAID, 3)
    assert queries.list_differences() == []
