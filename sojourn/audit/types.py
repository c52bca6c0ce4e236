"""What an event is made of, and how each personal value in it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Ending(StrEnum):
    """What happens to a personal value when its term has passed."""

    ERASE = "erase"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Redaction:
    """How a personal value ends: `term` names the pack's dated retention value (`retention.<term>`)."""

    term: str
    ending: Ending = Ending.ERASE


ANY_SUBJECT = "*"
"""For an event that may happen to everything."""


@dataclass(frozen=True)
class EventKind:
    """A fact a room records. `plain` facts hold nothing personal; each `personal` one names its redaction."""

    name: str
    subject: str
    plain: tuple[str, ...] = ()
    personal: Mapping[str, Redaction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.name in KINDS:
            raise ValueError(f"two rooms declare the event {self.name}")
        KINDS[self.name] = self


KINDS: dict[str, EventKind] = {}
"""Every declared kind of event by name; filled as the rooms' `events` modules are imported."""
