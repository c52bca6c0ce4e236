"""What is owed has a number anyone can pay by, stands in the books, and can be taken back."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.accounts import actions as accounts
from sojourn.accounts.types import Contact, ContactKind
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.money import Money
from sojourn.lib.references import Pattern
from sojourn.payments import actions as payments
from sojourn.payments import queries
from sojourn.payments.errors import (
    AmountNotChargeable,
    ChargeCancelled,
    ChargeNotCancelled,
    ChargeUnknown,
    NoNumberPattern,
    NumbersUsedUp,
)
from sojourn.payments.models import Charge as Row
from sojourn.payments.models import Posting
from sojourn.payments.types import LARGEST, Account, Charge, ChargeState
from tests.unit.payments.conftest import (
    EVERYTHING,
    PACK,
    a_duty,
    a_payment,
    arc,
    charged,
    events_of,
    receive,
)

pytestmark = pytest.mark.django_db


def cancel(charge: Charge) -> Charge:
    with transaction():
        return payments.cancel_charge(charge.id, cause="withdrawn", by=SYSTEM)


def test_a_charge_is_owed_from_the_moment_it_is_made(duty: Charge) -> None:
    assert (duty.state, duty.outstanding, duty.covered) == (ChargeState.OPEN, arc(60), arc(0))
    assert queries.get_charge(duty.id, to=EVERYTHING) == duty
    assert events_of("charge", duty.id) == ["charge:issued"]


def test_it_stands_as_a_claim_and_as_revenue(duty: Charge) -> None:
    postings = Posting.objects.filter(charge_id=duty.id).values_list("account", "minor")
    assert dict(postings) == {Account.RECEIVABLE: 6000, Account.REVENUE: -6000}


def test_an_account_is_told_of_its_newest_charges_and_no_more_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leyla = Contact(ContactKind.EMAIL, "leyla@example.org")
    with transaction():
        account = accounts.open_person_account(leyla, display_name="Leyla", language="en", by=SYSTEM)
    made = [charged(a_duty(account_id=account)) for _ in range(3)]
    monkeypatch.setattr(queries, "PAGE", 2)
    with CaptureQueriesContext(connection) as captured:
        assert queries.list_of_account(account) == [made[2], made[1]]
    (statement,) = (each["sql"] for each in captured)
    assert "LIMIT 2" in statement


def test_its_number_checks_itself_and_tells_nothing_of_the_next() -> None:
    first, second = charged(), charged()
    assert all(Pattern("{12 digits}{check digit}").is_well_formed(each.number) for each in (first, second))
    assert abs(int(first.number) - int(second.number)) > 10


def test_a_number_that_is_taken_is_drawn_again(duty: Charge, monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter([int(duty.number[:-1]), 7])
    monkeypatch.setattr("secrets.randbelow", lambda below: next(draws))
    assert charged().number.startswith("000000000007")


def test_a_pattern_with_too_few_digits_is_said() -> None:
    small: Any = SimpleNamespace(code="small", references={"payment": "{1 digits}"})
    with pytest.raises(NumbersUsedUp), transaction():
        for _ in range(40):
            payments.charge(a_duty(), pack=small, by=SYSTEM)


def test_a_pack_without_payment_numbers_is_said() -> None:
    with pytest.raises(NoNumberPattern), transaction():
        payments.charge(a_duty(), pack=SimpleNamespace(code="none", references={}), by=SYSTEM)  # type: ignore[arg-type]


@pytest.mark.parametrize("minor", [0, -1, LARGEST + 1])
def test_no_charge_of_nothing_or_of_too_much(minor: int) -> None:
    new = a_duty()
    with pytest.raises(AmountNotChargeable), transaction():
        payments.charge(type(new)(**{**_facts(new), "amount": Money(minor, "ARC")}), pack=PACK, by=SYSTEM)


def _facts(new: Any) -> dict[str, Any]:
    return {name: getattr(new, name) for name in new.__dataclass_fields__}


def test_the_last_day_is_set_when_the_notice_was_served(duty: Charge) -> None:
    for _ in range(2):
        with transaction():
            payments.set_due(duty.id, due_on=date(2026, 6, 3), by=SYSTEM)
    assert queries.get_charge(duty.id, to=EVERYTHING).due_on == date(2026, 6, 3)
    assert events_of("charge", duty.id) == ["charge:issued", "charge:due-set"]


def test_a_cancelled_charge_stands_again_with_what_came_in(duty: Charge) -> None:
    receive(a_payment(duty.number, arc(20)))
    with transaction():
        payments.cancel_charge(duty.id, cause="lapsed", by=SYSTEM)
    assert queries.get_charge(duty.id, to=EVERYTHING).refund_payable == arc(20)
    with transaction():
        again = payments.reinstate_charge(duty.id, cause="paid-in-time", by=SYSTEM)
    assert (again.state, again.outstanding) == (ChargeState.PARTLY_PAID, arc(40))
    assert again.refund_payable == arc(0)
    assert queries.list_differences() == []
    assert queries.list_tasks(to=EVERYTHING) == []
    with pytest.raises(ChargeNotCancelled), transaction():
        payments.reinstate_charge(duty.id, cause="paid-in-time", by=SYSTEM)


def test_a_cancelled_charge_is_owed_by_nobody(duty: Charge) -> None:
    gone = cancel(duty)
    assert (gone.state, gone.outstanding) == (ChargeState.CANCELLED, arc(0))
    assert queries.find_payable(duty.number).state is ChargeState.CANCELLED  # type: ignore[union-attr]
    assert Row.objects.get(id=duty.id).settled_at is not None
    assert queries.list_differences() == []


def test_it_is_cancelled_once(duty: Charge) -> None:
    cancel(duty)
    with pytest.raises(ChargeCancelled):
        cancel(duty)


def test_an_unknown_charge_is_said(duty: Charge) -> None:
    with pytest.raises(ChargeUnknown), transaction():
        payments.set_due(duty.subject.id, due_on=date(2026, 6, 3), by=SYSTEM)  # type: ignore[union-attr]
