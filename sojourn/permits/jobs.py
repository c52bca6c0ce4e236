"""What runs in the background."""

from __future__ import annotations

from sojourn.lib.db import transaction
from sojourn.permits import verify


def erase_old_tries() -> int:
    with transaction():
        return verify.erase_old_tries()
