"""Words of reviews: something changed in a life, and somebody looks at what that means for a permit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sojourn.lib.types import Confidentiality, Subject


class Cause(StrEnum):
    """What changed. None of it ends anything by itself."""

    OF_AGE = "of-age"  # a child comes of age soon
    SEPARATION = "separation"
    VIOLENCE = "violence"
    DEATH = "death"  # of whom the right rests on
    REFUSAL = "refusal"  # of whom the right rests on


def least_hidden(cause: Cause) -> Confidentiality:
    """Violence in the family is known to those who protect, and to nobody else."""
    return Confidentiality.RESTRICTED if cause is Cause.VIOLENCE else Confidentiality.ORDINARY


class Teller(StrEnum):
    """Who told of it."""

    CLOCK = "clock"
    PERSON = "person"
    OFFICE = "office"


class Outcome(StrEnum):
    """What an officer found. An end of a permit is none of them: it is a decision of its own."""

    OWN_GROUND = "own-ground"  # the person asked on a ground of their own
    GOES_ON = "goes-on"
    NOT_SO = "not-so"


@dataclass(frozen=True, slots=True)
class NewReview:
    """Something to be looked at. by_day: until when it should have been, where a day is known."""

    about: Subject
    person_id: UUID
    cause: Cause
    teller: Teller
    office: str
    confidentiality: Confidentiality
    words: str = ""
    happened_on: date | None = None
    by_day: date | None = None


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review as officers see it. words: of whoever told; note: of the officer who closed it."""

    id: UUID
    about: Subject
    person_id: UUID
    cause: Cause
    teller: Teller
    office: str
    confidentiality: Confidentiality
    words: str
    happened_on: date | None
    by_day: date | None
    opened_at: datetime
    closed_at: datetime | None
    closed_by: UUID | None
    outcome: Outcome | None
    note: str
