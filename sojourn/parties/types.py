"""Words of parties: the person an organisation applied for has a part of their own in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sojourn.lib.types import Confidentiality, Subject


class SaidKind(StrEnum):
    """What a party said."""

    OBJECTION = "objection"  # to being applied for
    ANSWER = "answer"  # to a notice that what is granted ends early
    EXPLOITATION = "exploitation"  # kept for those who protect, and for nobody else
    TOLD = "told"  # by the office, to the party alone


class EndOutcome(StrEnum):
    """What became of a notice that what is granted ends early."""

    HEARING = "hearing"  # the party may still answer
    SUSPENDED = "suspended"  # it goes on while something is looked into
    ENDED = "ended"
    GOES_ON = "goes-on"


@dataclass(frozen=True, slots=True)
class NewParty:
    """Who gets a part: the case, the person, how they are reached as the applicant told."""

    about: Subject
    person_id: UUID
    contact: str
    language: str
    confidentiality: Confidentiality = Confidentiality.ORDINARY


@dataclass(frozen=True, slots=True)
class PaperView:
    """A health certificate: its number and day, who accepted it or not; the scan while it is kept."""

    id: UUID
    number: str
    issued_on: date | None
    given_at: datetime
    document_id: UUID | None
    accepted: bool | None
    judged_by: UUID | None
    judged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a party, for the office alone."""

    id: UUID
    kind: SaidKind
    words: str
    said_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class EndView:
    """A notice that what is granted ends early."""

    id: UUID
    ended_on: date
    told_at: datetime
    words: str
    hear_until: date
    outcome: EndOutcome
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party with everything that came from them or concerns them, oldest first."""

    id: UUID
    about: Subject
    person_id: UUID
    contact: str
    language: str
    account_id: UUID | None
    codes: int = 0
    papers: tuple[PaperView, ...] = ()
    said: tuple[Said, ...] = ()
    ends: tuple[EndView, ...] = ()

    @property
    def paper(self) -> PaperView | None:
        """The certificate that counts: the last one."""
        return self.papers[-1] if self.papers else None

    @property
    def unread(self) -> bool:
        """Whether the office has not read something they said; of exploitation only who protects knows."""
        kept_apart = (SaidKind.TOLD, SaidKind.EXPLOITATION)
        return any(each.read_at is None and each.kind not in kept_apart for each in self.said)

    @property
    def end(self) -> EndView | None:
        return self.ends[-1] if self.ends else None
