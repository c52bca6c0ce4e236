"""Messages that reached nobody are seen by the one who looks after delivery, without text and contact."""

from __future__ import annotations

import pytest
from django.test import Client

from sojourn.accounts import actions as accounts
from sojourn.accounts.models import Account
from sojourn.accounts.types import Contact, ContactKind
from sojourn.audit.models import Access
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.notices import actions as notices
from sojourn.notices.models import Message as Row
from sojourn.notices.types import Message, Recipient
from tests.factories.filings import register

pytestmark = pytest.mark.django_db


def administrator() -> Client:
    with transaction():
        officer = accounts.open_staff_account(
            "ada", display_name="Ada", password="crane over the lake", language="en", by=SYSTEM
        )
        accounts.grant_role(officer, "administrator", office=None, from_on=clock.today(), by=SYSTEM)
    client = Client()
    client.force_login(Account.objects.get(id=officer), backend="sojourn.accounts.backend.AccountBackend")
    return client


def give_up_a_message() -> None:
    receipt = register(on=clock.today())
    with transaction():
        message = notices.send(
            Message(
                "registered",
                "en",
                Recipient(contact=Contact(ContactKind.EMAIL, "nobody@example.org")),
                Subject("registration", receipt.registration_id),
                {"reference": receipt.reference},
            ),
            by=SYSTEM,
        )
    Row.objects.filter(id=message).update(state="given-up", attempts=6, next_attempt_at=None)


def test_an_empty_list_says_so_and_a_message_given_up_is_shown_without_its_words() -> None:
    client = administrator()
    assert "Every message arrived" in client.get("/en/office/messages/").content.decode()
    give_up_a_message()
    page = client.get("/en/office/messages/").content.decode()
    assert "Given up" in page
    assert "nobody@example.org" not in page
    assert Access.objects.filter(listing="undelivered", count=1).exists()
