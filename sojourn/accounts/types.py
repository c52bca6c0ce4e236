"""Words of sign-on: kinds of accounts, contacts, purposes of a code, what a role allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class AccountKind(StrEnum):
    PERSON = "person"
    STAFF = "staff"
    SERVICE = "service"  # another machine


class ContactKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a code or a message goes: an e-mail address in lower case, or a phone number as +digits."""

    kind: ContactKind
    address: str


class CodePurpose(StrEnum):
    """What a one-time code proves; a code for one purpose is worth nothing for another."""

    SIGN_IN = "sign-in"
    CONFIRM_CONTACT = "confirm-contact"


@dataclass(frozen=True, slots=True)
class SentCode:
    """A code that was made and must now reach its contact; `code` is kept nowhere in the clear."""

    id: UUID
    contact: Contact
    code: str
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Power:
    """A role someone holds on a day: in one office or all (`None`), as themselves or for another officer."""

    role: str
    office: str | None
    acting_for: UUID | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """From a day until the day before another one; open when `until` is None."""

    from_on: date
    until_on: date | None = None
