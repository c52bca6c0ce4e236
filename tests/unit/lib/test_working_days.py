"""Limits in working days, on a calendar that is data."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.lib.working_days import Calendar, CalendarMissing

SPRING = Calendar.of([date(2026, 3, d) for d in range(20, 25)], years=[2025, 2026, 2027])
days = st.dates(date(2026, 1, 1), date(2026, 6, 30))


def test_five_working_days_after_a_friday_end_on_the_next_friday() -> None:
    assert SPRING.add(date(2026, 6, 5), 5) == date(2026, 6, 12)


def test_three_working_days_before_the_end_of_a_stay_step_over_holidays() -> None:
    assert SPRING.subtract(date(2026, 3, 20), 3) == date(2026, 3, 17)


def test_a_limit_on_a_closed_day_moves_to_the_next_working_day() -> None:
    assert SPRING.next_working(date(2026, 3, 21)) == date(2026, 3, 25)


def test_a_rest_day_on_which_offices_work_counts() -> None:
    saturday = date(2026, 4, 4)
    swapped = Calendar.of([], years=[2026], opened=[saturday])
    assert swapped.is_working(saturday)
    assert not SPRING.is_working(saturday)


def test_a_year_without_a_calendar_is_never_guessed() -> None:
    with pytest.raises(CalendarMissing):
        SPRING.is_working(date(2031, 1, 5))


@given(days, st.integers(0, 40))
def test_counting_forward_and_between_agree(day: date, count: int) -> None:
    assert SPRING.between(day, SPRING.add(day, count)) == count


@given(days, st.integers(1, 40))
def test_counting_back_lands_on_a_working_day_with_that_many_days_left(day: date, count: int) -> None:
    last = SPRING.subtract(day, count)
    assert SPRING.is_working(last)
    assert SPRING.between(last - timedelta(days=1), day - timedelta(days=1)) == count
