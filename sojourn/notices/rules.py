"""Pure decisions about delivery and service."""

from __future__ import annotations

from datetime import date, timedelta

from sojourn.notices.errors import ServiceIncomplete
from sojourn.notices.types import Manner, Served

RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
"""How long to wait after each failed attempt; after the last one the message is given up, visibly."""


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts; `None` gives up."""
    return RETRY_AFTER[attempts - 1] if attempts <= len(RETRY_AFTER) else None


def effective_on(served: Served, *, days_after_post: int) -> date:
    """The day from which terms run: the act itself, or so many calendar days after registered post.

    Raises: ServiceIncomplete.
    """
    lacks_witness = served.manner is Manner.REFUSAL_WITNESSED and not served.witness.strip()
    lacks_number = served.manner is Manner.REGISTERED_POST and not served.post_number.strip()
    if lacks_witness or lacks_number:
        raise ServiceIncomplete(manner=served.manner.value)
    if served.manner is Manner.REGISTERED_POST:
        return served.on + timedelta(days=days_after_post)
    return served.on
