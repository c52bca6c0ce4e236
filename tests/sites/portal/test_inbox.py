"""The inbox of an account: what is new says so until it was opened, and not a moment longer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sojourn.applications.types import Holder
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.notices.models import Message
from tests.factories import filings
from tests.factories.cases import FILED_ON, apply
from tests.harness.browser import session_of

pytestmark = pytest.mark.django_db
INBOX = "/en/inbox/"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def test_a_message_is_new_until_it_was_opened() -> None:
    account = filings.account("anna@example.org")
    by = Actor(ActorKind.PERSON, Door.PORTAL, account_id=account)
    apply(holder=Holder(account_id=account), by=by)
    client = session_of(account)
    (message,) = Message.objects.filter(account_id=account)
    assert "New</span>" in client.get(INBOX).content.decode()
    assert "1 new" in client.get("/en/account/").content.decode()
    assert client.get(f"{INBOX}{message.id}/").status_code == 200
    assert "New</span>" not in client.get(INBOX).content.decode()
    assert "1 new" not in client.get("/en/account/").content.decode()
