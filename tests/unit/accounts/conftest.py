"""Two members of staff and a contact."""

from __future__ import annotations

from uuid import UUID

import pytest

from sojourn.accounts import actions as accounts
from sojourn.accounts.types import Contact, ContactKind
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction

LEYLA = Contact(ContactKind.EMAIL, "leyla@example.org")
PASSWORD = "seven geese over the lake"


def open_staff(name: str) -> UUID:
    with transaction():
        return accounts.open_staff_account(
            name, display_name=name.title(), password=PASSWORD, language="en", by=SYSTEM
        )


@pytest.fixture
def officer(db: None) -> UUID:
    return open_staff("officer")


@pytest.fixture
def deputy(db: None) -> UUID:
    return open_staff("deputy")
