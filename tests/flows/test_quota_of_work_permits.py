"""A work permit and its place of the quota: kept on filing, used by a grant, given on by all else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sojourn.cases.types import CaseStatus, DecisionKind
from sojourn.catalogue import queries as catalogue
from sojourn.flows import quota_places
from sojourn.flows.case_letters import Purpose, list_letters
from sojourn.flows.decide_case import withdraw_application
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor
from sojourn.lib.db import transaction
from sojourn.quotas.errors import NoPlaceLeft
from sojourn.quotas.types import PlaceState
from tests.factories import cases, labour
from tests.factories.cases import opened, pay

pytestmark = pytest.mark.django_db
AUTHOR, APPROVER = "author", "approver"


@pytest.fixture
def employer() -> Actor:
    return labour.employer()


@pytest.fixture
def one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """A law with a single place for construction."""
    pack = catalogue.current()
    known = pack.parameters["labour.quota"]
    smaller = replace(known.values[-1], value={"total": 500, "construction": 1})
    monkeypatch.setitem(pack.parameters, "labour.quota", replace(known, values=(*known.values[:-1], smaller)))  # type: ignore[arg-type]
    pack._read.clear()
    yield  # type: ignore[misc]
    pack._read.clear()


def place_of(case_id: object) -> PlaceState | None:
    found = quota_places.place_of(opened(case_id))  # type: ignore[arg-type]
    return found.state if found else None


def test_it_is_kept_on_filing_used_by_the_grant_and_the_permit_opens_once_it_is_paid(employer: Actor) -> None:
    author, approver = cases.officer(AUTHOR), cases.officer(APPROVER, "supervisor")
    with clock.frozen(labour.FILED_ON):
        case = labour.apply(employer).case_id
        assert place_of(case) is PlaceState.HELD
        cases.propose(case, by=author)
        cases.approve(case, by=approver)
        assert place_of(case) is PlaceState.CONSUMED
        pay(case)
        file = opened(case)
        assert file.case.status is CaseStatus.GRANTED
        assert Purpose.CARD in {each.purpose for each in list_letters(file)}


def test_taken_back_it_is_given_back(employer: Actor) -> None:
    with clock.frozen(labour.FILED_ON):
        case = labour.apply(employer).case_id
        with transaction():
            withdraw_application(opened(case), reason="", by=employer)
        assert place_of(case) is PlaceState.RELEASED


@pytest.mark.usefixtures("one_place")
def test_with_none_left_it_waits_is_not_granted_and_gets_the_next_place(employer: Actor) -> None:
    author, approver = cases.officer(AUTHOR), cases.officer(APPROVER, "supervisor")
    with clock.frozen(labour.FILED_ON):
        first = labour.apply(employer).case_id
        second = labour.apply(employer, {"passport.number": "U7654321"}).case_id
        assert (place_of(first), place_of(second)) == (PlaceState.HELD, PlaceState.QUEUED)
        cases.propose(second, by=author)
        with pytest.raises(NoPlaceLeft):
            cases.approve(second, by=approver)
        with transaction():
            withdraw_application(opened(first), reason="", by=employer)
        assert place_of(second) is PlaceState.HELD
        cases.approve(second, by=approver)
        assert place_of(second) is PlaceState.CONSUMED
    assert DecisionKind.GRANT in {each.kind for each in opened(second).page.decisions}


def test_work_in_the_liberated_territories_takes_none(employer: Actor) -> None:
    with clock.frozen(labour.FILED_ON):
        case = labour.apply(employer, {"workplace.place.district": "AZ-SUS"}).case_id
    assert place_of(case) is PlaceState.NOT_COUNTED


@pytest.mark.usefixtures("one_place")
def test_who_waited_until_the_year_ended_asks_anew_by_an_officer(employer: Actor) -> None:
    with clock.frozen(labour.FILED_ON):
        labour.apply(employer)
        second = labour.apply(employer, {"passport.number": "U7654321"}).case_id
    with clock.frozen(date(2027, 1, 4)), transaction():
        assert quota_places.may_carry_over(quota_places.place_of(opened(second)))
        place = quota_places.carry_over(opened(second), by=SYSTEM)
    assert (place.state, place.kind.year) == (PlaceState.HELD, 2027)
