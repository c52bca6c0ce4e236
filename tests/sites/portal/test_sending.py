"""How to be reached is proved once by a code; nobody is made to give an address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from sojourn.accounts import rules
from sojourn.accounts.rules import NAMED_PER_CALLER, NAMED_PER_CONTACT
from sojourn.notices.models import Message
from sojourn.stays.models import Registration
from tests.sites.portal.conftest import Visitor, fill_in

pytestmark = pytest.mark.django_db
EMAIL = {"contact.channel": "email", "contact.address": "Nino@Example.org"}


def code_sent() -> str:
    text = Message.objects.order_by("-id")[0].said["text"]
    return next(
        word.strip(".") for word in text.split() if word.strip(".").isdigit() and len(word.strip(".")) == 6
    )


def test_the_right_code_sends_the_form(visitor: Visitor) -> None:
    fill_in(visitor).send(EMAIL).follow()
    assert visitor.says("Enter the code", "nino@example.org")
    visitor.send({"code": f" {code_sent()[:3]} {code_sent()[3:]} "}).follow()
    assert visitor.says("The stay is registered")


def test_a_wrong_code_registers_nothing_and_can_be_mended(visitor: Visitor) -> None:
    fill_in(visitor).send(EMAIL).follow()
    right = code_sent()
    visitor.send({"code": "000000" if right != "000000" else "111111"}).follow()
    assert visitor.says("This is not the code we sent")
    assert not Registration.objects.exists()
    visitor.send({"code": right}).follow()
    assert visitor.says("The stay is registered")


def test_a_code_for_another_address_proves_nothing(visitor: Visitor) -> None:
    fill_in(visitor).send(EMAIL).follow()
    code, page = code_sent(), visitor.answer.request["PATH_INFO"]
    form = visitor.fields() | {"code": code}
    visitor.open(page.replace("/code/", "/check/")).send({**EMAIL, "contact.address": "other@example.org"})
    visitor.answer = visitor.client.post(page, form)
    assert not Registration.objects.exists()


def test_an_answer_lost_in_another_window_is_asked_for_and_the_code_stays_good(visitor: Visitor) -> None:
    fill_in(visitor).send(EMAIL).follow()
    code, page = code_sent(), visitor.answer.request["PATH_INFO"]
    form = visitor.fields() | {"code": code}
    day = visitor.open(page.replace("/code/", "/stay/")).fields()["stay.arrived-here-on.day"]
    visitor.send({"stay.arrived-here-on.day": ""})
    visitor.answer = visitor.client.post(page, form)
    assert visitor.follow().says("There is a problem")
    assert not Registration.objects.exists()
    visitor.open(page.replace("/code/", "/stay/")).send({"stay.arrived-here-on.day": day})
    visitor.answer = visitor.client.post(page, form)
    assert visitor.follow().says("The stay is registered")


@pytest.mark.parametrize("sent", ["", "not-an-id", "00000000-0000-0000-0000-000000000000"])
def test_a_code_nobody_sent_is_over(visitor: Visitor, sent: str) -> None:
    fill_in(visitor).send(EMAIL).follow()
    visitor.send({"sent": sent, "code": "123456"}).follow()
    assert visitor.says("This code is not valid any more", "Send a new code")
    assert not Registration.objects.exists()


def test_a_new_code_takes_the_place_of_a_lost_one(visitor: Visitor) -> None:
    fill_in(visitor).send(EMAIL).follow()
    visitor.send(button="again").follow()
    visitor.send({"code": code_sent()}).follow()
    assert visitor.says("The stay is registered")


def test_too_many_codes_are_refused_and_what_was_typed_is_kept(visitor: Visitor) -> None:
    fill_in(visitor).send(EMAIL).follow()
    for _ in range(7):
        visitor.send(button="again").follow()
    assert visitor.says("Too many codes were asked for", "What you typed is kept")


@pytest.mark.parametrize(
    ("channel", "address"), [("email", ""), ("email", "nino"), ("sms", "nino@example.org"), ("sms", "12")]
)
def test_an_address_that_cannot_be_reached_is_said_at_its_field(
    visitor: Visitor, channel: str, address: str
) -> None:
    fill_in(visitor).send({"contact.channel": channel, "contact.address": address}).follow()
    assert visitor.says("Check your answers", "There is a problem")
    assert visitor.fields()["contact.address"] == address
    assert "contact-address-wrong" in visitor.text


def test_someone_signed_in_is_not_asked_for_a_code(signed_in: Callable[[], Visitor]) -> None:
    one = fill_in(signed_in())
    assert one.fields()["contact.address"] == "nino@example.org"
    one.send().follow()
    assert one.says("The stay is registered")
    assert one.open("/en/account/").says("Registered", "Lankaran")


def test_messages_name_nobody_and_no_service(visitor: Visitor) -> None:
    fill_in(visitor).send(EMAIL).follow()
    visitor.send({"code": code_sent()}).follow()
    for message in Message.objects.all():
        said = " ".join(message.said.values())
        assert "Kalandadze" not in said
        assert "migration" not in said.lower()


OWNER = {"stay.host-kind": "owner", "stay.host-name": "R. Quliyev"}


def names(owner: str, caller: str = "203.0.113.1") -> None:
    """Another guest, in another browser, names someone as giving the place."""
    one = Visitor(client=Client(REMOTE_ADDR=caller))
    fill_in(one, **OWNER, **{"stay.host-contact": owner}).send({"contact.channel": "none"}).follow()
    assert one.says("The stay is registered")


def test_nobody_is_written_to_without_end_because_strangers_name_them(db: None) -> None:
    for number in range(7):
        names("owner@example.org", caller=f"203.0.113.{number}")
    assert Registration.objects.count() == 7
    assert Message.objects.filter(template="place_named").count() == NAMED_PER_CONTACT.most


def test_nobody_has_everybody_written_to(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "NAMED_PER_CALLER", replace(NAMED_PER_CALLER, most=2))
    for number in range(4):
        names(f"owner-{number}@example.org")
    names("owner-4@example.org", caller="203.0.113.2")
    assert Registration.objects.count() == 5
    assert Message.objects.filter(template="place_named").count() == 3
