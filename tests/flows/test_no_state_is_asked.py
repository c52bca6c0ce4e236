"""No State is asked about somebody whose claim of asylum is open, though they never said so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from sojourn.catalogue.types import Before
from sojourn.flows.decide_case import withdraw_application
from sojourn.flows.errors import StageBarred
from sojourn.flows.record_stage import record_stage
from sojourn.flows.stages import stages_of, still_open
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction
from sojourn.people import actions as people
from sojourn.people import queries as register
from sojourn.people.types import HoldKind
from tests.factories.cases import EVERYTHING, FILED_ON, officer, opened
from tests.flows.test_returns_and_remedies import anywhere, applied

pytestmark = pytest.mark.django_db
ENQUIRIES = "enquiries"
RUSTAM = {
    "passport.none": "",
    "passport.kind": "passport",
    "passport.issuing-state": "TJK",
    "passport.number": "C01234567",
    "passport.surname": "Karimov",
    "passport.given-names": "Rustam",
    "passport.nationality": "TJK",
    "passport.birth-date": "1990-11-03",
    "asylum.asked": "no",
}
"""One person, known again by an old passport, who does not say that a claim is open."""


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def asked(case_id: UUID, *, by: Actor) -> None:
    with transaction():
        record_stage(opened(case_id), ENQUIRIES, on=clock.today(), by=by)


def found(case_id: UUID) -> list[str]:
    return [each.code for each in opened(case_id).examined().findings]


def is_missed(case_id: UUID) -> bool:
    return ENQUIRIES in [each.code for each in still_open(opened(case_id), Before.PROPOSE)]


def end_holds(case_id: UUID) -> None:
    """As the protection desk does once nothing protects the person any more."""
    person, desk = opened(case_id).case.person_id, officer("desk", "protection-officer")
    with transaction():
        for hold in register.list_holds(person, to=EVERYTHING):
            if hold.kind is not HoldKind.STATELESSNESS_PENDING:
                on = FILED_ON - timedelta(days=1)
                people.end_hold(hold.id, on=max(on, hold.from_on), reason="withdrawn", by=desk)


def test_an_application_about_statelessness_does_not_bar_its_own_enquiries() -> None:
    case_id = applied("statelessness-determination", RUSTAM)
    assert "no-state-is-asked" not in found(case_id)
    assert is_missed(case_id)
    asked(case_id, by=anywhere("author"))
    assert not is_missed(case_id)


def test_a_claim_in_another_case_bars_them_until_it_is_over() -> None:
    case_id = applied("statelessness-determination", RUSTAM)
    claim = applied("refugee-status", RUSTAM)
    assert "no-state-is-asked" in found(case_id)
    assert not is_missed(case_id)
    assert [each.barred for each in stages_of(opened(case_id)) if each.stage.code == ENQUIRIES] == [
        "no-state-is-asked"
    ]
    author = anywhere("author")
    with pytest.raises(StageBarred):
        asked(case_id, by=author)
    with transaction():
        withdraw_application(opened(claim), reason="", by=author)
    end_holds(case_id)
    with clock.frozen(FILED_ON + timedelta(days=1)):
        assert "no-state-is-asked" not in found(case_id)
        asked(case_id, by=author)


def test_a_hold_of_the_desk_where_they_stand_as_anybody_bars_them_too() -> None:
    ordinary = applied("temporary-residence", {**RUSTAM, "asylum.asked": ""})
    with transaction():
        person = opened(ordinary).case.person_id
        desk = officer("desk", "protection-officer")
        people.place_hold(person, kind=HoldKind.APPEAL_PENDING, from_on=FILED_ON, by=desk)
    case_id = applied("statelessness-determination", RUSTAM)
    assert opened(case_id).case.person_id != person
    with pytest.raises(StageBarred):
        asked(case_id, by=anywhere("author"))


def test_the_rules_of_a_service_others_see_are_told_of_no_protection() -> None:
    ordinary = applied("temporary-residence", RUSTAM)
    applied("refugee-status", RUSTAM)
    assert opened(ordinary).context().protections == ()
