"""Words of this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sojourn.lib.types import Confidentiality, Subject


class Standing(StrEnum):
    """What a document is worth on a day."""

    VALID = "valid"
    PENDING = "pending"  # an application is pending: the stay is lawful although the term has passed
    NOT_VALID = "not-valid"


class Cause(StrEnum):
    """Why an interval of validity stands in the ledger."""

    ISSUED = "issued"
    PROLONGED = "prolonged"
    APPLICATION_PENDING = "application-pending"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    VOID_FROM_START = "void-from-start"
    EXPIRED = "expired"
    DEPARTED = "departed"
    MOVED = "moved"
    LOST = "lost"
    DAMAGED = "damaged"
    DATA_CHANGED = "data-changed"


STANDING_FOR: dict[Cause, Standing] = {
    Cause.ISSUED: Standing.VALID,
    Cause.PROLONGED: Standing.VALID,
    Cause.APPLICATION_PENDING: Standing.PENDING,
    Cause.SUSPENDED: Standing.NOT_VALID,
    Cause.WITHDRAWN: Standing.NOT_VALID,
    Cause.VOID_FROM_START: Standing.NOT_VALID,
    Cause.EXPIRED: Standing.NOT_VALID,
    Cause.DEPARTED: Standing.NOT_VALID,
    Cause.MOVED: Standing.NOT_VALID,
    Cause.LOST: Standing.NOT_VALID,
    Cause.DAMAGED: Standing.NOT_VALID,
    Cause.DATA_CHANGED: Standing.NOT_VALID,
}


class Verdict(StrEnum):
    """The only three answers of the public door."""

    VALID = "valid"
    PENDING = "pending"
    NOT_VALID = "not-valid"


@dataclass(frozen=True, slots=True)
class Validity:
    """An interval of the ledger; both days count, no last day means no end."""

    standing: Standing
    cause: Cause
    first_day: date
    last_day: date | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class SealedHolder:
    """What the seal says of the holder: name, nationality and document as in the machine-readable zone.

    birth: YYYYMMDD with `<` where unknown. Any of them may be empty.
    """

    name: str = ""
    nationality: str = ""
    birth: str = ""
    travel_document: str = ""


@dataclass(frozen=True, slots=True)
class ToIssue:
    """One document to be issued; `valid` is the first and the last day, or no last day.

    cause: why its first interval stands in the ledger; a proof of a pending application is issued as pending;
    shown: its holder shows it to anyone, so the public door answers for it whatever its class.
    """

    kind: str
    subject: Subject
    holder: SealedHolder
    valid: tuple[date, date | None]
    district: str = ""
    confidentiality: Confidentiality = Confidentiality.ORDINARY
    cause: Cause = Cause.ISSUED
    shown: bool = False

    @property
    def class_at_the_door(self) -> Confidentiality:
        """By which the public door answers, for good."""
        return Confidentiality.ORDINARY if self.shown else self.confidentiality


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued document: the number and the code printed beside it, and the bytes of its seal."""

    id: UUID
    kind: str
    subject: Subject
    number: str
    code: str
    seal: bytes
    holder: SealedHolder
    valid: tuple[date, date | None]
    issued_at: datetime
