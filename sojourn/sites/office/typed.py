"""Reads what officers type into plain forms: cut to length, never a failure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from uuid import UUID

_FIRST_YEAR, _LAST_YEAR = 1850, 2150
_LONGEST_NUMBER = 18


def fields(data: Mapping[str, str], asked: Mapping[str, int]) -> dict[str, str]:
    """The fields asked for, each printable, trimmed and cut to its longest."""
    return {name: _plain(str(data.get(name, "")))[:longest] for name, longest in asked.items()}


def _plain(text: str) -> str:
    """Without control characters, which no database keeps; the lines of a reason stay lines."""
    return "".join(sign for sign in text if sign.isprintable() or sign == "\n").strip()


_DAY = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})")


def day(text: str) -> date | None:
    """A day as people write it (27.3.2026) or as machines do (2026-03-27), within the years any answer may
    name; a slip of the hand is no day.
    """
    written = _DAY.fullmatch(text.strip())
    try:
        found = date(*map(int, reversed(written.groups()))) if written else date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def spelled(text: str) -> str:
    """A day as an officer types it, 27.03.2026; whatever is no whole day stays as it was typed."""
    parts = text.split("-")
    return ".".join(reversed(parts)) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text


def count(text: str) -> int | None:
    """A number as our own pages write it."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER else None


def uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
