"""Messages to somebody."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from sojourn.accounts import actions as accounts
from sojourn.accounts.types import Contact, ContactKind
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.notices import actions as notices
from sojourn.notices.types import Message, Recipient

LEYLA = Contact(ContactKind.EMAIL, "leyla@example.org")
PHONE = Contact(ContactKind.PHONE, "+990123456789")
ABOUT = Subject("registration", uuid4())


def a_message(to: Recipient | None = None, template: str = "news", **terms: object) -> Message:
    return Message(template, "en", to or Recipient(contact=LEYLA), ABOUT, **terms)  # type: ignore[arg-type]


def send(message: Message) -> UUID:
    with transaction():
        return notices.send(message, by=SYSTEM)


@pytest.fixture
def leyla(db: None) -> UUID:
    with transaction():
        return accounts.open_person_account(LEYLA, display_name="Leyla", language="en", by=SYSTEM)
