"""A date of which the day, the month or all may be unknown, as birth dates often are."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Self

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, a month of a year, or a day. Month and day are 0 where they are not known.

    Raises: ValueError for a month or day that no calendar has.
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9999 or not 0 <= self.month <= 12:
            raise ValueError(f"no such month: {self.year}-{self.month}")
        if self.day and not self.month:
            raise ValueError("a day is given but its month is not")
        if self.day < 0 or (self.day and self.day > calendar.monthrange(self.year, self.month)[1]):
            raise ValueError(f"no such day: {self.year}-{self.month}-{self.day}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `1980`, `1980-05` or `1980-05-17`. Raises: ValueError for anything else."""
        match = _WRITTEN.fullmatch(text.strip())
        if not match:
            raise ValueError(f"not a date: {text[:20]!r}")
        return cls(*(int(part) for part in match.groups() if part))

    @classmethod
    def of(cls, day: date) -> Self:
        """The whole date."""
        return cls(day.year, day.month, day.day)

    @property
    def is_whole(self) -> bool:
        """Whether year, month and day are all known."""
        return bool(self.day)

    @property
    def whole(self) -> date | None:
        """The date, where all of it is known."""
        return date(self.year, self.month, self.day) if self.day else None

    @property
    def earliest(self) -> date:
        """The first day this can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day this can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part]
        return "-".join(parts)
