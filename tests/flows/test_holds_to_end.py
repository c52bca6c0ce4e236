"""Whoever asked for protection stays held after the claim ended, until the protection desk ends it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.cases.types import DecisionKind, Power
from sojourn.catalogue.types import PhraseUse
from sojourn.flows.announce_intention import announce_intention, answer_intention
from sojourn.flows.appeal_decision import appeal_decision
from sojourn.flows.case_letters import Purpose
from sojourn.flows.decide_case import Wish, approve_decision, propose_decision, withdraw_application
from sojourn.flows.holds import list_holds_to_end
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.people import actions as people
from sojourn.people import queries
from sojourn.people.types import HoldKind
from tests.factories import claims, filings
from tests.factories.cases import EVERYTHING, FILED_ON, GUEST, officer, opened, read_newest
from tests.harness.browser import session_of
from tests.journeys.examples import examples_of
from tests.unit.catalogue.conftest import ROOT

pytestmark = pytest.mark.django_db
TITLE = "Protection to be ended"
WORDS = {"az": "Söhbət aparılıb.", "en": "The interview was held."}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def claim() -> UUID:
    return claims.claim(filings.account("yelizaveta@example.org")).case_id


def asked_as_victim() -> UUID:
    service = "trafficking-residence"
    (told,) = [each for each in examples_of(ROOT / "packs/azerbaijan") if each.service == service]
    account = filings.account("yelizaveta@example.org")
    return claims.claim(account, told.answers_on(FILED_ON), service=service).case_id


def people_page(role: str, on: date) -> str:
    account = officer(f"{role} {on}", role).account_id
    with clock.frozen(on):
        return session_of(account).get("/en/office/people/").content.decode()


def refused(case_id: UUID) -> date:
    """Refused, read by the claimant; the last day to appeal."""
    reason = opened(case_id).service.phrases_for(PhraseUse.REFUSE)[0]
    values = {reason.code: dict.fromkeys(reason.fields, "2030-01-01")}
    with transaction():
        announce_intention(
            opened(case_id), reasons=(reason.code,), words=WORDS, values=values, by=claims.AUTHOR
        )
    read_newest(case_id, Purpose.INTENTION)
    with transaction():
        answer_intention(opened(case_id), words="I am afraid.", by=GUEST)
    wish = Wish(DecisionKind.REFUSE, (reason.code,), WORDS, values=values, outcome="refused")
    with transaction():
        propose_decision(opened(case_id), wish, to=EVERYTHING, by=claims.AUTHOR)
    with transaction():
        power = Power("protection-officer", claims.DESK)
        approve_decision(opened(case_id), power=power, by=claims.APPROVER)
    read_newest(case_id, Purpose.REFUSED)
    until = opened(case_id).case.appeal_until
    assert until is not None
    return until


def test_after_a_final_refusal_the_desk_finds_the_hold_on_a_list_until_it_is_ended() -> None:
    case_id = claim()
    until = refused(case_id)
    assert TITLE not in people_page("protection-officer", until)  # there is still time to appeal
    after = until + timedelta(days=1)
    listed = people_page("protection-officer", after)
    assert TITLE in listed
    assert opened(case_id).case.reference in listed
    assert TITLE not in people_page("supervisor", after)
    person = opened(case_id).case.person_id
    assert queries.has_open_hold(person, on=after)  # nothing lifts it by itself
    (hold,) = queries.list_holds(person, to=EVERYTHING)
    with clock.frozen(after), transaction():
        people.end_hold(hold.id, on=after, reason="Nothing else speaks for it.", by=claims.AUTHOR)
    with clock.frozen(after + timedelta(days=1)), CaptureQueriesContext(connection) as asked:
        assert list_holds_to_end(EVERYTHING) == []
    assert not [each for each in asked.captured_queries if "cases_case" in each["sql"]]  # not read ever again


def test_while_an_appeal_waits_nothing_is_to_be_ended() -> None:
    case_id = claim()
    until = refused(case_id)
    with transaction():
        appeal_decision(opened(case_id), words="I am in danger.", by=GUEST)
    assert TITLE not in people_page("protection-officer", until + timedelta(days=9))


def test_a_claim_that_was_taken_back_is_on_the_list_and_a_new_one_takes_it_off() -> None:
    case_id = claim()
    with transaction():
        withdraw_application(opened(case_id), reason="I go home.", by=GUEST)
    assert TITLE in people_page("protection-officer", FILED_ON)
    claim_again = claims.claim(filings.account("again@example.org")).case_id
    assert opened(claim_again).case.person_id == opened(case_id).case.person_id
    assert TITLE not in people_page("protection-officer", FILED_ON + timedelta(days=1))


def test_whoever_was_held_as_a_victim_is_on_the_list_once_it_came_to_nothing() -> None:
    case_id = asked_as_victim()
    assert TITLE not in people_page("protection-officer", FILED_ON)
    with transaction():
        withdraw_application(opened(case_id), reason="I go home.", by=GUEST)
    after = FILED_ON + timedelta(days=1)
    assert opened(case_id).case.reference in people_page("protection-officer", after)


def test_a_hold_for_another_reason_is_not_ended_with_the_claim() -> None:
    case_id = claim()
    person = opened(case_id).case.person_id
    (hold,) = queries.list_holds(person, to=EVERYTHING)
    with transaction():
        people.end_hold(hold.id, on=FILED_ON, reason="Held as a victim from now on.", by=claims.AUTHOR)
        people.place_hold(person, kind=HoldKind.VICTIM, from_on=FILED_ON, by=claims.AUTHOR)
        withdraw_application(opened(case_id), reason="I go home.", by=GUEST)
    assert TITLE not in people_page("protection-officer", FILED_ON + timedelta(days=1))
