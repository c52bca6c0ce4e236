"""Reads of the room of accounts: who someone is, what they may do, what they may see."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import Q

from sojourn.accounts import rules
from sojourn.accounts.errors import AccountUnknown, PermissionMissing
from sojourn.accounts.models import CONTACT_COLUMNS, Account, OneTimeCode, RoleGrant, Token
from sojourn.accounts.naming import name_shown as name_shown
from sojourn.accounts.roles import ROLES, Permission
from sojourn.accounts.rules import read_contact
from sojourn.accounts.types import (
    AccountKind,
    Acting,
    CodePurpose,
    Contact,
    ContactKind,
    Grant,
    Held,
    Passkey,
    Power,
    Scope,
    StaffMember,
    TokenView,
)
from sojourn.lib import clock, reads
from sojourn.lib.actor import Actor, ActorKind, Door, Reader
from sojourn.lib.canonical import sha256
from sojourn.lib.db import Answered
from sojourn.lib.fields import blind_index
from sojourn.lib.postgres import planned

__all__ = [
    "check_is_staff",
    "check_may",
    "contacts_of",
    "find_contact_of_code",
    "find_named",
    "find_shown",
    "find_staff",
    "get_account",
    "has_demonstration_accounts",
    "has_real_accounts",
    "has_second_factor",
    "index_of",
    "keep_powers",
    "list_acting",
    "list_called",
    "list_grants",
    "list_officers",
    "list_opened_before",
    "list_passkeys",
    "list_staff",
    "list_tokens",
    "may",
    "power_for",
    "powers_of",
    "read_contact",
    "reader_for",
]
_KEPT = "_powers_today"
_SHOWN = """
SELECT t.id, t.scopes, t.last_used_on, a.id, a.kind, a.language, (
  SELECT jsonb_agg(jsonb_build_array(g.role, g.office, g.acting_for_id) ORDER BY g.id)
  FROM accounts_rolegrant g
  WHERE g.account_id = a.id AND g.from_on <= %(day)s AND (g.until_on IS NULL OR g.until_on > %(day)s)
), d.request_hash, d.answer, {beside}
FROM accounts_token t JOIN accounts_account a ON a.id = t.account_id
LEFT JOIN lib_dooranswer d ON d.door = %(door)s AND d.key = a.id::text || ':' || %(key)s
WHERE t.secret_hash = %(hash)s AND t.revoked_at IS NULL AND t.expires_on > %(day)s AND a.is_active
"""
"""Written out: every request of a program asks, for everything at once."""
_CONTACTS = "SELECT email, phone, {beside} FROM accounts_account WHERE id = %s"
_POWERS = """
SELECT role, office, acting_for_id FROM accounts_rolegrant
WHERE account_id = %s AND from_on <= %s AND (until_on IS NULL OR until_on > %s) ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class ShownToken:
    """A token that opens something: whose it is, what it is for, and what was answered to its key before."""

    id: UUID
    account: Account
    scopes: frozenset[Scope]
    is_first_today: bool
    answered: Answered | None
    beside: Any = None


def get_account(account_id: UUID) -> Account:
    """Raises: Account.DoesNotExist."""
    account: Account = Account.objects.get(id=account_id)
    return account


def keep_powers(account: Account, day: date, held: list[list[str | None]] | None) -> None:
    """An account that was read with its powers of a day is not asked for them again."""
    powers = _powers_told(held) if account.kind == AccountKind.STAFF else ()
    setattr(account, _KEPT, {day: powers})


def check_is_staff(account_id: UUID) -> None:
    """Raises: AccountUnknown, also for a person's account: those are not the administrator's."""
    if not Account.objects.filter(id=account_id, kind=AccountKind.STAFF).exists():
        raise AccountUnknown


def contacts_of(account: Account) -> tuple[Contact, ...]:
    """The contacts an account is reached by, the e-mail first."""
    found = ((ContactKind.EMAIL, account.email), (ContactKind.PHONE, account.phone))
    return tuple(Contact(kind, address) for kind, address in found if address)


def contacts_beside(account_id: UUID, beside: str) -> tuple[tuple[Contact, ...], Any]:
    """The contacts of an account, and what another room wants to know of it in the same statement.

    Raises: Account.DoesNotExist.
    """
    with planned() as cursor:
        cursor.execute(_CONTACTS.replace("{beside}", beside), [account_id])
        row = cursor.fetchone()
    if row is None:
        raise Account.DoesNotExist
    fields: Any = map(Account._meta.get_field, ("email", "phone"))
    read = [each.from_db_value(value, None, connection) for each, value in zip(fields, row, strict=False)]
    return contacts_of(Account(email=read[0], phone=read[1])), row[2]


def index_of(contact: Contact) -> bytes:
    """By what an account is found from a contact, and a contact compared with another one."""
    return blind_index(contact.address, purpose=f"account:{contact.kind.value}")


def find_contact_of_code(code_id: UUID, *, purpose: CodePurpose) -> Contact | None:
    """Where an unused code went, for sending another in its place to whoever asked for the first."""
    found = OneTimeCode.objects.filter(id=code_id, purpose=purpose, used_at=None).first()
    if found is None or found.made_at < clock.now() - rules.CODE_ASKED_AGAIN_WITHIN:
        return None
    kind, address = found.contact
    return Contact(ContactKind(kind), address)


def powers_of(account: Account, *, on: date | None = None) -> tuple[Power, ...]:
    """The roles an account holds on a legal day (today). One statement, kept for the request's account."""
    day = on or clock.today()
    kept: dict[date, tuple[Power, ...]] | None = getattr(account, _KEPT, None)
    if kept is None:
        kept = {}
        setattr(account, _KEPT, kept)
    if day not in kept:
        kept[day] = _powers(account, day)
    return kept[day]


def _powers(account: Account, day: date) -> tuple[Power, ...]:
    if not account.is_active or account.kind != AccountKind.STAFF:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_POWERS, [account.id, day, day])
        return tuple(Power(*row) for row in cursor.fetchall())


def may(
    account: Account, permission: Permission, *, office: str | None = None, on: date | None = None
) -> bool:
    """Whether an account holds a permission on a day: in an office, or anywhere when none is named."""
    powers = rules.permitted(powers_of(account, on=on), permission)
    return any(office is None or power.office in (None, office) for power in powers)


def check_may(account: Account, permission: Permission, *, office: str | None = None) -> None:
    """Raises: PermissionMissing."""
    if not may(account, permission, office=office):
        raise PermissionMissing(permission=permission.value)


def power_for(account: Account, permission: Permission, *, office: str | None = None) -> Power | None:
    """The power under which a permission is used: one's own before another officer's."""
    powers = rules.permitted(powers_of(account), permission)
    fitting = [power for power in powers if office is None or power.office in (None, office)]
    return min(fitting, key=lambda power: power.acting_for is not None, default=None)


def office_for(account: Account, permission: Permission) -> str | None:
    """The office an officer works for with a permission; none where it reaches several, or all of them."""
    offices = {power.office for power in rules.permitted(powers_of(account), permission)}
    return offices.pop() if len(offices) == 1 else None


def reader_for(
    account: Account, purpose: str, *, permission: Permission | None = None, actor: Actor | None = None
) -> Reader:
    """What an account may see for a purpose: the offices and classes of its powers (with the permission).

    A person sees nothing by power, only what is theirs; an empty set of offices says so.
    """
    powers = powers_of(account)
    if permission is not None:
        powers = rules.permitted(powers, permission)
    return Reader(
        actor=actor or _plain_actor(account),
        purpose=purpose,
        offices=rules.offices_of(powers),
        classes=rules.classes_of(powers),
    )


def _plain_actor(account: Account) -> Actor:
    staff = account.kind == AccountKind.STAFF
    kind, door = (ActorKind.STAFF, Door.OFFICE) if staff else (ActorKind.PERSON, Door.PORTAL)
    return Actor(kind, door, account_id=account.id)


def find_shown(secret: str, *, door: str, key: str, beside: str = "NULL") -> ShownToken | None:
    """Who shows a token, their powers today, and what `door` answered to `key` before. One statement.

    beside: what another room wants to know in the same statement, which may speak of `now`.
    """
    now = clock.now()
    day = clock.legal_day(now)
    asked: dict[str, Any] = {"hash": sha256(secret.encode()), "day": day, "now": now, "door": door}
    asked["key"] = key
    with planned() as cursor:
        cursor.execute(_SHOWN.replace("{beside}", beside), asked)
        row = cursor.fetchone()
    if row is None:
        return None
    token_id, scopes, last_used_on, account_id, kind, language, held, request_hash, answer, told_beside = row
    account = Account(id=account_id, kind=kind, language=language, is_active=True)
    powers, told = (json.loads(each) if isinstance(each, str) else each for each in (held, answer))
    keep_powers(account, day, powers)
    return ShownToken(
        id=token_id,
        account=account,
        scopes=frozenset(map(Scope, scopes)),
        is_first_today=last_used_on != day,
        answered=Answered(bytes(request_hash), told) if request_hash is not None else None,
        beside=told_beside,
    )


def _powers_told(held: list[list[str | None]] | None) -> tuple[Power, ...]:
    return tuple(
        Power(str(role), office, UUID(acting_for) if acting_for else None)
        for role, office, acting_for in held or ()
    )


def list_tokens(account_id: UUID) -> list[TokenView]:
    """The tokens of an account, newest first, those that ended among them."""
    return [
        TokenView(
            row.id,
            row.account_id,
            row.name,
            frozenset(map(Scope, row.scopes)),
            row.expires_on,
            row.last_used_on,
            row.revoked_at,
        )
        for row in Token.objects.filter(account_id=account_id).order_by("-id")[:100]
    ]


def list_passkeys(account: Account) -> list[Passkey]:
    rows = Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).order_by("id")
    return [Passkey(row.pk, row.data.get("name", ""), row.created_at, row.last_used_at) for row in rows]


def has_second_factor(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account, type__in=("totp", "webauthn")).exists())


def list_staff(*, after: str = "", limit: int = 50) -> list[StaffMember]:
    """Staff accounts in the order of their names, a page at a time."""
    rows = Account.objects.filter(kind=AccountKind.STAFF, sign_in_name__gt=after).order_by("sign_in_name")
    return [
        StaffMember(row.id, row.sign_in_name or "", name_shown(row.display_name), row.is_active)
        for row in rows[:limit]
    ]


def list_called(account_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What accounts are told apart by: the name shown and a contact. One statement."""
    wanted = list(account_ids)
    rows = reads.plain_rows(Account, "WHERE r.id = ANY(%s)", [wanted]) if wanted else []
    return {a.id: " · ".join(filter(None, (name_shown(a.display_name), a.email or a.phone))) for a in rows}


_HOLDING = """
SELECT DISTINCT a.id, a.display_name FROM accounts_rolegrant g JOIN accounts_account a ON a.id = g.account_id
WHERE g.role = ANY(%(roles)s) AND g.from_on <= %(day)s AND (g.until_on IS NULL OR g.until_on > %(day)s)
  AND (g.office IS NULL OR %(office)s::text IS NULL OR g.office = %(office)s) AND a.is_active
"""


def list_officers(permission: Permission, *, office: str | None = None) -> dict[UUID, str]:
    """The names of the officers who hold a permission today, in an office or anywhere. One statement."""
    roles = [code for code, role in ROLES.items() if permission in role.permissions]
    asked = {"roles": roles, "day": clock.today(), "office": office}
    names = {row.id: name_shown(row.display_name) for row in Account.objects.raw(_HOLDING, asked)}
    return dict(sorted(names.items(), key=lambda each: (each[1], each[0])))


def find_staff(sign_in_name: str) -> UUID | None:
    """The staff account that signs in by a name."""
    found = Account.objects.filter(kind=AccountKind.STAFF, sign_in_name=sign_in_name).first()
    return found.id if found else None


def find_named(named: str) -> UUID:
    """An account by its id, the name it signs in by, or a contact.

    Raises: AccountUnknown, ContactNotUnderstood.
    """
    try:
        found = Account.objects.filter(id=UUID(named))
    except ValueError:
        found = Account.objects.filter(kind=AccountKind.STAFF, sign_in_name=named)
        if not found.exists():
            contact = read_contact(named)
            found = Account.objects.filter(**{f"{contact.kind.value}_index": index_of(contact)})
    row = found.order_by("id").first()
    if row is None:
        raise AccountUnknown
    return UUID(str(row.id))


def list_acting(account_ids: Iterable[UUID]) -> dict[UUID, Acting]:
    """Who stands behind accounts in the log. People who are no officers are not named. One statement."""
    rows = Account.objects.filter(id__in=list(account_ids)).order_by("grants__from_on", "grants__id")
    held = ("grants__role", "grants__office", "grants__from_on", "grants__until_on")
    found: dict[UUID, Acting] = {}
    for account_id, kind, name, *grant in rows.values_list("id", "kind", "display_name", *held):
        named = name_shown(name) if kind == AccountKind.STAFF else ""
        known = found.setdefault(account_id, Acting(AccountKind(kind), named))
        if grant[0]:
            found[account_id] = replace(known, held=(*known.held, Held(*grant)))
    return found


def list_grants(account_ids: Iterable[UUID]) -> list[Grant]:
    rows = RoleGrant.objects.filter(account_id__in=list(account_ids)).order_by("account_id", "from_on", "id")
    return [
        Grant(
            row.id,
            row.account_id,
            row.role,
            row.office,
            row.from_on,
            row.until_on,
            row.acting_for_id,
            row.given_by_id,
        )
        for row in rows
    ]


def list_opened_before(instant: datetime, *, after: UUID | None = None, limit: int = 500) -> list[UUID]:
    """Accounts not empty yet, opened before an instant, without a role since; a page at a time. Ids only."""
    term = Q(until_on=None) | Q(until_on__gt=clock.legal_day(instant))
    full = Q()
    for column in CONTACT_COLUMNS:
        full |= Q(**{f"{column}__isnull": False})
    rows = Account.objects.filter(full, opened_at__lt=instant)
    rows = rows.exclude(id__in=RoleGrant.objects.filter(term).values("account_id"))
    if after is not None:
        rows = rows.filter(id__gt=after)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def has_real_accounts() -> bool:
    """Whether anyone but demonstration accounts is here: demonstration mode refuses such a database."""
    return bool(Account.objects.filter(demonstration=False).exists())


def has_demonstration_accounts() -> bool:
    """Whether printed sign-ins would work here: a deployment refuses them."""
    return bool(Account.objects.filter(demonstration=True).exists())
