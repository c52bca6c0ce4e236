"""`sojourn backup DIR`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from sojourn.project import backup


class Command(BaseCommand):
    help = "Copy database, files and keys into a new folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")

    def handle(self, *args: Any, **options: Any) -> None:
        for part in backup.make(options["folder"], files=Path(settings.FILES_ROOT)):
            self.stdout.write(f"{part}  {part.stat().st_size:,} bytes")
        if settings.FILES_BUCKET:
            self.stdout.write(f"Files lie in the bucket {settings.FILES_BUCKET}; copy it next.")
        self.stdout.write(f"Keep {backup.KEYS} apart from the rest: together they open everything.")
