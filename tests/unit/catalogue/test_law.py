"""Dated values, what was used of them, and how limits are counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.catalogue.errors import LawUnknown, NoLawInForce
from sojourn.catalogue.law import Confidence, DatedValue, Law, Parameter, Unit, read_value
from sojourn.catalogue.types import Pack
from sojourn.catalogue.values import Period, PeriodUnit, add_months, age_on
from sojourn.lib.money import Money
from sojourn.lib.partial_date import PartialDate
from sojourn.lib.working_days import Calendar

CHANGE = date(2018, 7, 14)


def value(from_: date | None, told: object) -> DatedValue:
    return DatedValue("Act 1", Confidence.CONFIRMED, from_, told)


def law(on: date, *values: DatedValue, unit: Unit = Unit.INTEGER) -> Law:
    calendar = Calendar.of([date(2026, 1, 1)], years=[2026])
    return Law(on, {"a.b": Parameter(unit, "", values)}, calendar, "EUR")


@pytest.mark.parametrize(("on", "told"), [(CHANGE - timedelta(1), 10), (CHANGE, 15), (date(2099, 1, 1), 15)])
def test_a_value_holds_from_its_day_until_the_next(on: date, told: int) -> None:
    assert law(on, value(None, 10), value(CHANGE, 15))["a.b"] == told


def test_before_the_first_value_there_is_no_law() -> None:
    with pytest.raises(NoLawInForce):
        law(date(2018, 1, 1), value(CHANGE, 15))["a.b"]
    with pytest.raises(LawUnknown):
        law(CHANGE)["c.d"]


def test_what_was_used_is_remembered_once_with_its_source() -> None:
    asked = law(date(2026, 1, 1), value(None, 10), value(CHANGE, 15))
    asked["a.b"], asked["a.b"], asked.at(date(2010, 1, 1))["a.b"]
    assert [(used.value, used.from_, used.source) for used in asked.used] == [
        (15, CHANGE, "Act 1"),
        (10, None, "Act 1"),
    ]


@pytest.mark.parametrize(
    ("unit", "written", "meant"),
    [
        (Unit.PERIOD, "5 working-days", Period(5, PeriodUnit.WORKING_DAYS)),
        (Unit.PERIOD, "1 year", Period(1, PeriodUnit.YEARS)),
        (Unit.MONEY, "2.50", Money(250, "EUR")),
        (Unit.LIST, ["a", "b"], ("a", "b")),
        (Unit.PERIOD_TABLE, {"KAZ": "30 days"}, {"KAZ": Period(30, PeriodUnit.DAYS)}),
        (Unit.INTEGER_TABLE, {"mining": 3}, {"mining": 3}),
        (Unit.YES_NO, True, True),
        (Unit.PERIODS, ["10 days", "1 month"], (Period(10, PeriodUnit.DAYS), Period(1, PeriodUnit.MONTHS))),
        (Unit.MONEY_TABLE, {"1 year": {"adult": "2.50"}}, {"1 year": {"adult": Money(250, "EUR")}}),
        (Unit.INTEGER, None, None),
    ],
)
def test_values_have_their_type(unit: Unit, written: object, meant: object) -> None:
    assert read_value(written, unit, "EUR") == meant


@given(st.integers(1, 999), st.sampled_from(PeriodUnit))
def test_a_period_is_read_as_it_is_written(length: int, unit: PeriodUnit) -> None:
    assert Period.parse(str(Period(length, unit))) == Period(length, unit)


class TestDeadlines:
    def test_the_day_of_the_event_is_day_zero(self) -> None:
        limit = law(CHANGE).deadline(date(2026, 3, 2), Period.parse("3 days"))
        assert (limit.last_day, limit.moved_from) == (date(2026, 3, 5), None)

    def test_a_closed_last_day_moves_for_the_person_and_not_for_the_service(self) -> None:
        start, period = date(2025, 12, 29), Period.parse("3 days")
        moved = law(CHANGE).deadline(start, period)
        assert (moved.last_day, moved.moved_from) == (date(2026, 1, 2), date(2026, 1, 1))
        assert law(CHANGE).deadline(start, period, moves=False).last_day == date(2026, 1, 1)

    def test_a_year_without_a_calendar_counts_rest_days_and_says_so(self) -> None:
        limit = law(CHANGE).deadline(date(2031, 1, 3), Period.parse("2 working-days"))
        assert limit.last_day == date(2031, 1, 7)
        assert not limit.calendar_known

    @given(
        st.dates(date(2000, 1, 1), date(2100, 1, 1)),
        st.integers(0, 60),
        st.sampled_from(["days", "working-days"]),
    )
    def test_a_limit_ends_on_an_open_day_and_never_before_its_count(
        self, start: date, length: int, unit: str
    ) -> None:
        asked = law(CHANGE)
        limit = asked.deadline(start, Period.parse(f"{length} {unit}"))
        assert limit.last_day >= start + timedelta(days=length)
        assert asked.calendar.is_working(limit.last_day) or length == 0
        assert limit.days_late(limit.last_day) == 0
        assert limit.days_late(limit.last_day + timedelta(1)) == 1


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), -3, date(2026, 8, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
    ],
)
def test_months_keep_the_day_number(day: date, months: int, found: date) -> None:
    assert add_months(day, months) == found


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("2008-03-18", date(2026, 3, 17), 17),
        ("2008-03-18", date(2026, 3, 18), 18),
        ("2008-02-29", date(2026, 2, 28), 17),
        ("2008-02-29", date(2026, 3, 1), 18),
        ("2008-03", date(2026, 3, 30), 17),
        ("2008", date(2026, 12, 30), 17),
        ("2007", date(2026, 1, 1), 18),
    ],
)
def test_age_takes_the_youngest_a_birth_date_allows(born: str, on: date, age: int) -> None:
    assert age_on(PartialDate.parse(born), on) == age


def test_a_swapped_rest_day_opens_only_by_the_switch(country: Pack) -> None:
    from dataclasses import replace

    saturday = date(2025, 6, 21)
    assert not country.calendar.is_working(saturday)
    switch = country.parameters["counting.swapped-rest-day"]
    opened = replace(switch, values=(replace(switch.values[0], value="open"),))
    changed = replace(country, parameters={**country.parameters, "counting.swapped-rest-day": opened})
    assert changed.calendar.is_working(saturday)


def test_who_was_born_on_a_leap_day_is_older_as_the_switch_says() -> None:
    born = PartialDate(2008, 2, 29)
    assert age_on(born, date(2026, 2, 28), leap_birthday=(2, 28)) == 18
    assert age_on(born, date(2026, 2, 28)) == 17
    assert age_on(born, date(2028, 2, 28), leap_birthday=(2, 28)) == 19


@pytest.mark.parametrize("start", [date(1850, 1, 1), date(1860, 5, 4), date(2150, 12, 31)])
def test_a_limit_is_counted_from_any_day_an_answer_may_name(start: date) -> None:
    calendar = Calendar.of([], years=[2026])
    law_then = Law(start, {}, calendar, "EUR")
    assert law_then.deadline(start, Period.parse("15 days")).last_day > start
    assert law_then.deadline(start, Period.parse("30 working-days")).last_day > start


@pytest.mark.parametrize(
    ("period", "moves", "last", "moved_from"),
    [
        ("30 days", True, date(2026, 6, 8), date(2026, 6, 6)),  # a Saturday: the next working day is in time
        ("30 days", False, date(2026, 6, 6), None),
        ("1 month", True, date(2026, 6, 8), date(2026, 6, 6)),
        ("3 working-days", True, date(2026, 7, 1), None),
        ("0 days", True, date(2026, 7, 6), None),
    ],
)
def test_a_limit_that_lies_before_something_is_counted_back(
    period: str, moves: bool, last: date, moved_from: date | None
) -> None:
    found = law(date(2026, 6, 1)).deadline_before(date(2026, 7, 6), Period.parse(period), moves=moves)
    assert (found.last_day, found.moved_from) == (last, moved_from)
    assert (found.counted_from, found.calendar_known) == (date(2026, 7, 6), True)
