"""The clock: a limit in working days, pauses left out with both their days, extensions by decree."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.cases import rules
from sojourn.cases.types import Interval, IntervalKind, PauseCause, Stop
from sojourn.catalogue.authoring import Period, PeriodUnit
from sojourn.lib.working_days import Calendar
from tests.unit.cases.those import CALENDAR, FILED_ON, LIMIT

DAY = timedelta(days=1)


def pause(first: date, last: date | None, cause: PauseCause = PauseCause.CORRECTION) -> Interval:
    return Interval(IntervalKind.PAUSED, cause, first, last)


def longer(units: int) -> Interval:
    return Interval(IntervalKind.EXTENDED, PauseCause.DECREE, FILED_ON, FILED_ON, units)


def naive(limit: Period, started_on: date, intervals: Sequence[Interval], calendar: Calendar) -> date:
    """Day by day, as one would count on a wall calendar."""
    left = limit.length + sum(each.length for each in intervals)
    day = started_on
    while left:
        day += DAY
        stands_still = any(
            each.kind is IntervalKind.PAUSED and each.until_on and each.from_on <= day <= each.until_on
            for each in intervals
        )
        counts = limit.unit is PeriodUnit.DAYS or calendar.is_working(day)
        left -= counts and not stands_still
    return day


days = st.dates(date(2025, 12, 1), date(2026, 12, 31))
pauses = st.tuples(days, st.integers(-1, 40)).map(lambda told: pause(told[0], told[0] + told[1] * DAY))
limits = st.builds(Period, st.integers(1, 40), st.sampled_from([PeriodUnit.WORKING_DAYS, PeriodUnit.DAYS]))
calendars = st.sets(days, max_size=15).map(lambda closed: Calendar.of(closed, years=range(2025, 2030)))


@given(limits, days, st.lists(pauses | st.integers(1, 10).map(longer), max_size=5), calendars)
def test_the_last_day_is_the_one_counted_day_by_day(
    limit: Period, started_on: date, intervals: list[Interval], calendar: Calendar
) -> None:
    due = rules.due_on(limit, started_on, intervals, calendar)
    assert due == naive(limit, started_on, intervals, calendar)
    told = rules.clock_of(limit, started_on, intervals, calendar, on=due)
    assert (told.left, told.late_by, told.due_on) == (0, 0, due)


@given(limits, days, st.lists(pauses, max_size=3), calendars, st.integers(0, 60))
def test_used_and_left_make_the_limit_and_the_drawing_has_no_holes(
    limit: Period, started_on: date, intervals: list[Interval], calendar: Calendar, after: int
) -> None:
    told = rules.clock_of(limit, started_on, intervals, calendar, on=started_on + after * DAY)
    assert told.used + told.left - told.late_by == told.limit.length
    assert told.stretches[0].from_on == min(started_on, told.stretches[0].from_on)
    for before, later in zip(told.stretches, told.stretches[1:], strict=False):
        assert later.from_on == before.until_on + DAY


@pytest.mark.parametrize(
    ("intervals", "due"),
    [
        ((), date(2026, 3, 24)),  # 15 working days after Monday 2 March, the 9th is closed
        ((pause(date(2026, 3, 5), date(2026, 3, 6)),), date(2026, 3, 26)),
        ((pause(date(2026, 3, 7), date(2026, 3, 9)),), date(2026, 3, 24)),  # no working day in it
        ((pause(date(2026, 3, 5), date(2026, 3, 4)),), date(2026, 3, 24)),  # answered on the day of service
        ((pause(date(2026, 3, 5), None),), date(2026, 3, 24)),  # the earliest possible
        ((pause(date(2026, 3, 25), date(2026, 4, 20)),), date(2026, 3, 24)),  # after the limit
        (
            (pause(date(2026, 3, 5), date(2026, 3, 6)), pause(date(2026, 3, 6), date(2026, 3, 10))),
            date(2026, 3, 27),
        ),
        ((longer(10),), date(2026, 4, 7)),
    ],
)
def test_limits_as_an_officer_counts_them(intervals: tuple[Interval, ...], due: date) -> None:
    assert rules.due_on(LIMIT, FILED_ON, intervals, CALENDAR) == due


def test_a_limit_in_months_is_paused_by_days() -> None:
    month = Period(1, PeriodUnit.MONTHS)
    assert rules.due_on(month, FILED_ON, (), CALENDAR) == date(2026, 4, 2)
    assert rules.due_on(month, FILED_ON, (pause(date(2026, 3, 5), date(2026, 3, 7)),), CALENDAR) == date(
        2026, 4, 5
    )


def test_a_pause_that_begins_tomorrow_is_told_today() -> None:
    told = rules.clock_of(LIMIT, FILED_ON, [pause(date(2026, 3, 5), None)], CALENDAR, on=date(2026, 3, 4))
    assert (told.stands_still, told.stops) == (None, Stop(date(2026, 3, 5), PauseCause.CORRECTION))


def test_the_clock_of_a_paused_case_says_why_it_stands_still_and_what_is_left() -> None:
    told = rules.clock_of(LIMIT, FILED_ON, [pause(date(2026, 3, 5), None)], CALENDAR, on=date(2026, 3, 12))
    assert (told.used, told.left, told.late_by, told.stands_still) == (2, 13, 0, PauseCause.CORRECTION)
    assert [(s.from_on.day, s.until_on.day, s.cause) for s in told.stretches] == [
        (2, 4, None),
        (5, 12, PauseCause.CORRECTION),
    ]


def test_lateness_is_told_in_the_units_of_the_limit() -> None:
    told = rules.clock_of(LIMIT, FILED_ON, [], CALENDAR, on=date(2026, 3, 30))
    assert (told.left, told.late_by) == (0, 4)


def test_a_case_examined_anew_has_its_limit_whole() -> None:
    at = datetime(2026, 5, 4, 9, tzinfo=UTC)
    before = Interval(IntervalKind.PAUSED, PauseCause.HEARING, FILED_ON, FILED_ON, 0, at - DAY)
    after = Interval(IntervalKind.PAUSED, PauseCause.HEARING, FILED_ON, FILED_ON, 0, at + DAY)
    assert rules.since([before, after], at) == (after,)
    assert rules.since([before, after], None) == (before, after)
