"""The holder of a card tells of its loss in their own case: it ends, and another is asked for there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from sojourn.applications.types import Holder
from sojourn.audit.models import Event
from sojourn.flows.replace_card import stands
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.payments import queries as charges
from tests.factories import filings
from tests.factories.cases import EVERYTHING, FILED_ON, apply, finished, officer, opened
from tests.harness.browser import session_of

pytestmark = pytest.mark.django_db
LATER = FILED_ON + timedelta(days=90)
YESTERDAY = LATER - timedelta(days=1)


@pytest.fixture
def held() -> Iterator[tuple[UUID, Client]]:
    """A case whose card its holder has, and the holder's browser."""
    account = filings.account("anna@example.org")
    by = Actor(ActorKind.PERSON, Door.PORTAL, account_id=account)
    with clock.frozen(FILED_ON):
        case_id = apply(holder=Holder(account_id=account), by=by).case_id
        finished(case_id, author=officer("maker"), approver=officer("checker", "supervisor"))
    with clock.frozen(LATER):
        yield case_id, session_of(account)


def at(case_id: UUID, page: str = "") -> str:
    return f"/en/cases/{opened(case_id).case.reference}/{page}"


def told(day: str, cause: str = "lost") -> dict[str, str]:
    return {"cause": cause, "happened_on": day, "key": "1"}


def test_the_card_ends_at_once_and_another_waits_for_its_duty(held: tuple[UUID, Client]) -> None:
    case_id, client = held
    assert at(case_id, "card/") in client.get(at(case_id)).content.decode()
    asked = client.get(at(case_id, "card/")).content.decode()
    assert "we know your data" in asked
    answer = client.post(at(case_id, "card/"), told(f"{YESTERDAY:%d.%m.%Y}"))
    assert answer["Location"] == f"{at(case_id)}?said=card-ended"
    assert not stands(opened(case_id))
    shown = client.get(answer["Location"]).content.decode()
    assert "Your old card is ended" in shown
    assert "Please pay the state duty; then we make you a new card." in " ".join(shown.split())
    assert at(case_id, "card/") not in shown
    assert len(charges.list_of(opened(case_id).case.subject, to=EVERYTHING)) == 2
    event = Event.objects.get(kind="case:card-reported")
    assert (event.facts["cause"], event.facts["happened_on"]) == ("lost", YESTERDAY.isoformat())


def test_pressed_twice_it_ends_once(held: tuple[UUID, Client]) -> None:
    case_id, client = held
    for _ in range(2):
        assert client.post(at(case_id, "card/"), told(f"{YESTERDAY:%d.%m.%Y}", "damaged")).status_code == 302
    assert Event.objects.filter(kind="case:card-reported").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (told("", "lost"), "Enter the day"),
        (told("1.1.2099"), "This day lies in the future"),
        (told("1.6.2026", "data-changed"), "Choose what happened"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_ends(
    held: tuple[UUID, Client], typed: dict[str, str], said: str
) -> None:
    case_id, client = held
    answer = client.post(at(case_id, "card/"), typed)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert stands(opened(case_id))


def test_somebody_else_ends_no_card(held: tuple[UUID, Client]) -> None:
    case_id, _ = held
    stranger = session_of(filings.account("stranger@example.org"))
    assert stranger.post(at(case_id, "card/"), told("1.6.2026")).status_code == 404
    assert stands(opened(case_id))


def test_the_service_for_lost_cards_leads_whoever_has_one_from_here_to_their_case(
    held: tuple[UUID, Client],
) -> None:
    case_id, client = held
    assert at(case_id, "card/") in client.get("/en/services/card-replacement/").content.decode()
