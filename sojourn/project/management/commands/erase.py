"""`sojourn erase`."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand

from sojourn.audit import actions as audit
from sojourn.catalogue import queries as catalogue
from sojourn.flows.erase_what_is_past import erase_what_is_past, line
from sojourn.lib import clock
from sojourn.project import database


class Command(BaseCommand):
    help = "Erase what is past its term, as every night, and who looked at it too."

    def handle(self, *args: Any, **options: Any) -> None:
        for what, many in erase_what_is_past().items():
            self.stdout.write(f"{what:<26} {many:>9,}")
        self.stdout.write(f"{'who looked':<26} {forget_who_looked():>9,}")
        self.stdout.write(
            "Copies made before this day still hold it: erase after restoring one, and let old ones go."
        )


def forget_who_looked() -> int:
    """As owner of the tables, since the application may not change the access log."""
    before = line(catalogue.current(), "access", clock.today()).instant
    owner = os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
    erased = 0
    with database.connected_to(owner):
        while batch := audit.erase_access_before(before):
            erased += batch
    return erased
