"""Days as their ordinal numbers: counted quickly, and written once."""

from __future__ import annotations

from datetime import date
from functools import lru_cache


class _Written(dict[int, str]):
    def __missing__(self, day: int) -> str:
        text = self[day] = date.fromordinal(day).isoformat()
        return text


ISO = _Written()
"""Each day as text: `ISO[day]`."""


@lru_cache(maxsize=4096)
def year_of(day: int) -> int:
    return date.fromordinal(day).year
