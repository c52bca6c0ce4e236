"""A foreigner's stay at a place: what is registered, how it ends, what an officer may have to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sojourn.lib.types import Confidentiality, Subject


class HostKind(StrEnum):
    """Who gives the guest a place."""

    OWNER = "owner"
    HOTEL = "hotel"
    SELF = "self"
    OTHER = "other"


class Side(StrEnum):
    """The two sides of a stay: who stays, and who gives the place."""

    GUEST = "guest"
    HOST = "host"


class EndCause(StrEnum):
    """Why a registration is over. None of them is an offence."""

    EXPIRED = "expired"  # its lawful term ran out; not a departure
    DEPARTED = "departed"
    MOVED = "moved"
    PERMIT = "permit"  # a residence permit was issued, which registers upon place of residence


class CandidateState(StrEnum):
    """Where an officer is with a late registration."""

    OPEN = "open"
    TAKEN_UP = "taken-up"
    SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True)
class Place:
    """Where someone stays: a district of the territory and the address within it, as people write it."""

    district: str
    locality: str = ""
    street: str = ""
    house: str = ""
    flat: str = ""
    postal_code: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        street = " ".join(part for part in (self.street, self.house, self.flat and f"/ {self.flat}") if part)
        return tuple(line for line in (street, self.locality, self.postal_code) if line)

    @property
    def key(self) -> str:
        """Equal for the same place written with other capitals or spaces."""
        parts = (self.district, self.locality, self.street, self.house, self.flat)
        return "|".join(" ".join(part.casefold().split()) for part in parts)


@dataclass(frozen=True, slots=True)
class Host:
    """Who gives the place: by name as typed, and as an organisation when it filed itself."""

    kind: HostKind
    name: str = ""
    contact: str = ""
    organisation_id: UUID | None = None


Doubts = tuple[tuple[str, str], ...]
"""Answers of a filing to compare with the guest's document: the path of each and the code of its advice."""


@dataclass(frozen=True, slots=True)
class Told:
    """The guest in the words of this filing; what others told of the same person is never mixed in."""

    surname: str = ""
    given: str = ""
    born: str = ""
    nationality: str = ""
    document_state: str = ""
    document_number: str = ""

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.surname, self.given) if part)


@dataclass(frozen=True, slots=True)
class GuestFacts:
    """What someone says they know of a guest, as typed; a birth date as far as it is known, 1990-04-17."""

    document_number: str = ""
    born: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """The person of the register, what this filing tells of them, and what of that is doubtful."""

    person_id: UUID
    told: Told
    doubts: Doubts = ()

    @property
    def words(self) -> dict[str, Any]:
        """What is kept of the words of the filing; doubts only where there are any."""
        return asdict(self.told) | ({"doubts": self.doubts} if self.doubts else {})

    @property
    def key_parts(self) -> tuple[str, str, str]:
        """What makes this guest the same guest again: document and birth, or the name where there is none."""
        told = self.told
        if told.document_number:
            return (f"{told.document_state}|{told.document_number}", told.born, "")
        return ("", told.born, " ".join(told.name.casefold().split()))


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late a filing is and whose duty it was, as a proposal for an officer.

    is_shielded: the proposal is not made, since something protects the guest; how late it is, is told.
    """

    days: int
    last_day: date
    parties: tuple[str, ...]
    is_shielded: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """Everything a registration upon place of stay is made of."""

    reference: str
    guest: Guest
    place: Place
    host: Host
    arrived_on: date
    lawful_until: date
    received_on: date
    voluntary: bool
    pack_sha256: str
    office: str
    arrived_in_country_on: date | None = None
    leaves_on: date | None = None
    changed_place: bool = False
    lateness: Lateness | None = None
    filer: str = ""
    told_by: Side = Side.GUEST
    guest_contact: str = ""  # told by a host, so that the guest learns of it
    confidentiality: Confidentiality = Confidentiality.ORDINARY


@dataclass(frozen=True, slots=True)
class Registered:
    """A registration; `first` is False when the same filer had filed it before."""

    id: UUID
    reference: str
    first: bool


@dataclass(frozen=True, slots=True)
class RegistrationView:
    """A registration for a reader entitled to it."""

    id: UUID
    reference: str
    person_id: UUID
    told: Told
    place: Place
    host_kind: HostKind
    host_name: str
    organisation_id: UUID | None
    arrived_on: date
    arrived_in_country_on: date | None
    leaves_on: date | None
    lawful_until: date
    received_on: date
    entered_at: datetime
    voluntary: bool
    changed_place: bool
    days_late: int
    ended_on: date | None
    end_cause: EndCause | None
    office: str
    door: str
    filed_by: Mapping[str, object]
    principal: Subject | None
    confidentiality: Confidentiality
    pack_sha256: str
    told_by: Side = Side.GUEST
    doubts: Doubts = ()  # of a row of a list: other filings keep their answers
