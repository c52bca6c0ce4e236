"""The clock of a case: the lines of its ledger, and how it stands on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sojourn.cases.types.words import IntervalKind, PauseCause
from sojourn.catalogue.authoring import Period


@dataclass(frozen=True, slots=True)
class Interval:
    """A line of the clock's ledger. A pause leaves out both its days; an extension adds `length` units.

    regime: the special regime of the pack that stopped it, where one did. What an officer took with reasons
    has them: their codes, the text by language, whose it is, and the last day it made.
    """

    kind: IntervalKind
    cause: PauseCause
    from_on: date
    until_on: date | None = None
    length: int = 0
    recorded_at: datetime | None = None
    regime: str = ""
    id: int | None = None
    reasons: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    recorded_by: UUID | None = None
    due_on: date | None = None

    @property
    def is_reasoned(self) -> bool:
        """Whether it is more time that an officer took."""
        return self.kind is IntervalKind.EXTENDED and self.cause is PauseCause.REASONED

    @property
    def key(self) -> UUID:
        """The line as a part of the case a letter is about."""
        return UUID(int=self.id or 0)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a case's time from its first to its last day; cause: why the clock stood still in it."""

    from_on: date
    until_on: date
    cause: PauseCause | None = None
    regime: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A day to come from which the clock stands still, and why: a request served today stops it tomorrow."""

    from_on: date
    cause: PauseCause
    regime: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """The one computation of the review limit, for applicant, officer, supervisor and report alike.

    limit: the units of the law, extensions included; used: those counted up to the day asked for; left: those
    that remain (0 when late); more: those of the limit that an officer added; without: the last day it
    had without them; late_by: units beyond the limit; stretches: what to draw; regime: the special regime by
    which it stands still.
    """

    limit: Period
    started_on: date
    due_on: date
    used: int
    left: int
    late_by: int
    stands_still: PauseCause | None
    stretches: tuple[Stretch, ...]
    stops: Stop | None = None
    regime: str = ""
    more: int = 0
    without: date | None = None
