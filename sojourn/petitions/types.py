"""Words of petitions: who wrote what, which desk has it, what was said back and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sojourn.catalogue.types import PetitionDesk
from sojourn.lib.types import Confidentiality, Subject

__all__ = [
    "Ending",
    "Message",
    "NewPetition",
    "Petition",
    "PetitionDesk",
    "Place",
    "Side",
    "Status",
    "Told",
]


class Status(StrEnum):
    """Where a petition stands. What was answered waits again when its writer asks again."""

    WAITING = "waiting"
    ANSWERED = "answered"
    FORWARDED = "forwarded"  # another body is competent
    REPEATED = "repeated"  # closed: the same was answered often enough


class Side(StrEnum):
    """Who says something."""

    WRITER = "writer"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Told:
    """What the writer told. office, officer: of whom they complain; safe: the contact may be written to."""

    words: str
    where: str = ""
    office: str = ""
    officer: str = ""
    name: str = ""
    contact: str = ""
    safe: bool = False


@dataclass(frozen=True, slots=True)
class NewPetition:
    """A petition as it comes in. id: made with its form, so that the same form sent twice is one petition;
    code: by which its writer finds it again; writer: by what a person is recognised who said who they are.
    """

    id: UUID
    code: str
    matter: str
    told: Told
    language: str
    account_id: UUID | None = None
    writer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Petition:
    """One petition. due_on: by when it is to be answered; first_due_on: before it was prolonged; answers: on
    the merits, of this petition and of earlier ones of the same writer about the same, within the term.
    """

    id: UUID
    number: str
    matter: str
    confidentiality: Confidentiality
    desk: PetitionDesk
    office: str
    pack_sha256: str
    received_on: date
    due_on: date
    first_due_on: date
    status: Status
    language: str
    told: Told
    account_id: UUID | None = None
    handler_id: UUID | None = None
    ended_on: date | None = None
    forwarded_to: str = ""
    warnings: int = 0

    @property
    def subject(self) -> Subject:
        return Subject("petition", self.id)

    @property
    def is_waiting(self) -> bool:
        return self.status is Status.WAITING

    def is_overdue(self, today: date) -> bool:
        return self.is_waiting and today > self.due_on


@dataclass(frozen=True, slots=True)
class Message:
    """Something said in a petition. is_answer: on the merits, with a letter."""

    id: UUID
    side: Side
    words: str
    at: datetime
    is_answer: bool = False
    by_account: UUID | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """How a petition ends without an answer on the merits. body: where it goes on."""

    status: Status
    reason: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of a list begins: after the petition due on this day with this id."""

    due_on: date
    id: UUID
