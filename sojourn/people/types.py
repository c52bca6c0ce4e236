"""People as the other rooms see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sojourn.lib.partial_date import PartialDate
from sojourn.lib.types import Confidentiality


class Sex(StrEnum):
    """Sex as declared; documents write M, F and X or a filler."""

    MALE = "male"
    FEMALE = "female"
    OTHER = "other"


class StatementKind(StrEnum):
    """What a statement is about."""

    NAME = "name"
    BIRTH = "birth"
    SEX = "sex"
    CITIZENSHIP = "citizenship"
    STATUS = "status"  # stateless, refugee, unspecified: apart from citizenship
    TRAVEL_DOCUMENT = "travel-document"
    NO_DOCUMENT = "no-document"
    LANGUAGE = "language"
    FORMER_RESIDENCE = "former-residence"
    CONTACT = "contact"


class Standing(StrEnum):
    """How well something is known: said by someone, shown by a document, or established by a decision."""

    DECLARED = "declared"
    EVIDENCED = "evidenced"
    ESTABLISHED = "established"


class LinkKind(StrEnum):
    """What the first person is to the second."""

    SPOUSE = "spouse"
    PARENT = "parent"
    SIBLING = "sibling"
    GUARDIAN = "guardian"
    REPRESENTATIVE = "representative"
    OTHER = "other"


class HoldKind(StrEnum):
    """Why someone is not to be removed. Only the protection desk sees it."""

    CLAIM_PENDING = "claim-pending"
    APPEAL_PENDING = "appeal-pending"
    STATELESSNESS_PENDING = "statelessness-pending"
    VICTIM = "victim"
    CHILD = "child"
    COURT_ORDER = "court-order"
    RISK_ON_RETURN = "risk-on-return"


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as people write it, and as a zone spells it. Surname or given names may be all of it."""

    surname: str | None
    given: str | None
    mrz: str | None = None

    @property
    def whole(self) -> str:
        """Surname and given names in one line."""
        return " ".join(part for part in (self.surname, self.given) if part)


@dataclass(frozen=True, slots=True)
class TravelDocument:
    """A passport or what stands for it. States by their ICAO code."""

    kind: str
    issuing_state: str
    number: str
    expires_on: date | None = None
    mrz: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who someone is, as told on one occasion. Anything may be unknown."""

    names: PersonName
    birth: PartialDate | None = None
    sex: Sex | None = None
    nationality: str | None = None
    travel_document: TravelDocument | None = None
    no_document_reason: str | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from: the filing it was said in, and whether a document showed it."""

    standing: Standing = Standing.DECLARED
    reference: str = ""
    said_on: date | None = None

    def as_record(self) -> dict[str, str]:
        """The plain form kept beside each statement."""
        record = {"reference": self.reference, "said_on": str(self.said_on or "")}
        return {name: value for name, value in record.items() if value}


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement about a person, current unless `superseded_at` is set."""

    kind: StatementKind
    value: dict[str, Any]
    standing: Standing
    source: dict[str, str]
    recorded_at: datetime
    superseded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FamilyLinkView:
    """How someone is related to another person whom the reader may see."""

    id: UUID
    kind: LinkKind
    relative_id: UUID
    is_first: bool  # whether the person looked at is the first of the two
    disputed: bool
    from_on: date | None
    until_on: date | None


@dataclass(frozen=True, slots=True)
class HoldNotice:
    """What everyone may know: not to be removed until then (None: until further notice), never why."""

    until_on: date | None


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold as the protection desk sees it; open until `ended_at` is set or its last day has passed."""

    id: UUID
    kind: HoldKind
    from_on: date
    until_on: date | None
    ended_at: datetime | None
    end_reason: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Someone unseen was told of again where they are not known: a record of its own stands there."""

    known_id: UUID
    newcomer_id: UUID
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ToldApart:
    """A record that looked like this person and is of someone else, as the protection desk found."""

    newcomer_id: UUID
    reason: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person for a reader entitled to it."""

    id: UUID
    confidentiality: Confidentiality
    created_at: datetime
    identity: Identity
    status: str | None
    statements: tuple[StatementView, ...]
    links: tuple[FamilyLinkView, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A line of a search: enough to tell one person from the next."""

    id: UUID
    name: PersonName
    birth: PartialDate | None
    nationality: str | None


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of a search. `after` continues it; empty on the last page."""

    people: tuple[Found, ...]
    after: str = ""
