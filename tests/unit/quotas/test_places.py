"""Places of a yearly quota: held, waiting, consumed, given on; two at the same moment never exceed it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connection

from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.lib.types import Subject
from sojourn.quotas import actions as quotas
from sojourn.quotas import queries
from sojourn.quotas.errors import NoPlaceLeft, PlaceUnknown
from sojourn.quotas.types import Answer, Decide, Kind, PlaceState, PlaceView, Taken

LIMIT = 3
ICT = Kind("work-permit", 2026, "ict")
BUILDING = Kind("work-permit", 2026, "construction")


def within(limit: int = LIMIT, in_activity: int = LIMIT) -> Decide:
    """A law that knows two numbers."""

    def decide(kind: Kind, taken: Taken) -> Answer:
        is_left = taken.total < limit and taken.in_activity < in_activity
        return Answer.RESERVED if is_left else Answer.QUEUED

    return decide


def uncounted(kind: Kind, taken: Taken) -> Answer:
    return Answer.NOT_COUNTED


def hold(kind: Kind = ICT, *, decide: Decide | None = None, about: UUID | None = None) -> PlaceView:
    with transaction():
        return quotas.hold(Subject("case", about or uuid4()), kind, decide=decide or within(), by=SYSTEM)


def release(place: PlaceView) -> PlaceView | None:
    assert place.about is not None
    with transaction():
        return quotas.release(place.about, give_on=within(), by=SYSTEM)


def consume(place: PlaceView, *, decide: Decide | None = None) -> PlaceView:
    assert place.about is not None
    with transaction():
        return quotas.consume(place.about, decide=decide or within(), give_on=within(), by=SYSTEM)


def state_of(place: PlaceView) -> PlaceState:
    assert place.about is not None
    found = queries.find_place(place.about)
    assert found is not None
    return found.state


@pytest.mark.django_db
class TestPlaces:
    def test_a_place_is_kept_while_one_is_left_and_then_one_waits(self) -> None:
        held = [hold() for _ in range(LIMIT)]
        late, later = hold(), hold()
        assert {each.state for each in held} == {PlaceState.HELD}
        assert late.state is later.state is PlaceState.QUEUED
        assert late.about is not None
        assert later.about is not None
        told = queries.find_place(later.about)
        assert told is not None
        assert told.before == 1
        assert queries.taken_of(ICT) == Taken(LIMIT, LIMIT)

    def test_asked_for_twice_it_is_the_same_place(self) -> None:
        about = uuid4()
        assert hold(about=about).id == hold(about=about).id
        assert queries.taken_of(ICT) == Taken(1, 1)

    def test_a_place_given_back_goes_to_the_one_who_waits_longest(self) -> None:
        first, *_ = [hold() for _ in range(LIMIT)]
        waits, waits_longer_not = hold(), hold()
        release(first)
        assert (state_of(waits), state_of(waits_longer_not)) == (PlaceState.HELD, PlaceState.QUEUED)
        assert queries.taken_of(ICT).total == LIMIT
        assert release(first) is not None  # a second time nothing happens
        assert queries.taken_of(ICT).total == LIMIT

    def test_a_place_of_the_whole_goes_to_another_kind_of_work_that_waits(self) -> None:
        first, *_ = [hold() for _ in range(LIMIT)]
        waits = hold(BUILDING)
        release(first)
        assert state_of(waits) is PlaceState.HELD
        assert queries.taken_of(BUILDING) == Taken(LIMIT, 1)

    def test_a_grant_consumes_the_place_and_one_without_a_place_is_refused(self) -> None:
        held = [hold() for _ in range(LIMIT)]
        waits = hold()
        assert consume(held[0]).state is PlaceState.CONSUMED
        assert queries.taken_of(ICT).total == LIMIT
        with pytest.raises(NoPlaceLeft):
            consume(waits)
        release(held[1])
        assert consume(waits).state is PlaceState.CONSUMED

    def test_what_the_law_does_not_count_takes_no_place_and_gives_back_the_one_it_held(self) -> None:
        free = hold(decide=uncounted)
        assert (free.state, queries.taken_of(ICT)) == (PlaceState.NOT_COUNTED, Taken(0, 0))
        held = [hold() for _ in range(LIMIT)]
        waits = hold()
        assert consume(held[0], decide=uncounted).state is PlaceState.NOT_COUNTED
        assert state_of(waits) is PlaceState.HELD

    def test_who_waited_in_a_year_that_is_over_asks_anew_by_an_officer(self) -> None:
        _ = [hold() for _ in range(LIMIT)]
        waits = hold()
        assert waits.about is not None
        with transaction():
            carried = quotas.carry_over(waits.about, year=2027, decide=within(), by=SYSTEM)
        assert (carried.state, carried.kind.year) == (PlaceState.HELD, 2027)
        assert queries.taken_of(ICT).total == LIMIT
        with transaction(), pytest.raises(PlaceUnknown):
            quotas.carry_over(waits.about, year=2028, decide=within(), by=SYSTEM)

    def test_what_is_forgotten_still_counts(self) -> None:
        held = hold()
        assert held.about is not None
        with transaction():
            quotas.forget([held.about], by=SYSTEM)
        assert queries.find_place(held.about) is None
        assert queries.taken_of(ICT).total == 1


@pytest.mark.usefixtures("committed_database")
def test_many_at_the_same_moment_never_exceed_the_quota() -> None:
    together = 8
    gate = Barrier(together)

    def ask(at: int) -> PlaceView:
        gate.wait(timeout=30)
        try:
            return retry_deadlock(lambda: hold(ICT if at % 2 else BUILDING))
        finally:
            connection.close()

    with ThreadPoolExecutor(together) as pool:
        answers = list(pool.map(ask, range(together)))
    held = [each for each in answers if each.state is PlaceState.HELD]
    assert len(held) == LIMIT
    assert queries.taken_of(ICT).total == LIMIT
    assert sum(queries.taken_of(kind).in_activity for kind in (ICT, BUILDING)) == LIMIT
