"""Working days from a yearly calendar; a calendar is data, never a formula."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

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
        for _ in range(working_days):
            day = self.next_working(day + _DAY)
        return day

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
