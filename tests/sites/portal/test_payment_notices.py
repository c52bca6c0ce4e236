"""The door for signed notices: a hint from the provider; what is booked is what it answers when asked."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sojourn.lib import clock, keys
from sojourn.lib.money import Money
from sojourn.payments import queries
from sojourn.payments.providers import sandbox, signing
from sojourn.payments.types import Charge, ChargeState
from tests.unit.payments.conftest import EVERYTHING, arc, charged

pytestmark = pytest.mark.django_db
DOOR = "/payments/notice/sandbox/"


@pytest.fixture
def duty() -> Charge:
    return charged()


def tell(headers: dict[str, str], body: bytes, *, door: str = DOOR) -> int:
    return (
        Client(enforce_csrf_checks=True, headers=headers)
        .post(door, body, content_type="application/json")
        .status_code
    )


def state(duty: Charge) -> ChargeState:
    return queries.get_charge(duty.id, to=EVERYTHING).state


def test_a_payment_is_told_of_and_booked(duty: Charge) -> None:
    sandbox.pay(duty.number, arc(60))
    assert tell(*signing.callback_about(duty.number)) == 204
    assert state(duty) is ChargeState.PAID


def test_the_same_callback_again_books_nothing(duty: Charge) -> None:
    sandbox.pay(duty.number, arc(60))
    callback = signing.callback_about(duty.number)
    assert [tell(*callback) for _ in range(3)] == [204, 204, 204]
    assert queries.get_charge(duty.id, to=EVERYTHING).surplus == arc(0)


def test_a_callback_is_only_a_hint(duty: Charge) -> None:
    """Signed and of now, but the provider took nothing: nothing is booked."""
    assert tell(*signing.callback_about(duty.number)) == 204
    assert state(duty) is ChargeState.OPEN


def test_a_payment_taken_back_is_told_of(duty: Charge) -> None:
    payment = sandbox.pay(duty.number, arc(60))
    tell(*signing.callback_about(duty.number))
    sandbox.take_back(payment, number=duty.number)
    tell(*signing.callback_about(duty.number))
    assert state(duty) is ChargeState.OPEN


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_callback_that_is_not_of_now_is_refused(duty: Charge, minutes: int) -> None:
    sandbox.pay(duty.number, arc(60))
    with clock.frozen(clock.now() + timedelta(minutes=minutes)):
        stale = signing.callback_about(duty.number)
    assert (tell(*stale), state(duty)) == (401, ChargeState.OPEN)


def test_one_of_four_minutes_ago_is_taken(duty: Charge) -> None:
    sandbox.pay(duty.number, arc(60))
    with clock.frozen(clock.now() - timedelta(minutes=4)):
        slow = signing.callback_about(duty.number)
    assert tell(*slow) == 204


def _unsigned(headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
    return {}, body


def _altered(headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
    return headers, body.replace(b"payment.changed", b"payment.chanced")


def _older(headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
    return {**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) - 60)}, body


def _no_scheme(headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
    return {**headers, "webhook-signature": "v1"}, body


def _not_base64(headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
    return {**headers, "webhook-signature": "v1,ə"}, body


def _no_time(headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
    return {**headers, "webhook-timestamp": "soon"}, body


def _no_text(headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
    return headers, b"\xff" + body


@pytest.mark.parametrize("spoil", [_unsigned, _altered, _older, _no_scheme, _not_base64, _no_time, _no_text])
def test_a_callback_the_provider_did_not_sign_is_refused(duty: Charge, spoil: Any) -> None:
    sandbox.pay(duty.number, arc(60))
    headers, body = spoil(*signing.callback_about(duty.number))
    assert (
        tell({name: value.encode().decode("latin-1") for name, value in headers.items()}, body),
        state(duty),
    ) == (401, ChargeState.OPEN)


@pytest.mark.parametrize(
    "said",
    [{}, [], "x", None, {"type": "payment.changed"}, {"type": "payment.changed", "data": {"number": 7}}],
)
def test_a_callback_that_says_nothing_we_know_is_refused(said: Any) -> None:
    from standardwebhooks import Webhook

    body, now = json.dumps(said), clock.now()
    signature = Webhook(keys.get(keys.Use.WEBHOOK).secret).sign("msg_1", now, body)
    values = ("msg_1", str(int(now.timestamp())), signature)
    assert tell(dict(zip(signing.HEADERS, values, strict=True)), body.encode()) == 401


def test_an_older_key_is_good_until_it_is_taken_away(duty: Charge, monkeypatch: pytest.MonkeyPatch) -> None:
    old = keys.get(keys.Use.WEBHOOK)
    callback = signing.callback_about(duty.number)
    new = keys.Key("new", keys.Use.WEBHOOK, "2099-01-01", b"n" * 32, test=True)
    monkeypatch.setattr(keys, "every", lambda use: (old, new))
    assert tell(*callback) == 204
    monkeypatch.setattr(keys, "every", lambda use: (new,))
    assert tell(*callback) == 401


def test_a_provider_we_do_not_have_is_not_found(duty: Charge, settings: Any) -> None:
    callback = signing.callback_about(duty.number)
    assert tell(*callback, door="/payments/notice/another/") == 404
    settings.PAYMENT_PROVIDER = ""
    assert tell(*callback) == 404


def test_a_provider_that_does_not_answer_is_asked_again(
    duty: Charge, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sojourn.payments.errors import ProviderFailed

    def down(*_: object) -> None:
        raise ProviderFailed(reason="no answer")

    monkeypatch.setattr(sandbox.Sandbox, "payments_of", down)
    assert tell(*signing.callback_about(duty.number)) == 503


def test_a_callback_too_long_to_be_one_is_not_read(duty: Charge) -> None:
    headers, body = signing.callback_about(duty.number)
    assert tell(headers, body + b" " * 20_000) == 413


def test_only_json_is_taken(duty: Charge) -> None:
    assert Client().post(DOOR, {"type": "payment.changed"}).status_code == 415


def test_only_posts_are_taken() -> None:
    assert Client().get(DOOR).status_code == 405


def test_a_number_nobody_owes_is_booked_and_waits() -> None:
    sandbox.pay("4711", Money(500, "ARC"))
    assert tell(*signing.callback_about("4711")) == 204
    assert [task.number for task in queries.list_tasks(to=EVERYTHING)] == ["4711"]
