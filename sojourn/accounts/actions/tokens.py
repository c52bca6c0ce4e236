"""Tokens of other programs: issued, shown once, taken back."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date
from uuid import UUID

from sojourn.accounts import events, limits, rules
from sojourn.accounts.errors import AccountUnknown, TokenUnknown
from sojourn.accounts.models import Account, Token
from sojourn.accounts.types import IssuedToken, Scope
from sojourn.audit import actions as audit
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.canonical import sha256
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject


@transaction_required
def issue_token(
    account_id: UUID, *, name: str, scopes: Collection[Scope], expires_on: date, by: Actor
) -> IssuedToken:
    """Make a token for an account; `expires_on` is the first day without it. Its secret is told once.

    Raises: AccountUnknown (also for one that is closed), TokenNotIssued.
    """
    called = rules.plain(name, most=100)
    rules.check_token(name=called, scopes=scopes, expires_on=expires_on, today=clock.today())
    if not Account.objects.select_for_update(no_key=True).filter(id=account_id, is_active=True):
        raise AccountUnknown
    secret = rules.RECOGNISED_BY + secrets.token_urlsafe(rules.TOKEN_BYTES)
    told = sorted(scope.value for scope in scopes)
    row = Token(
        account_id=account_id,
        name=called,
        secret_hash=sha256(secret.encode()),
        scopes=told,
        issued_at=clock.now(),
        expires_on=expires_on,
    )
    row.save(force_insert=True)
    audit.record(
        events.TOKEN_ISSUED,
        subject=Subject("account", account_id),
        by=by,
        token=row.id,
        scopes=told,
        expires_on=expires_on,
        name=called,
    )
    return IssuedToken(row.id, secret)


@transaction_required
def revoke_token(token_id: UUID, *, by: Actor) -> None:
    """Take a token back, at once. Raises: TokenUnknown, also for one that was taken back before."""
    row = Token.objects.select_for_update(no_key=True).filter(id=token_id, revoked_at=None).first()
    if row is None:
        raise TokenUnknown
    row.revoked_at = clock.now()
    row.save(update_fields=["revoked_at"])
    audit.record(events.TOKEN_REVOKED, subject=Subject("account", row.account_id), by=by, token=row.id)


@transaction_required
def note_token_used(token_id: UUID) -> None:
    """The day a token was used last, so that one nobody needs is noticed. Once a day."""
    Token.objects.filter(id=token_id).update(last_used_on=clock.today())


@transaction_required
def count_wrong_token(*, caller: str) -> bool:
    """Count a token that opens nothing; whether the caller may go on trying."""
    return limits.within((rules.TOKENS_PER_CALLER, caller))
