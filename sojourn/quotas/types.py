"""Words of quotas: how many places a year has for a kind of thing, and what becomes of one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sojourn.lib.types import Subject

TOTAL = "total"
"""The row that counts all kinds of a year together."""


class PlaceState(StrEnum):
    """What became of the place somebody asked for."""

    HELD = "held"  # kept while it is not decided
    QUEUED = "queued"  # none was left; it waits
    CONSUMED = "consumed"  # granted
    RELEASED = "released"  # not needed any more
    NOT_COUNTED = "not-counted"  # the law lets it take none


TAKING = frozenset({PlaceState.HELD, PlaceState.CONSUMED})
"""The states in which a place is taken."""


class Answer(StrEnum):
    """What the law says of a place that is asked for, with what is taken already."""

    RESERVED = "reserved"
    QUEUED = "queued"
    NOT_COUNTED = "not-counted"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a place is of: a service, a calendar year, and a kind of thing the law counts apart."""

    service: str
    year: int
    activity: str


@dataclass(frozen=True, slots=True)
class Taken:
    """Places taken by now: of all kinds of the year, and of this one."""

    total: int = 0
    in_activity: int = 0


Decide = Callable[[Kind, Taken], Answer]
"""Asks the law; called while the rows of the year are locked."""


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place as it stands."""

    id: UUID
    about: Subject | None
    kind: Kind
    state: PlaceState
    asked_at: datetime
    changed_at: datetime
    before: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """What an organisation told that it needs in a year, by kind; is_late: told after the last day."""

    organisation_id: UUID
    needed: Mapping[str, int]
    told_on: date
    is_late: bool

    @property
    def total(self) -> int:
        return sum(self.needed.values())
