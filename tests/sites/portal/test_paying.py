"""The sandbox's page: every way a payment can go, without JavaScript, in three languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from sojourn.payments import queries
from sojourn.payments.models import Receipt, SandboxPayment
from sojourn.payments.types import Charge, ChargeState
from tests.unit.payments.conftest import EVERYTHING, arc, charged

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty() -> Charge:
    return charged()


def now(duty: Charge) -> Charge:
    return queries.get_charge(duty.id, to=EVERYTHING)


def page(duty: Charge, language: str = "en") -> str:
    return Client().get(f"/{language}/demo/pay/{duty.number}/").content.decode()


def do(duty: Charge, happens: str, **more: str) -> None:
    answer = Client().post(f"/en/demo/pay/{duty.number}/", {"happens": happens, **more})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("happens", "state", "outstanding", "surplus", "booked"),
    [
        ("pay", ChargeState.PAID, 0, 0, 1),
        ("less", ChargeState.PARTLY_PAID, 30, 0, 1),
        ("more", ChargeState.PAID, 0, 30, 1),
        ("twice", ChargeState.PAID, 0, 60, 2),
        ("repeat", ChargeState.PAID, 0, 0, 1),
        ("lost", ChargeState.OPEN, 60, 0, 0),
        ("fly", ChargeState.OPEN, 60, 0, 0),
    ],
)
def test_what_happens_is_what_the_books_say(
    duty: Charge, happens: str, state: ChargeState, outstanding: int, surplus: int, booked: int
) -> None:
    do(duty, happens)
    kept = now(duty)
    assert (kept.state, kept.outstanding, kept.surplus) == (state, arc(outstanding), arc(surplus))
    assert Receipt.objects.count() == booked


def test_the_rest_is_what_is_paid_next(duty: Charge) -> None:
    do(duty, "less")
    do(duty, "pay")
    assert (now(duty).state, now(duty).surplus) == (ChargeState.PAID, arc(0))


def test_a_payment_is_taken_back_by_its_button(duty: Charge) -> None:
    do(duty, "pay")
    payment = str(SandboxPayment.objects.get().id)
    assert f'value="{payment}"' in page(duty)
    assert 'value="back"' in page(duty)
    do(duty, "back", payment=payment)
    assert now(duty).state is ChargeState.OPEN
    assert 'value="back"' not in page(duty)


@pytest.mark.parametrize("payment", ["", "x", "01890a5d-ac96-774b-bcce-b302099a8057"])
def test_what_was_not_paid_is_not_taken_back(duty: Charge, payment: str) -> None:
    do(duty, "pay")
    do(duty, "back", payment=payment)
    assert now(duty).state is ChargeState.PAID


def test_the_address_of_the_provider_leads_to_the_language_of_the_payer(duty: Charge) -> None:
    answer = Client(headers={"accept-language": "az"}).get(f"/demo/pay/{duty.number}/?back=/az/account/")
    assert answer["Location"] == f"/az/demo/pay/{duty.number}/?back=/az/account/"


def test_it_leads_back_to_us_and_nowhere_else(duty: Charge) -> None:
    ours, theirs = (
        Client().get(f"/en/demo/pay/{duty.number}/", {"back": back}).content.decode()
        for back in ("/en/account/", "https://evil.example/")
    )
    assert 'href="/en/account/"' in ours
    assert "evil" not in theirs.partition("<main")[2]


def test_it_names_no_person_and_no_service(duty: Charge) -> None:
    assert duty.payer
    assert str(duty.payer.id) not in page(duty)
    assert duty.service not in page(duty)


@pytest.mark.parametrize("mode", ["number", "demonstration", "provider"])
def test_it_is_there_for_numbers_of_the_demonstration_only(duty: Charge, settings: Any, mode: str) -> None:
    settings.DEMONSTRATION = mode != "demonstration"
    settings.PAYMENT_PROVIDER = "" if mode == "provider" else "sandbox"
    number = "1" if mode == "number" else duty.number
    for address in (f"/demo/pay/{number}/", f"/en/demo/pay/{number}/"):
        assert Client().get(address, follow=True).status_code == 404
    assert Client().post(f"/en/demo/pay/{number}/", {"happens": "pay"}).status_code == 404
