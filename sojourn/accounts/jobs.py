"""Background entry points of the room of accounts."""

from sojourn.accounts import actions
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction


def erase_old_tries() -> int:
    """Erase codes and counted tries nobody needs any more."""
    with transaction():
        return actions.erase_old_tries(by=SYSTEM)
