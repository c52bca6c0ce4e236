"""Nothing is kept for ever by accident: old codes and counted tries go."""

from __future__ import annotations

from uuid import UUID

from sojourn.accounts import events, rules
from sojourn.accounts.models import OneTimeCode, Try
from sojourn.audit import actions as audit
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject

_SWEEP = UUID(int=0)  # sweeps of this room are one subject in the log


@transaction_required
def erase_old_tries(*, by: Actor) -> int:
    """Erase codes and tries of which no limit takes notice any more; returns how many."""
    before = clock.now() - rules.KEEP_TRIES
    codes, _ = OneTimeCode.objects.filter(made_at__lt=before).delete()
    tries, _ = Try.objects.filter(at__lt=before).delete()
    if codes or tries:
        audit.record(
            events.OLD_TRIES_ERASED, subject=Subject("sweep", _SWEEP), by=by, codes=codes, tries=tries
        )
    return codes + tries
