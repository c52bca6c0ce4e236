"""One-time codes: made, sent by a flow, checked once."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.models import Q

from sojourn.accounts import events, limits, rules
from sojourn.accounts.models import Account, OneTimeCode
from sojourn.accounts.queries import index_of
from sojourn.accounts.types import (
    AccountKind,
    CheckedCode,
    CodePurpose,
    Contact,
    ContactKind,
    SentCode,
    SignIn,
    Verdict,
)
from sojourn.audit import actions as audit
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.fields import blind_index, decrypt
from sojourn.lib.types import Subject

_TRY = """
WITH tried AS (
  UPDATE accounts_onetimecode
  SET tries = tries + 1, used_at = CASE WHEN code_hash = %(hash)s THEN %(now)s::timestamptz END
  WHERE id = %(id)s AND purpose = %(purpose)s AND used_at IS NULL AND replaced_by IS NULL
    AND tries < %(most)s AND valid_until > %(now)s
  RETURNING used_at IS NOT NULL AS used, tries, contact
)
SELECT used, tries, contact, EXISTS (
  SELECT FROM accounts_onetimecode old
  WHERE old.purpose = %(purpose)s AND old.used_at IS NULL
    AND (old.id = %(id)s AND old.replaced_by IS NOT NULL
         OR old.replaced_by = %(id)s AND old.code_hash = %(hash)s)
)
FROM (SELECT) AS once LEFT JOIN tried ON true
"""


@transaction_required
def send_code(
    contact: Contact, *, purpose: CodePurpose, caller: str, by: Actor, instead_of: UUID | None = None
) -> SentCode | None:
    """Make a code for a contact; a flow brings it there. `None` when the limits are used up.

    Whether the contact has an account makes no difference. Two statements; one more where the code is asked
    for instead of an earlier one, which only its asker knows and which ends with it.
    """
    asked = (rules.CODES_PER_CONTACT, contact.address), (rules.CODES_PER_CALLER, caller)
    if not limits.within(*asked):
        return None
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}}"
    made = OneTimeCode(
        purpose=purpose,
        contact=[contact.kind.value, contact.address],
        code_hash=_hash_of(code),
        made_at=clock.now(),
        valid_until=clock.now() + rules.CODE_LIFE,
    )
    made.save(force_insert=True)
    if instead_of is not None:
        earlier = Q(id=instead_of) | Q(replaced_by=instead_of)
        OneTimeCode.objects.filter(earlier, purpose=purpose).update(replaced_by=made.id)
    audit.record(
        events.CODE_SENT,
        subject=Subject("one-time-code", made.id),
        by=by,
        purpose=purpose,
        channel=contact.kind,
    )
    return SentCode(made.id, contact, code, made.valid_until)


@transaction_required
def may_write_to(contact: Contact, *, caller: str) -> bool:
    """Whether a contact that someone else typed may be written to once more today. One statement."""
    return limits.within((rules.NAMED_PER_CONTACT, contact.address), (rules.NAMED_PER_CALLER, caller))


@transaction_required
def check_code(code_id: UUID, code: str, *, purpose: CodePurpose, by: Actor) -> CheckedCode:
    """Try a code once; right only for its purpose, within its life and number of tries.

    Answers with the contact it proves; who confirms a contact compares it with the one to be confirmed.
    Wrong tries count, so the caller lets the transaction commit whatever the verdict; the code before the one
    sent last counts as a wrong one too, and is told apart by its verdict. One statement.
    """
    values: dict[str, Any] = {
        "id": code_id,
        "purpose": purpose.value,
        "hash": _hash_of(rules.clean_code(code)),
        "most": rules.CODE_TRIES,
        "now": clock.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TRY, values)
        *tried, replaced = cursor.fetchone()
    row = None if tried[1] is None else tried
    verdict = _verdict_of(row, replaced=replaced)
    if row is not None:
        audit.record(
            events.CODE_CHECKED,
            subject=Subject("one-time-code", code_id),
            by=by,
            purpose=purpose,
            verdict=verdict,
        )
    return CheckedCode(verdict, _contact_in(row[2]) if row and verdict is Verdict.RIGHT else None)


def _verdict_of(row: Sequence[Any] | None, *, replaced: bool) -> Verdict:
    if row is None:
        return Verdict.REPLACED if replaced else Verdict.OVER
    used, tries, _ = row
    if used:
        return Verdict.RIGHT
    if tries >= rules.CODE_TRIES:
        return Verdict.OVER
    return Verdict.REPLACED if replaced else Verdict.WRONG


@transaction_required
def sign_in_by_code(code_id: UUID, code: str, *, language: str, by: Actor) -> SignIn:
    """Sign a person in by a code sent to their contact; a contact without an account gets one.

    That is why asking for a code never tells whether an account exists.
    """
    checked = check_code(code_id, code, purpose=CodePurpose.SIGN_IN, by=by)
    if checked.contact is None:
        return SignIn(checked.verdict)
    account, opened = _person_with(checked.contact, language=language, by=by)
    if not account.is_active:
        audit.record(events.SIGN_IN_REFUSED, subject=Subject("account", account.id), by=by, method="code")
        return SignIn(Verdict.OVER)
    audit.record(events.SIGNED_IN, subject=Subject("account", account.id), by=by, method="code")
    return SignIn(Verdict.RIGHT, account.id, opened)


@transaction_required
def open_person_account(contact: Contact, *, display_name: str, language: str, by: Actor) -> UUID:
    """Open a person's account without a sign-in, for people an office enters; gives the one that exists."""
    account, opened = _person_with(contact, language=language, by=by)
    if opened:
        Account.objects.filter(id=account.id).update(display_name=display_name)
        audit.record(events.NAMED, subject=Subject("account", account.id), by=by, name=display_name)
    return UUID(str(account.id))


def _person_with(contact: Contact, *, language: str, by: Actor) -> tuple[Account, bool]:
    account, opened = Account.objects.get_or_create(
        **{"kind": AccountKind.PERSON, f"{contact.kind.value}_index": index_of(contact)},
        defaults={
            contact.kind.value: contact.address,
            "language": language,
            "demonstration": settings.DEMONSTRATION,
            "password": make_password(None),
        },
    )
    if opened:
        audit.record(
            events.OPENED,
            subject=Subject("account", account.id),
            by=by,
            account_kind=AccountKind.PERSON,
            how="contact",
            demonstration=settings.DEMONSTRATION,
        )
    return account, opened


def _contact_in(sealed: bytes) -> Contact:
    kind, address = json.loads(decrypt(bytes(sealed), place="accounts_onetimecode.contact"))
    return Contact(ContactKind(kind), address)


def _hash_of(code: str) -> bytes:
    return blind_index(code, purpose="one-time-code")
