"""An account: registrations in words, drafts, messages, and who acts for whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from sojourn.accounts.models import Account
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.notices.models import Message
from sojourn.organisations import actions as organisations
from sojourn.organisations.types import Proof, Scope, Terms
from tests.sites.portal.conftest import APPLY, PASSPORT, Visitor, fill_in

pytestmark = pytest.mark.django_db


def test_everything_of_one_s_own_stands_on_one_page(signed_in: Callable[[], Visitor]) -> None:
    one = fill_in(signed_in())
    one.send().follow()
    one.open(f"{APPLY}?new=1").send(PASSPORT)
    one.open("/en/account/")
    assert one.says("Begun and not sent", "Your registrations", "Registered", "Lankaran", "nino@example.org")
    assert one.says("Nobody acts for you")


def test_an_empty_account_says_what_to_do(signed_in: Callable[[], Visitor]) -> None:
    assert signed_in().open("/en/account/").says("Nothing registered yet", "Register a stay")


def test_without_signing_in_it_says_how(visitor: Visitor) -> None:
    for address in ("/en/account/", "/en/inbox/"):
        assert visitor.open(address).says("Sign in", "You need no password")


def test_a_message_is_read_once_opened_and_only_by_its_account(signed_in: Callable[[str], Visitor]) -> None:
    one = fill_in(signed_in("nino@example.org"))
    one.send().follow()
    one.open("/en/inbox/")
    assert one.says("New")
    (message,) = set(re.findall(r"/en/inbox/[0-9a-f-]{36}/", one.text))
    assert signed_in("other@example.org").open(message).answer.status_code == 404
    assert one.open(message).answer.status_code == 200
    assert "tag--info" not in one.open("/en/inbox/").text


def test_either_side_ends_a_mandate_and_nobody_else(signed_in: Callable[[str], Visitor]) -> None:
    principal, agent, other = (signed_in(f"{name}@example.org") for name in ("one", "two", "three"))
    ids = [Account.objects.order_by("id")[n].id for n in range(3)]
    with transaction():
        mandate = organisations.give_mandate(
            Subject("account", ids[0]),
            agent=Subject("account", ids[1]),
            terms=Terms(Scope.REGISTER_STAY, date(2026, 1, 1), None, Proof.DECLARED),
            by=SYSTEM,
        )
    assert principal.open("/en/account/").says("someone acts for you")
    assert agent.open("/en/account/").says("You act for someone")
    address = f"/en/account/mandates/{mandate}/end/"
    assert other.client.post(address).status_code == 404
    assert Visitor().client.post(address).status_code == 404
    assert agent.client.post(address).status_code == 302
    assert principal.open("/en/account/").says("Nobody acts for you")


def test_the_documents_of_an_account_are_opened_by_it(signed_in: Callable[[], Visitor]) -> None:
    one = signed_in()
    fill_in(one).send().follow()
    link = one.open("/en/account/").text.partition('href="/en/documents/')[2].partition('"')[0]
    assert one.open(f"/en/documents/{link}").answer.content.startswith(b"%PDF-")


def test_a_channel_called_unsafe_is_not_offered_and_not_written_to(signed_in: Callable[[], Visitor]) -> None:
    one = signed_in()
    one.open("/en/account/channels/").send({"unsafe": "email"}).follow()
    assert one.says("Your account")
    fill_in(one)
    assert "nino@example.org" not in one.text
    one.send({"contact.channel": "none"}).follow()
    assert one.says("The stay is registered")
    assert [(each.channel, each.contact) for each in Message.objects.all()] == [("portal", None)]
    assert 'value="email" checked' in one.open("/en/account/channels/").text
    one.client.post("/en/account/channels/", {"unsafe": ["portal", "pigeon"]})
    fill_in(one)
    assert "nino@example.org" in one.text


def test_safe_channels_are_chosen_by_someone_signed_in(visitor: Visitor) -> None:
    assert visitor.open("/en/account/channels/").says("Sign in")
