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


class Verdict(StrEnum):
    """What came of a try. Wrong tries are answers, not errors: the transaction that counts them commits."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"  # too old, used, or tried too often: ask for a new one
    REPLACED = "replaced"  # a newer one was asked for in its place
    LIMITED = "limited"  # too many tries from here; wait


@dataclass(frozen=True, slots=True)
class CheckedCode:
    """The verdict on a one-time code, and the contact it proves when right."""

    verdict: Verdict
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class SignIn:
    """The verdict on a step of signing in, and whose account it is when right."""

    verdict: Verdict
    account_id: UUID | None = None
    opened: bool = False  # the account was opened by this very sign-in


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as its owner sees it."""

    id: int
    name: str
    added_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A staff account as the one who manages accounts sees it."""

    id: UUID
    sign_in_name: str
    display_name: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Acting:
    """Who stands behind an account in the log: officers by name and roles, anyone else by neither."""

    kind: AccountKind
    name: str = ""
    held: tuple[Held, ...] = ()

    def roles_on(self, day: date, *, office: str | None = None) -> tuple[str, ...]:
        """The roles held on a day: in this office and in every office; anywhere when none is named."""
        return tuple(
            dict.fromkeys(
                each.role
                for each in self.held
                if each.from_on <= day
                and (each.until_on is None or day < each.until_on)
                and (office is None or each.office in (None, office))
            )
        )


@dataclass(frozen=True, slots=True)
class Held:
    """A role someone holds or held; `until_on` is the first day without it."""

    role: str
    office: str | None
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Grant:
    """A role given to an account, with its term; `until_on` is the first day without it."""

    id: UUID
    account_id: UUID
    role: str
    office: str | None
    from_on: date
    until_on: date | None
    acting_for: UUID | None
    given_by: UUID | None


class Scope(StrEnum):
    """What a token may be used for, beside what its account may do: the narrower of the two counts."""

    APPLICATIONS_WRITE = "applications.write"
    APPLICATIONS_READ = "applications.read"
    PAYMENTS_WRITE = "payments.write"  # begin a payment
    CASES_WORK = "cases.work"  # the officer's way up to a proposal
    CASES_DECIDE = "cases.decide"  # approve, return, lapse, decide an appeal


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token that was made; `secret` is shown once and kept nowhere in the clear."""

    id: UUID
    secret: str


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token as the one who manages it sees it. expires_on: the first day without it."""

    id: UUID
    account_id: UUID
    name: str
    scopes: frozenset[Scope]
    expires_on: date
    last_used_on: date | None
    revoked_at: datetime | None
