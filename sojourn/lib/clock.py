"""The one source of instants and of the legal day.

Instants are aware and UTC. The legal day is the day in the zone the country pack names; `date.today` and
naive datetimes are banned elsewhere (ruff DTZ).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_frozen_at: ContextVar[datetime | None] = ContextVar("frozen_at", default=None)
_zone = ZoneInfo("UTC")
_knows_zone = False


def set_zone(name: str) -> None:
    """Take the legal zone from the pack that is current. Raises: ZoneInfoNotFoundError."""
    global _zone, _knows_zone
    _zone, _knows_zone = ZoneInfo(name), True


def knows_zone() -> bool:
    """Whether this process has taken the zone of a pack yet; until then the legal day is a guess."""
    return _knows_zone


def zone() -> ZoneInfo:
    return _zone


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _frozen_at.get() or datetime.now(UTC)


def today() -> date:
    """The legal day."""
    return legal_day(now())


def legal_day(instant: datetime) -> date:
    """The day an aware instant falls on in the legal zone. Raises: ValueError for a naive instant."""
    if instant.tzinfo is None:
        raise ValueError("a naive instant has no legal day")
    return instant.astimezone(_zone).date()


def start_of(day: date) -> datetime:
    """The instant a legal day begins at."""
    return datetime(day.year, day.month, day.day, tzinfo=_zone).astimezone(UTC)


@contextmanager
def frozen(at: datetime | date) -> Iterator[None]:
    """Hold the clock at an instant, or at noon of a legal day: for tests, scenarios and the generator."""
    instant = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, 12, tzinfo=_zone)
    if instant.tzinfo is None:
        raise ValueError("the clock can only be held at an aware instant")
    token = _frozen_at.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _frozen_at.reset(token)
