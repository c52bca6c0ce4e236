"""Background entry points of the room of accounts."""

from django.contrib.sessions.backends.db import SessionStore

from sojourn.accounts import actions
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction


def erase_old_tries() -> int:
    """Erase codes, counted tries and sessions nobody needs any more."""
    with transaction():
        SessionStore.clear_expired()
        return actions.erase_old_tries(by=SYSTEM)
