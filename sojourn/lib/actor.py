"""Who does something, through which door, and who looks at something, for what purpose."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from sojourn.lib.types import Confidentiality, Subject


class Door(StrEnum):
    """Where an act came in. Every door is equal: the same case, clock and receipt."""

    PORTAL = "portal"
    COUNTER = "counter"
    OFFICE = "office"  # staff at their desks, with nobody in front of them
    HELPER = "helper"
    SERVICE_CENTRE = "service-centre"
    POST = "post"
    MOBILE = "mobile"
    API = "api"
    SYSTEM = "system"


class ActorKind(StrEnum):
    PERSON = "person"
    STAFF = "staff"
    GUEST = "guest"  # someone without an account
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts; `on_behalf_of` is the principal, `acting_for` the officer whose power is used."""

    kind: ActorKind
    door: Door
    account_id: UUID | None = None
    on_behalf_of: Subject | None = None
    office: str | None = None
    acting_for: UUID | None = None

    def as_record(self) -> dict[str, Any]:
        """The plain form that stands in the event log; holds no personal value, only ids."""
        record: dict[str, Any] = {"kind": self.kind.value, "door": self.door.value}
        if self.account_id:
            record["account"] = str(self.account_id)
        if self.on_behalf_of:
            record["on_behalf_of"] = {"kind": self.on_behalf_of.kind, "id": str(self.on_behalf_of.id)}
        if self.office:
            record["office"] = self.office
        if self.acting_for:
            record["acting_for"] = str(self.acting_for)
        return record

    def for_principal(self, principal: Subject) -> Actor:
        return replace(self, on_behalf_of=principal)


SYSTEM = Actor(ActorKind.SYSTEM, Door.SYSTEM)
ORDINARY_ONLY = frozenset({Confidentiality.ORDINARY})


@dataclass(frozen=True, slots=True)
class Reader:
    """The one who looks: for what purpose, into which offices (`None`: all), and which classes may be seen.

    Every query that returns personal rows takes `to: Reader` and filters by it in SQL.
    """

    actor: Actor
    purpose: str
    offices: frozenset[str] | None = None
    classes: frozenset[Confidentiality] = field(default=ORDINARY_ONLY)

    def may_see(self, confidentiality: int) -> bool:
        return Confidentiality(confidentiality) in self.classes


def proven(actor: Actor, purpose: str) -> Reader:
    """Whoever has proved that something is theirs, by a receipt, a token or the filing itself.

    They see that one thing in whatever class it stands by now: it is their own.
    """
    return Reader(actor, purpose, classes=frozenset(Confidentiality))
