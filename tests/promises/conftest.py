"""The day the promises are tried on, and officers at their desks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from sojourn.accounts import actions as accounts
from sojourn.accounts.models import Account
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from tests.factories.filings import TODAY

SignIn = Callable[..., Client]
BACKEND = "sojourn.accounts.backend.AccountBackend"


@pytest.fixture
def today() -> Iterator[date]:
    """The clock stands still at noon of the day of the filings."""
    with clock.frozen(TODAY):
        yield TODAY


@pytest.fixture
def officer(db: None, today: date) -> SignIn:
    """A browser in which an officer with a role has signed in; in all offices when none is named."""

    def sit_down(role: str, office: str | None = None) -> Client:
        with transaction():
            account = accounts.open_staff_account(
                f"{role}-{uuid4().hex[:6]}",
                display_name=role,
                password="seven geese over the lake",
                language="en",
                by=SYSTEM,
            )
            accounts.grant_role(account, role, office=office, from_on=date(2026, 1, 1), by=SYSTEM)
        return signed_in(account)

    return sit_down


def signed_in(account: object) -> Client:
    client = Client()
    client.force_login(Account.objects.get(id=account), backend=BACKEND)
    return client
