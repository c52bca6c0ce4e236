"""Passkeys of staff and persons: the ceremonies are allauth's, their state stands in the visitor's session.

They work where the request in hand is known to allauth (its middleware), at `localhost` or over HTTPS.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError

from sojourn.accounts import events, limits, rules
from sojourn.accounts.errors import LastFactor, PasskeyRefused
from sojourn.accounts.models import Account
from sojourn.accounts.types import AccountKind, SignIn, Verdict
from sojourn.audit import actions as audit
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject

MOST_PASSKEYS = 10


def begin_adding_passkey(account: Account) -> dict[str, Any]:
    """What the browser needs to make a key: a key that knows whose it is and asks for its owner's finger."""
    return dict(webauthn.begin_registration(account, passwordless=True))


@transaction_required
def add_passkey(account: Account, *, answer: str, name: str, by: Actor) -> None:
    """Keep the key a browser made. Raises: PasskeyRefused."""
    credential = _read(answer)
    if Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).count() >= MOST_PASSKEYS:
        raise PasskeyRefused
    try:
        webauthn.parse_registration_response(credential)
        webauthn.complete_registration(credential)
    except (ValidationError, ValueError, KeyError, TypeError) as refused:
        raise PasskeyRefused from refused
    webauthn.WebAuthn.add(account, rules.plain(name, most=60) or "1", credential)
    audit.record(events.SECOND_FACTOR_SET, subject=Subject("account", account.id), by=by, factor="passkey")


@transaction_required
def remove_passkey(account: Account, *, passkey_id: int, by: Actor) -> None:
    """Raises: LastFactor when a member of staff would be left with a password alone."""
    factors = Authenticator.objects.select_for_update().filter(user=account)
    others = [f for f in factors if f.pk != passkey_id and f.type != Authenticator.Type.RECOVERY_CODES]
    if account.kind == AccountKind.STAFF and not others:
        raise LastFactor
    gone, _ = Authenticator.objects.filter(
        user=account, pk=passkey_id, type=Authenticator.Type.WEBAUTHN
    ).delete()
    if gone:
        subject = Subject("account", account.id)
        audit.record(events.SECOND_FACTOR_REMOVED, subject=subject, by=by, factor="passkey")


def begin_passkey_sign_in() -> dict[str, Any]:
    """What the browser needs to show the keys it holds for this site; says nothing about any account."""
    return dict(webauthn.begin_authentication())


@transaction_required
def sign_in_by_passkey(answer: str, *, kinds: frozenset[AccountKind], caller: str, by: Actor) -> SignIn:
    """Sign in by a passkey alone: it proves possession and its owner's presence, two factors at once.

    The caller lets the transaction commit whatever the verdict.
    """
    if not limits.within((rules.PASSKEYS_PER_CALLER, caller)):
        return SignIn(Verdict.LIMITED)
    try:
        credential = _read(answer)
        webauthn.parse_authentication_response(credential)
        account = webauthn.extract_user_from_response(credential)
        authenticator = webauthn.complete_authentication(account, credential)
    except (PasskeyRefused, ValidationError, ValueError, KeyError, TypeError, AttributeError):
        return SignIn(Verdict.WRONG)
    subject = Subject("account", account.pk)
    if not account.is_active or account.kind not in kinds:
        audit.record(events.SIGN_IN_REFUSED, subject=subject, by=by, method="passkey")
        return SignIn(Verdict.WRONG)
    authenticator.record_usage()
    audit.record(events.SIGNED_IN, subject=subject, by=by, method="passkey")
    return SignIn(Verdict.RIGHT, UUID(str(account.pk)))


def _read(answer: str) -> dict[str, Any]:
    """The JSON a browser sent. Raises: PasskeyRefused."""
    try:
        credential = json.loads(answer[:20_000])
    except (ValueError, RecursionError) as broken:
        raise PasskeyRefused from broken
    if not isinstance(credential, dict):
        raise PasskeyRefused
    return credential
