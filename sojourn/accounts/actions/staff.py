"""Staff accounts: opened by an administrator, entered by password and a second factor."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.contrib.auth.hashers import check_password as password_matches
from django.contrib.auth.hashers import make_password

from sojourn.accounts import events, limits, rules
from sojourn.accounts.errors import AccountUnknown, NameTaken, PasswordUnchanged
from sojourn.accounts.models import Account
from sojourn.accounts.types import AccountKind, SignIn, Verdict
from sojourn.audit import actions as audit
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject

_NOBODYS = "scrypt$16384$c29qb3VybnNvam91cm4$8$5$" + "A" * 86 + "=="
"""Compared with when there is no such account, so that the answer takes as long."""


@transaction_required
def open_staff_account(
    sign_in_name: str,
    *,
    display_name: str,
    password: str,
    language: str,
    by: Actor,
    demonstration: bool = False,
) -> UUID:
    """Open an account for a member of staff; the password is for the first sign-in only.

    A printed sign-in of a demonstration keeps its own. Raises: NameTaken, PasswordTooWeak.
    """
    name = rules.plain(sign_in_name, most=100).casefold()
    rules.check_password(password, name=name)
    if Account.objects.filter(sign_in_name=name).exists():
        raise NameTaken
    account = Account(
        kind=AccountKind.STAFF,
        sign_in_name=name,
        display_name=display_name,
        language=language,
        demonstration=demonstration,
        password=_printed(password) if demonstration else make_password(password),
        must_change_password=not demonstration,
    )
    account.save(force_insert=True)
    subject = Subject("account", account.id)
    audit.record(
        events.OPENED,
        subject=subject,
        by=by,
        account_kind=AccountKind.STAFF,
        how="administrator",
        demonstration=demonstration,
    )
    audit.record(events.NAMED, subject=subject, by=by, name=display_name)
    return UUID(str(account.id))


@cache
def _printed(password: str) -> str:
    """A printed password is no secret: it is hashed once for all who have it."""
    return make_password(password)


@transaction_required
def check_password(sign_in_name: str, password: str, *, caller: str, by: Actor) -> SignIn:
    """The first step of a staff sign-in. The caller lets the transaction commit whatever the verdict."""
    name = rules.plain(sign_in_name, most=100).casefold()
    if not limits.within((rules.PASSWORDS_PER_NAME, name), (rules.PASSWORDS_PER_CALLER, caller)):
        return SignIn(Verdict.LIMITED)
    account = Account.objects.filter(kind=AccountKind.STAFF, sign_in_name=name).first()
    matches = password_matches(password[:200], account.password if account else _NOBODYS)
    if account is None:
        return SignIn(Verdict.WRONG)
    if matches and account.is_active:
        return SignIn(Verdict.RIGHT, account.id)
    audit.record(events.SIGN_IN_REFUSED, subject=Subject("account", account.id), by=by, method="password")
    return SignIn(Verdict.WRONG)


@transaction_required
def check_second_factor(account_id: UUID, code: str, *, by: Actor) -> SignIn:
    """The second step: a code from the authenticator app, or a recovery code, each right only once.

    The caller lets the transaction commit whatever the verdict.
    """
    if not limits.within((rules.FACTORS_PER_ACCOUNT, str(account_id))):
        return SignIn(Verdict.LIMITED)
    account = Account.objects.select_for_update(no_key=True).get(id=account_id)
    method = _factor_shown(account, rules.clean_code(code))
    subject = Subject("account", account.id)
    if method is None or not account.is_active or account.must_change_password:
        audit.record(events.SIGN_IN_REFUSED, subject=subject, by=by, method="second-factor")
        return SignIn(Verdict.WRONG)
    audit.record(events.SIGNED_IN, subject=subject, by=by, method=method)
    return SignIn(Verdict.RIGHT, account.id)


def _factor_shown(account: Account, code: str) -> str | None:
    """Which second factor a code proves, if any."""
    if _is_demonstration_code(account, code):
        return "demonstration-code"
    for factor in Authenticator.objects.filter(user=account, type__in=("totp", "recovery_codes")):
        if factor.type == Authenticator.Type.TOTP and _is_fresh_totp(factor, code):
            return "totp"
        if factor.type == Authenticator.Type.RECOVERY_CODES and RecoveryCodes(factor).validate_code(code):
            return "recovery-code"
    return None


def _is_demonstration_code(account: Account, code: str) -> bool:
    fixed = settings.DEMONSTRATION_TOTP_CODE
    return bool(settings.DEMONSTRATION and account.demonstration and fixed and code == fixed)


def _is_fresh_totp(factor: Authenticator, code: str) -> bool:
    """A time step counts once, in the database: allauth would remember it in one process's memory only."""
    secret = totp.decrypt(factor.data["secret"])
    steps = {totp.format_hotp_value(totp.hotp_value(secret, step)): step for step in _time_steps()}
    step = steps.get(code)
    if step is None or step <= factor.data.get("last_step", 0):
        return False
    factor.data["last_step"] = step
    factor.last_used_at = clock.now()
    factor.save(update_fields=["data", "last_used_at"])
    return True


def _time_steps() -> range:
    """The present thirty seconds and those before and after. Source: RFC 6238 s. 5.2."""
    present = int(clock.now().timestamp()) // 30
    return range(present - 1, present + 2)


@transaction_required
def set_password(account_id: UUID, *, password: str, by: Actor) -> None:
    """A password its owner chose. Raises: PasswordTooWeak, PasswordUnchanged."""
    account = Account.objects.select_for_update(no_key=True).get(id=account_id)
    rules.check_password(password, name=account.sign_in_name or "")
    if account.must_change_password and password_matches(password, account.password):
        raise PasswordUnchanged
    account.password, account.must_change_password = make_password(password), False
    account.save(update_fields=["password", "must_change_password"])
    audit.record(events.PASSWORD_SET, subject=Subject("account", account.id), by=by)


@transaction_required
def set_authenticator_app(account_id: UUID, *, secret: str, code: str, by: Actor) -> bool:
    """Bind an authenticator app that shows the right code for a new secret; the one before it ends."""
    if not totp.validate_totp_code(secret, rules.clean_code(code)):
        return False
    account = Account.objects.select_for_update(no_key=True).get(id=account_id)
    Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).delete()
    totp.TOTP.activate(account, secret)
    audit.record(events.SECOND_FACTOR_SET, subject=Subject("account", account.id), by=by, factor="totp")
    return True


@transaction_required
def sign_in_with_new_app(account_id: UUID, *, by: Actor) -> None:
    """Record the sign-in of someone whose password was right and who bound their app just now."""
    audit.record(events.SIGNED_IN, subject=Subject("account", account_id), by=by, method="totp")


@transaction_required
def make_recovery_codes(account_id: UUID, *, by: Actor) -> list[str]:
    """Ten codes, each good once in place of the app; those made before end. Shown now and never again."""
    account = Account.objects.select_for_update(no_key=True).get(id=account_id)
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes = RecoveryCodes.activate(account).generate_codes()
    audit.record(events.RECOVERY_CODES_MADE, subject=Subject("account", account.id), by=by)
    return list(codes)


@transaction_required
def close_account(account_id: UUID, *, reason: str, by: Actor) -> None:
    """Nobody signs in with a closed account; what it did stays. Its sessions end with the next request.

    Raises: AccountUnknown.
    """
    if not Account.objects.filter(id=account_id).update(is_active=False):
        raise AccountUnknown
    audit.record(events.CLOSED, subject=Subject("account", account_id), by=by, reason=reason)


@transaction_required
def sign_out(account_id: UUID, *, by: Actor) -> None:
    """Records that someone left; the site ends the session."""
    audit.record(events.SIGNED_OUT, subject=Subject("account", account_id), by=by)
