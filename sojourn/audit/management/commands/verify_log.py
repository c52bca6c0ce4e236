"""`sojourn verify-log`: prove that nothing recorded was changed afterwards."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from sojourn.audit import queries as audit
from sojourn.audit.errors import LogBroken
from sojourn.lib.keys import KeyMissing


class Command(BaseCommand):
    help = "Prove the log, or name the first entry that was altered or is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--heads", type=Path, metavar="FILE", help="heads kept outside the database")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            proven = self._prove(options["heads"])
        except LogBroken as broken:
            raise CommandError(f"The log is broken. {broken}") from broken
        except KeyMissing as missing:
            raise CommandError(
                f"A head names a key we do not hold ({missing}). Bring back the keys of the log heads."
            ) from missing
        except OSError as unread:
            raise CommandError(f"The file of heads cannot be read: {unread}") from unread
        for line in _lines(proven, options["heads"]):
            self.stdout.write(line)

    @staticmethod
    def _prove(outside: Path | None) -> audit.Proven:
        with tqdm(total=audit.count_entries(), unit=" entries", disable=None, leave=False) as bar:
            return audit.verify_log(outside=outside, step=bar.update)


def _lines(proven: audit.Proven, outside: Path | None) -> list[str]:
    beside = f", {proven.outside_heads} of them equal to those in {outside}" if outside else ""
    return [
        f"The log proves: {proven.entries} sealed entries under {proven.heads} signed heads{beside}.",
        f"Root {proven.root.hex()}.",
        f"{proven.redacted_values} personal values were redacted, each with its reason in the log.",
        f"{proven.waiting} events wait to be sealed.",
    ]
