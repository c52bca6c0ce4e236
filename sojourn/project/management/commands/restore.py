"""`sojourn restore DIR`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from sojourn.project import backup, start_up


class Command(BaseCommand):
    help = "Bring a copy back into an empty place."
    needs_tables = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="what `sojourn backup` wrote")

    def refuse_early(self, **options: Any) -> None:
        """A copy that cannot be brought back leaves nothing behind. Raises: CannotCopy."""
        backup.check_whole(options["folder"])

    def handle(self, *args: Any, **options: Any) -> None:
        backup.bring_back(options["folder"], files=Path(settings.FILES_ROOT))
        start_up.prepare_tables()
        self.stdout.write("Everything is back. Prove it with `sojourn verify-log`.")
