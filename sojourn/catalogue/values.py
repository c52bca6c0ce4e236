"""Periods of time as the law states them, and how they are counted in calendar days, months and years."""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from sojourn.lib.partial_date import PartialDate


class PeriodUnit(StrEnum):
    DAYS = "days"
    WORKING_DAYS = "working-days"
    MONTHS = "months"
    YEARS = "years"


_IN_EVERY_MONTH = 28
_PERIOD = re.compile(r"(\d{1,4}) (days?|working-days?|months?|years?)")


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as the law states it: `15 days`, `5 working-days`, `6 months`."""

    length: int
    unit: PeriodUnit

    @classmethod
    @lru_cache(maxsize=512)  # laws and cases say the same few again and again
    def parse(cls, text: str) -> Period:
        """Raises: ValueError."""
        match = _PERIOD.fullmatch(text)
        if not match:
            raise ValueError("a period such as 15 days, 5 working-days, 6 months or 1 year")
        return cls(int(match.group(1)), PeriodUnit(match.group(2).rstrip("s") + "s"))

    def __str__(self) -> str:
        return f"{self.length} {self.unit if self.length != 1 else self.unit.value[:-1]}"


def add_months(day: date, months: int) -> date:
    """The same day number n months on, or the last day of that month where it does not exist."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if day.day <= _IN_EVERY_MONTH:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_calendar(day: date, period: Period) -> date:
    """The end of a period that does not count working days; the day of the event is day 0."""
    if period.unit is PeriodUnit.DAYS:
        return day + timedelta(days=period.length)
    if period.unit is PeriodUnit.MONTHS:
        return add_months(day, period.length)
    if period.unit is PeriodUnit.YEARS:
        return add_months(day, 12 * period.length)
    raise ValueError("working days need a calendar")


def age_on(born: PartialDate, day: date, *, leap_birthday: tuple[int, int] = (3, 1)) -> int:
    """Full years on a day, the fewest a partial date allows: whoever may be a child is treated as one.

    leap_birthday: month and day on which who was born on 29 February is a year older in other years.
    """
    birth = born.latest
    birthday = (birth.month, birth.day)
    if birthday == (2, 29) and not isleap(day.year):
        birthday = leap_birthday
    return day.year - birth.year - ((day.month, day.day) < birthday)
