"""Two members of staff and a contact."""

from __future__ import annotations

from uuid import UUID

import pytest

from sojourn.accounts import actions as accounts
from sojourn.accounts.types import Contact, ContactKind
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction

LEYLA = Contact(ContactKind.EMAIL, "leyla@example.org")
GIVEN, PASSWORD = "twelve storks on a roof", "seven geese over the lake"


def open_staff(name: str) -> UUID:
    """Someone who has taken up their account with a password of their own."""
    with transaction():
        opened = accounts.open_staff_account(
            name, display_name=name.title(), password=GIVEN, language="en", by=SYSTEM
        )
        accounts.set_password(opened, password=PASSWORD, by=SYSTEM)
    return opened


@pytest.fixture
def officer(db: None) -> UUID:
    return open_staff("officer")


@pytest.fixture
def deputy(db: None) -> UUID:
    return open_staff("deputy")
