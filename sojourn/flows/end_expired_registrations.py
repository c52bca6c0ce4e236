"""The day after its last lawful day a registration ends by itself: neither a departure nor an offence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sojourn.catalogue import queries as catalogue
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.permits import queries as permits
from sojourn.stays import actions as stays
from sojourn.stays import queries as registrations


def end_expired_registrations(*, at_a_time: int = 500) -> int:
    """End what has run out, a batch in each transaction; run again it finds nothing. Returns how many.

    One whose document was prolonged, or holds while an application is pending, goes on. Called at the edge.
    Source: R-REG-6, R-REG-10; Migration Code art. 22 as dated in the pack.
    """
    catalogue.current()  # the legal day is the day in the zone of the pack
    today, ended, place = clock.today(), 0, None
    while batch := registrations.list_expired(today, after=place, limit=at_a_time):
        ended += _end(batch, today)
        place = batch[-1]
    return ended


def _end(batch: Collection[UUID], today: date) -> int:
    with transaction():
        lawful = permits.list_holding("registration", batch, since=today)
        return len(stays.end_expired(set(batch) - lawful, on=today, by=SYSTEM))
