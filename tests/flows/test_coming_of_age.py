"""Turning eighteen is foreseen 120 days ahead: child and guardian are told, the office sees it, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest

from sojourn.cases.types import CaseStatus
from sojourn.flows.foresee_of_age import foresee_of_age
from sojourn.lib import clock
from sojourn.lib.actor import Reader
from sojourn.lib.types import Confidentiality
from sojourn.reviews import queries as reviews
from sojourn.reviews.types import Cause, ReviewView, Teller
from tests.factories.cases import EVERYTHING, FILED_ON, OFFICE, apply, finished, officer, opened
from tests.flows.test_returns_and_remedies import applied

pytestmark = pytest.mark.django_db
SPOKEN_FOR = {"applicant.filer": "child-14-17", "child.relation": "custodian"}
BIRTHDAY = date(2026, 10, 10)
FORESEEN = BIRTHDAY - timedelta(days=120)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def child(born: str = "2008-10-10") -> UUID:
    return apply({"passport.birth-date": born, **SPOKEN_FOR}).case_id


def told(case_id: UUID) -> list[ReviewView]:
    return reviews.list_of(opened(case_id).case.subject, to=EVERYTHING)


def on(day: date) -> int:
    with clock.frozen(day):
        return foresee_of_age()


def test_a_pending_case_of_a_child_is_found_on_the_day_and_not_before() -> None:
    case_id = child()
    assert on(FORESEEN - timedelta(days=1)) == 0
    assert told(case_id) == []
    assert on(FORESEEN) == 1
    (review,) = told(case_id)
    assert (review.cause, review.teller, review.by_day) == (Cause.OF_AGE, Teller.CLOCK, BIRTHDAY)
    assert [
        each.id for each in reviews.list_open(Reader(EVERYTHING.actor, "list", offices=frozenset({OFFICE})))
    ] == [review.id]
    (message,) = opened(case_id).page.messages
    assert "10 October 2026" in message.words


def test_it_is_told_once_however_often_the_clock_looks() -> None:
    case_id = child()
    assert [on(FORESEEN), on(FORESEEN), on(FORESEEN + timedelta(days=30))] == [1, 0, 0]
    assert len(opened(case_id).page.messages) == 1


def test_on_the_birthday_it_is_still_found_and_a_day_later_no_more() -> None:
    child()
    assert on(BIRTHDAY + timedelta(days=1)) == 0
    assert on(BIRTHDAY) == 1


@pytest.mark.parametrize(
    ("day", "found"), [(date(2026, 2, 28), 1), (date(2026, 3, 1), 1), (date(2026, 3, 2), 0)]
)
def test_born_on_a_leap_day_one_is_a_child_until_the_last_of_february(day: date, found: int) -> None:
    with clock.frozen(date(2026, 2, 1)):
        case_id = child("2008-02-29")
    assert on(day) == found
    assert [each.by_day for each in told(case_id)] == [date(2026, 3, 1)] * found


def test_a_permit_held_as_a_child_is_found() -> None:
    case_id = child()
    finished(case_id, author=officer("author"), approver=officer("approver", "supervisor"))
    assert opened(case_id).case.status is CaseStatus.GRANTED
    assert on(FORESEEN) == 1
    assert opened(case_id).grant is not None


def test_of_an_adult_nothing_is_told() -> None:
    case_id = apply().case_id
    assert on(FORESEEN) == 0
    assert told(case_id) == []


def test_what_is_protected_stands_on_the_list_of_its_desk_alone() -> None:
    case_id = applied("refugee-status", {"passport.birth-date": "2008-10-10"})
    assert on(FORESEEN) == 1
    (review,) = told(case_id)
    assert review.confidentiality is Confidentiality.PROTECTED
    ordinary = Reader(EVERYTHING.actor, "list")
    assert reviews.list_open(ordinary) == []
