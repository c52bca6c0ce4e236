"""Working days from a yearly calendar; a calendar is data, never a formula."""

from __future__ import annotations

from bisect import bisect_left
from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from sojourn.lib.errors import SojournError

_DAY = timedelta(days=1)


class CalendarMissing(SojournError):
    """The calendar of that year has not been loaded."""


@dataclass(frozen=True)
class Calendar:
    """The closed days of the years it covers.

    closed: days off that are not weekly rest days; opened: rest days on which offices work;
    rest: weekly rest days, Monday is 0; years: the years the calendar covers.
    """

    closed: frozenset[date]
    years: frozenset[int]
    opened: frozenset[date] = frozenset()
    rest: frozenset[int] = field(default=frozenset({5, 6}))

    @classmethod
    def of(cls, closed: Iterable[date], *, years: Iterable[int], opened: Iterable[date] = ()) -> Calendar:
        return cls(frozenset(closed), frozenset(years), frozenset(opened))

    def is_working(self, day: date) -> bool:
        """Raises: CalendarMissing for a year outside the calendar."""
        if day.year not in self.years:
            raise CalendarMissing(year=day.year)
        if day in self.opened:
            return True
        return day.weekday() not in self.rest and day not in self.closed

    def next_working(self, day: date) -> date:
        """The day itself when it is a working day, else the first after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def add(self, day: date, working_days: int) -> date:
        """The n-th working day after the day of the event, which is day 0. n may be 0; never negative."""
        if working_days < 0:
            raise ValueError("use subtract for limits that count backwards")
        if working_days == 0:
            return day
        following = day + _DAY
        year = following.year
        open_days = self._open_days(year)
        at, left = bisect_left(open_days, following), working_days
        while at + left > len(open_days):
            left -= len(open_days) - at
            year += 1
            open_days, at = self._open_days(year), 0
        return open_days[at + left - 1]

    def _open_days(self, year: int) -> list[date]:
        """The working days of a year in order, counted out once."""
        if year not in self._counted:
            day = date(year, 1, 1)
            every = (day + timedelta(days=passed) for passed in range(365 + isleap(year)))
            self._counted[year] = [each for each in every if self.is_working(each)]
        return self._counted[year]

    @cached_property
    def _counted(self) -> dict[int, list[date]]:
        return {}

    def subtract(self, day: date, working_days: int) -> date:
        """The n-th working day before `day`, which is day 0: the last day of an "at least n before" limit."""
        for _ in range(working_days):
            day -= _DAY
            while not self.is_working(day):
                day -= _DAY
        return day

    def between(self, first: date, last: date) -> int:
        """Working days after `first` up to and including `last`; 0 when last is not later."""
        count, day = 0, first
        while day < last:
            day += _DAY
            count += self.is_working(day)
        return count
