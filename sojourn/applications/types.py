"""Who holds a draft, who filed, and what a filing looks like to its reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sojourn.lib.canonical import sha256
from sojourn.lib.types import Confidentiality, Subject

Answers = Mapping[str, Any]
"""Answers as typed, by dotted path; files stand as the id of their document."""

ENDS_WITH = frozenset({"case"})
"""What keeps its filing as long as it lasts: the answers of an open case are never past their term."""


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"


class Role(StrEnum):
    """In which role a party stands in a filing."""

    APPLICANT = "applicant"
    HOST = "host"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True, slots=True)
class Party:
    role: Role
    subject: Subject


@dataclass(frozen=True, slots=True)
class Holder:
    """Who may open a draft: an account, or whoever holds the secret of the browser it was begun in."""

    account_id: UUID | None = None
    secret: str = ""

    @property
    def secret_hash(self) -> bytes | None:
        return sha256(self.secret.encode()) if self.secret else None


@dataclass(frozen=True, slots=True)
class Draft:
    """A filing as its holder sees it."""

    id: UUID
    reference: str
    service: str
    pack_sha256: str
    language: str
    state: State
    answers: Answers
    outcome: Subject | None
    created_at: datetime
    saved_at: datetime
    submitted_at: datetime | None
    received_on: date | None
    confidentiality: Confidentiality
    principal: Subject | None = None  # for whom it is filed, where that is not the holder


@dataclass(frozen=True, slots=True)
class GuestRow:
    """One line of a guest list: what was typed, and either the registration it became or what is to mend.

    `findings` are (path, code) pairs of the catalogue's words for what is wrong, of a registered row for what
    is doubtful: to be compared with the document.
    """

    number: int
    answers: Answers
    registration: UUID | None = None
    findings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FiledList:
    """A list of guests an organisation sent, its rows, and the later list that mends some of them."""

    id: UUID
    sent_at: datetime
    rows: tuple[GuestRow, ...]
    follows: UUID | None = None
    mended_by: UUID | None = None

    @property
    def registered(self) -> int:
        return sum(row.registration is not None for row in self.rows)

    @property
    def back(self) -> int:
        """Rows that came back, whether they were mended since or not."""
        return len(self.rows) - self.registered

    @property
    def to_mend(self) -> int:
        return 0 if self.mended_by else self.back
