"""Words of organisations: what they are, what their members may do, who may act for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sojourn.lib.types import Subject


class OrganisationKind(StrEnum):
    HOTEL = "hotel"
    COMPANY = "company"
    BODY = "body"  # a public body or an aid organisation


class Right(StrEnum):
    """What a member may do for the organisation."""

    REGISTER_GUESTS = "register-guests"
    APPLY_FOR_WORKERS = "apply-for-workers"  # and follow what was applied for
    READ_MESSAGES = "read-messages"
    MANAGE_MEMBERS = "manage-members"


class Scope(StrEnum):
    """What a mandate allows: everything here, or one kind of business."""

    EVERYTHING = "everything"
    REGISTER_STAY = "register-stay"
    APPLY_FOR_WORKERS = "apply-for-workers"
    RECEIVE_DOCUMENTS = "receive-documents"

    def covers(self, wanted: Scope) -> bool:
        return self in (Scope.EVERYTHING, wanted)


class Proof(StrEnum):
    """On what a mandate rests."""

    DECLARED = "declared"  # by the principal, signed in
    POWER_OF_ATTORNEY = "power-of-attorney"
    CUSTODY_PAPER = "custody-paper"
    COURT_ORDER = "court-order"


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What is known of an organisation when it is entered."""

    kind: OrganisationKind
    name: str
    tax_number: str = ""
    district: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationChange:
    """What may be changed of an organisation; its kind and tax number say which one it is."""

    name: str
    district: str
    address: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """An organisation as its members and the office see it."""

    id: UUID
    kind: OrganisationKind
    name: str
    tax_number: str
    district: str
    address: str
    email: str = ""
    phone: str = ""
    ended_on: date | None = None

    @property
    def subject(self) -> Subject:
        return Subject("organisation", self.id)


@dataclass(frozen=True, slots=True)
class Membership:
    """An organisation someone belongs to or has a mandate of, and what they may do there.

    terms: those of the mandate; none for a member.
    """

    organisation: OrganisationView
    rights: frozenset[Right]
    terms: Terms | None = None


@dataclass(frozen=True, slots=True)
class MemberView:
    """Who may act for an organisation, for which term; `until_on` is the first day without it."""

    account_id: UUID
    rights: frozenset[Right]
    from_on: date
    until_on: date | None

    def is_open(self, on: date) -> bool:
        return self.until_on is None or self.until_on > on


@dataclass(frozen=True, slots=True)
class Terms:
    """What a mandate allows and for how long; `until_on` is the first day without it.

    `services` are the codes of the services it is for; none stands for every service.
    """

    scope: Scope
    from_on: date
    until_on: date | None
    proof: Proof
    proof_document: UUID | None = None
    services: tuple[str, ...] = ()

    def covers(self, wanted: Scope, service: str = "") -> bool:
        """Whether they reach so far; without a service, whether they do for any.

        Who may register stays files what an organisation asks for its workers only where that is named.
        """
        if wanted is Scope.APPLY_FOR_WORKERS and self.scope is Scope.REGISTER_STAY:
            return service in self.services if service else bool(self.services)
        return self.scope.covers(wanted) and (not self.services or not service or service in self.services)


@dataclass(frozen=True, slots=True)
class MandateView:
    """A mandate as either side sees it; without an agent it is offered and not accepted yet.

    contact: where it was offered, as the principal typed it; called: how the principal is named to the agent.
    """

    id: UUID
    principal: Subject
    agent: Subject | None
    terms: Terms
    ended_on: date | None
    given_at: datetime
    accepted_at: datetime | None = None
    contact: str = ""
    called: str = ""

    @property
    def is_offer(self) -> bool:
        return self.agent is None
