"""Loading a pack: the checked document is stored once, and made current from a moment."""

from __future__ import annotations

import uuid
from datetime import datetime

from sojourn.audit import actions as audit
from sojourn.catalogue import events
from sojourn.catalogue.compiling import Compiled
from sojourn.catalogue.errors import PackOfAnotherCountry
from sojourn.catalogue.models import CurrentPack, StoredPack
from sojourn.catalogue.queries import by_hash, find_current_hash
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject

_PACKS = uuid.UUID("6f6e1b0e-7f0e-5d0c-9a43-1d4c5a0f5d11")


@transaction_required
def load(
    compiled: Compiled, *, from_at: datetime | None = None, another_country: bool = False, by: Actor
) -> bool:
    """Store a checked pack and make it current from an instant, by default now.

    Loading the current one again changes nothing. Returns whether anything changed.

    Raises: PackOfAnotherCountry.
    """
    current = find_current_hash()
    if current == compiled.sha256 and from_at is None:
        return False
    if current and not another_country and by_hash(current).code != compiled.pack.code:
        raise PackOfAnotherCountry(current=by_hash(current).code, given=compiled.pack.code)
    pack = compiled.pack
    now = clock.now()
    _, is_new = StoredPack.objects.get_or_create(
        sha256=pack.sha256,
        defaults={
            "code": pack.code,
            "version": pack.version,
            "document": compiled.document,
            "loaded_at": now,
        },
    )
    subject = subject_of(pack.sha256)
    if is_new:
        audit.record(
            events.LOADED, subject=subject, by=by, code=pack.code, version=pack.version, sha256=pack.sha256
        )
    chosen = from_at or now
    CurrentPack.objects.create(pack_id=pack.sha256, from_at=chosen, chosen_at=now)
    audit.record(
        events.MADE_CURRENT,
        subject=subject,
        by=by,
        code=pack.code,
        version=pack.version,
        sha256=pack.sha256,
        from_at=chosen,
    )
    return True


def subject_of(sha256: str) -> Subject:
    """A pack's place in the log; the id is made from its hash, so that every installation has the same."""
    return Subject("pack", uuid.uuid5(_PACKS, sha256))
