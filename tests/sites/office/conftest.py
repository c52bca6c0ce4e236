"""Officers at their desks, on the day of the filings."""

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

BACKEND = "sojourn.accounts.backend.AccountBackend"
Desk = Callable[..., Client]


@pytest.fixture
def _day() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def desk(_day: None) -> Desk:
    """A browser in which an officer with a role has signed in."""

    def sit_down(role: str, office: str | None = "rmd-lan") -> Client:
        with transaction():
            officer = accounts.open_staff_account(
                f"{role}-{uuid4().hex[:6]}",
                display_name=role,
                password="crane over the lake",
                language="en",
                by=SYSTEM,
            )
            accounts.grant_role(officer, role, office=office, from_on=date(2026, 1, 1), by=SYSTEM)
        client = Client()
        client.force_login(Account.objects.get(id=officer), backend=BACKEND)
        return client

    return sit_down
