"""Background entry points of the room of notices."""

from sojourn.lib.db import transaction
from sojourn.notices import actions


def deliver() -> int:
    """Deliver everything that is due, one message in each transaction; returns how many were tried."""
    tried = 0
    while _deliver_one():
        tried += 1
    return tried


def _deliver_one() -> bool:
    with transaction():
        return actions.deliver_next()
