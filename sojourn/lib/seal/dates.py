"""A day in three bytes: the number MMDDYYYY, big-endian. Source: ICAO Doc 9303-13 (8th ed.) §2.3.2."""

from __future__ import annotations

from datetime import date

from sojourn.lib.seal.errors import SealUnreadable

SIZE = 3


def encode(day: date) -> bytes:
    return (day.month * 1_000_000 + day.day * 10_000 + day.year).to_bytes(SIZE, "big")


def decode(packed: bytes) -> date:
    """Raises: SealUnreadable for anything that is not a day of the calendar."""
    if len(packed) != SIZE:
        raise SealUnreadable(reason="a day has three bytes")
    number = int.from_bytes(packed, "big")
    try:
        return date(number % 10_000, number // 1_000_000, number // 10_000 % 100)
    except ValueError:
        raise SealUnreadable(reason="not a day of the calendar") from None
