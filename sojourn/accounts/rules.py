"""Pure decisions of sign-on: what a contact is, how many tries are allowed, what powers add up to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sojourn.accounts.errors import (
    ContactNotUnderstood,
    PasswordTooWeak,
    PowerNotGranted,
    RolesIncompatible,
    TokenNotIssued,
)
from sojourn.accounts.roles import INCOMPATIBLE, Permission, role
from sojourn.accounts.types import Contact, ContactKind, Power, Scope
from sojourn.lib.types import Confidentiality

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
CODE_ASKED_AGAIN_WITHIN = timedelta(hours=1)
"""How long after a code was sent another can be asked for in its place, without naming the contact again."""
COUNTER_CODE_LENGTH = 8
COUNTER_CODE_LIFE = timedelta(days=90)
COUNTER_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O 1 I L U: read aloud and typed by tired people
TOKEN_BYTES = 32
RECOGNISED_BY = "sojourn_"  # so that a leaked one is recognised
TOKEN_LIFE = timedelta(days=366)
KEEP_TRIES = timedelta(days=1)
PASSWORD_LENGTH = 12

# A sign of an address; no mark that hides or turns text.
_PART = r"[^\s\x00-\x20\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069@<>(),;:\"\\\[\]]"
_EMAIL = re.compile(rf"{_PART}{{1,64}}@(?!\.)(?:{_PART})+\.(?:{_PART})+(?<!\.)")
_NOT_DIALLED = re.compile(r"[\s().\-\u2010-\u2015]")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many within a span; counted in the database."""

    name: str
    most: int
    within: timedelta


_HOUR, _QUARTER = timedelta(hours=1), timedelta(minutes=15)
CODES_PER_CONTACT = Limit("codes-per-contact", 6, _HOUR)
CODES_PER_CALLER = Limit("codes-per-caller", 60, _HOUR)
PASSWORDS_PER_NAME = Limit("passwords-per-name", 10, _QUARTER)
PASSWORDS_PER_CALLER = Limit("passwords-per-caller", 100, _QUARTER)
FACTORS_PER_ACCOUNT = Limit("factors-per-account", 5, _QUARTER)
COUNTER_CODES_PER_REFERENCE = Limit("counter-codes-per-reference", 5, _HOUR)
COUNTER_CODES_PER_CALLER = Limit("counter-codes-per-caller", 30, _HOUR)
NAMED_PER_CONTACT = Limit("named-per-contact", 5, timedelta(days=1))
NAMED_PER_CALLER = Limit("named-per-caller", 20, timedelta(days=1))
TOKENS_PER_CALLER = Limit("tokens-per-caller", 60, _QUARTER)
RECEIPTS_PER_CALLER = Limit("receipts-per-caller", 20, _QUARTER)
PETITIONS_PER_CALLER = Limit("petitions-per-caller", 20, _HOUR)
PETITION_PAPERS_PER_CALLER = Limit("petition-papers-per-caller", 40, _HOUR)
PASSKEYS_PER_CALLER = Limit("passkeys-per-caller", 60, _QUARTER)


def read_contact(text: str, *, calling_code: str = "") -> Contact:
    """An e-mail address or phone number as typed; `calling_code` ("+994") completes a national number.

    Raises: ContactNotUnderstood.
    """
    typed = text.strip()
    if "@" in typed:
        if len(typed) > 254 or not _EMAIL.fullmatch(typed):
            raise ContactNotUnderstood
        return Contact(ContactKind.EMAIL, typed.lower())
    return Contact(ContactKind.PHONE, _phone(typed, calling_code))


def _phone(typed: str, calling_code: str) -> str:
    dialled = _NOT_DIALLED.sub("", typed)
    if dialled.startswith("00"):
        dialled = "+" + dialled[2:]
    elif dialled.startswith("0") and calling_code:
        dialled = calling_code + dialled[1:]
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", dialled):
        raise ContactNotUnderstood
    return dialled


def plain(typed: str, *, most: int) -> str:
    """A name as typed, without control characters, which no database keeps."""
    return "".join(sign for sign in typed if sign.isprintable()).strip()[:most]


def clean_code(typed: str) -> str:
    """A code as people type it: spaces, dashes and case do not matter."""
    return re.sub(r"[\s\-\u2010-\u2015]", "", typed).upper()[:40]


def check_password(password: str, *, name: str) -> None:
    """Raises: PasswordTooWeak. Source: NIST SP 800-63B-4 s. 3.1.1 (length, no composition rules)."""
    plain = password.casefold()
    if len(password) < PASSWORD_LENGTH or len(set(plain)) < 5 or (name and name.casefold() in plain):
        raise PasswordTooWeak


def permitted(powers: Iterable[Power], permission: Permission) -> tuple[Power, ...]:
    """The powers that hold a permission."""
    return tuple(power for power in powers if permission in role(power.role).permissions)


def offices_of(powers: Iterable[Power]) -> frozenset[str] | None:
    """The offices powers reach together; `None` is every office."""
    offices = {power.office for power in powers}
    return None if None in offices else frozenset(office for office in offices if office is not None)


def classes_of(powers: Sequence[Power]) -> frozenset[Confidentiality]:
    """The classes that may be seen in every office these powers reach.

    A reader has one set of offices and one of classes; a class seen in one office only must not reach the
    others, so it is left out and read with the powers of its own desk.
    """
    reach = offices_of(powers)
    return frozenset(
        cls
        for cls in Confidentiality
        if powers and offices_of([p for p in powers if cls in role(p.role).classes]) == reach
    )


def check_token(*, name: str, scopes: Iterable[Scope], expires_on: date, today: date) -> None:
    """Raises: TokenNotIssued."""
    if not name or not set(scopes) or not today < expires_on <= today + TOKEN_LIFE:
        raise TokenNotIssued


def check_grant(
    *, role_code: str, held: Iterable[str], to_self: bool, from_on: date, until_on: date | None
) -> None:
    """Raises: PowerNotGranted, RolesIncompatible, RoleUnknown."""
    role(role_code)
    if to_self or (until_on is not None and until_on <= from_on):
        raise PowerNotGranted(role=role_code)
    for other in held:
        if frozenset({other, role_code}) in INCOMPATIBLE:
            raise RolesIncompatible(role=role_code, held=other)
