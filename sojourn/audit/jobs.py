"""Background entry points of the log."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from sojourn.audit import actions
from sojourn.lib.db import transaction

AT_A_TIME = 10_000


def heads_file() -> Path:
    """Where the heads are kept outside the database."""
    return Path(settings.VAR) / "heads" / "heads.jsonl"


def seal() -> int:
    """Seal everything that waits, one head for each batch, and bring the heads outside."""
    sealed = 0
    while True:
        with transaction():
            batch = actions.seal_new_entries(AT_A_TIME)
        sealed += batch
        if batch < AT_A_TIME:
            break
    actions.publish_heads(heads_file())
    return sealed
