"""Nothing is kept for ever by accident: old codes and counted tries go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session

from sojourn.accounts import events, rules
from sojourn.accounts.models import CONTACT_COLUMNS, Account, CounterCode, OneTimeCode, Token, Try
from sojourn.audit import actions as audit
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject

_SWEEP = UUID(int=0)  # sweeps of this room are one subject in the log


@transaction_required
def erase_counter_codes_before(instant: datetime, *, by: Actor) -> int:
    """Erase codes printed at the counter that ended before an instant; returns how many."""
    codes, _ = CounterCode.objects.filter(valid_until__lt=instant).delete()
    if codes:
        audit.record(events.COUNTER_CODES_ERASED, subject=Subject("sweep", _SWEEP), by=by, codes=codes)
    return codes


@transaction_required
def empty_accounts(account_ids: Collection[UUID], *, by: Actor) -> list[UUID]:
    """Take everything personal out of accounts nobody uses, and close them. Returns those that were there.

    The row stays as an empty mark, since acts and powers name it.
    """
    rows = Account.objects.select_for_update(skip_locked=True, no_key=True).filter(id__in=account_ids)
    ids = [row.id for row in rows]
    Authenticator.objects.filter(user_id__in=ids).delete()
    Token.objects.filter(account_id__in=ids).delete()
    nothing = dict.fromkeys(("sign_in_name", *CONTACT_COLUMNS))
    Account.objects.filter(id__in=ids).update(is_active=False, password=make_password(None), **nothing)
    for account_id in ids:
        audit.record(events.ERASED, subject=Subject("account", account_id), by=by)
    return ids


@transaction_required
def erase_old_tries(*, by: Actor) -> int:
    """Erase codes and tries of which no limit takes notice any more, and sessions that ended; how many."""
    before = clock.now() - rules.KEEP_TRIES
    codes, _ = OneTimeCode.objects.filter(made_at__lt=before).delete()
    tries, _ = Try.objects.filter(at__lt=before).delete()
    Session.objects.filter(expire_date__lt=before).delete()
    if codes or tries:
        audit.record(
            events.OLD_TRIES_ERASED, subject=Subject("sweep", _SWEEP), by=by, codes=codes, tries=tries
        )
    return codes + tries
