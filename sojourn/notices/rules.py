"""Pure decisions about delivery and service."""

from __future__ import annotations

from collections.abc import Mapping
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


_PROVEN_BY: dict[Manner, str] = {
    Manner.REFUSAL_WITNESSED: "witnesses",
    Manner.REGISTERED_POST: "post_number",
    Manner.THROUGH_REPRESENTATIVE: "through",
    Manner.PUBLIC_NOTICE: "place",
}
WITNESSES = 2
"""How many people see that someone refuses to sign."""


def effective_on(served: Served, *, days_after: Mapping[Manner, int]) -> date:
    """The day from which terms run: the act itself, or the pack's number of calendar days after it.

    Raises: ServiceIncomplete.
    """
    lacking = missing_proof(served)
    if lacking is not None:
        raise ServiceIncomplete(manner=served.manner.value, missing=lacking)
    return served.on + timedelta(days=days_after.get(served.manner, 0))


def missing_proof(served: Served) -> str | None:
    """What a service in this manner must name and does not; nothing where it is whole."""
    asked = _PROVEN_BY.get(served.manner)
    if asked == "witnesses":
        named = {each.strip().casefold() for each in served.witnesses} - {""}
        return None if len(named) >= WITNESSES else asked
    return asked if asked and not getattr(served, asked).strip() else None
