"""Every payment provider, real or fake, keeps the same promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from sojourn.lib import clock
from sojourn.lib.money import Money
from sojourn.payments.ports import PaymentProvider
from sojourn.payments.providers import PROVIDERS, sandbox
from sojourn.payments.types import ChargeState, Payable

pytestmark = pytest.mark.django_db
SIXTY, TEN = Money(6000, "ARC"), Money(1000, "ARC")


@dataclass(frozen=True)
class Outside:
    """A provider, and someone at its counter: `pay` a number, `take_back` what was paid for it."""

    provider: PaymentProvider
    pay: Callable[[str, Money], UUID]
    take_back: Callable[..., bool]


OUTSIDE = {"sandbox": lambda: Outside(sandbox.Sandbox(), sandbox.pay, sandbox.take_back)}


@pytest.fixture(params=sorted(OUTSIDE))
def outside(request: pytest.FixtureRequest) -> Outside:
    return OUTSIDE[request.param]()


@pytest.fixture
def number() -> str:
    return str(uuid4().int)[:13]


def test_every_provider_is_tried_here() -> None:
    assert set(OUTSIDE) == set(PROVIDERS)
    assert {name: make().name for name, make in PROVIDERS.items()} == {name: name for name in PROVIDERS}


def test_it_knows_nothing_of_a_number_it_never_saw(outside: Outside, number: str) -> None:
    assert list(outside.provider.payments_of(number)) == []


def test_it_tells_what_it_took_to_the_last_unit(outside: Outside, number: str) -> None:
    before = clock.now()
    outside.pay(number, SIXTY)
    (told,) = outside.provider.payments_of(number)
    assert (told.provider, told.payment_number, told.amount) == (outside.provider.name, number, SIXTY)
    assert before <= told.paid_at <= clock.now()
    assert told.reversed_at is None


def test_asked_again_it_answers_the_same(outside: Outside, number: str) -> None:
    outside.pay(number, SIXTY)
    assert list(outside.provider.payments_of(number)) == list(outside.provider.payments_of(number))


def test_each_payment_has_an_id_of_its_own(outside: Outside, number: str) -> None:
    for _ in range(2):
        outside.pay(number, SIXTY)
    assert len({told.external_id for told in outside.provider.payments_of(number)}) == 2


def test_what_it_takes_back_keeps_its_id(outside: Outside, number: str) -> None:
    payment = outside.pay(number, SIXTY)
    (before,) = outside.provider.payments_of(number)
    assert outside.take_back(payment, number=number)
    (after,) = outside.provider.payments_of(number)
    assert (after.external_id, after.amount) == (before.external_id, before.amount)
    assert after.reversed_at
    assert after.reversed_at >= after.paid_at


def test_it_takes_back_once_and_only_its_own(outside: Outside, number: str) -> None:
    payment = outside.pay(number, SIXTY)
    assert not outside.take_back(payment, number="another")
    assert outside.take_back(payment, number=number)
    assert not outside.take_back(payment, number=number)


def test_it_tells_of_everything_since_an_instant(outside: Outside, number: str) -> None:
    early = clock.now() - timedelta(days=2)
    with clock.frozen(early):
        old, changed = outside.pay(number, TEN), outside.pay(number, SIXTY)
    noon = early + timedelta(days=1)
    outside.pay(number, SIXTY)
    outside.take_back(changed, number=number)
    told = [each for each in outside.provider.payments_since(noon) if each.payment_number == number]
    assert len(told) == 2
    assert str(old) not in {each.external_id for each in told}


def test_its_page_names_the_number_and_leads_back(outside: Outside, number: str) -> None:
    charge = Payable(uuid4(), number, SIXTY, SIXTY, None, ChargeState.OPEN)
    address = outside.provider.payment_page(charge, return_path="/en/account/")
    assert number in address
    assert "%2Fen%2Faccount%2F" in address
