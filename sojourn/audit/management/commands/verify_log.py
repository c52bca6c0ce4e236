"""`sojourn verify-log`: prove that nothing recorded was changed afterwards."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from sojourn.audit import portable
from sojourn.audit import queries as audit
from sojourn.audit.errors import LogBroken
from sojourn.lib.keys import KeyMissing


class Command(BaseCommand):
    help = "Prove the log, or name the first entry that was altered or is missing."
    without_database = "--from"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--heads", type=Path, metavar="FILE", help="heads kept outside the database")
        parser.add_argument("--export", type=Path, metavar="FILE", help="write the proven log for an auditor")
        parser.add_argument("--from", type=Path, metavar="FILE", help="prove an exported log, no database")
        parser.add_argument(
            "--key", type=Path, metavar="PEM", help="with --from: the public key of the heads"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = self._prove_export(options) if options["from"] else self._prove_own(options)
        except LogBroken as broken:
            raise CommandError(f"The log is broken. {broken}") from broken
        except KeyMissing as missing:
            raise CommandError(
                f"A head names a key we do not hold ({missing}). Bring back the keys of the log heads."
            ) from missing
        except OSError as unread:
            raise CommandError(f"{unread.filename} cannot be used: {unread.strerror}.") from unread
        for line in lines:
            self.stdout.write(line)

    def _prove_own(self, options: dict[str, Any]) -> list[str]:
        with tqdm(total=audit.count_entries(), unit=" entries", disable=None, leave=False) as bar:
            proven = audit.verify_log(outside=options["heads"], step=bar.update)
        lines = _lines(proven, options["heads"])
        return lines + self._write(options["export"]) if options["export"] else lines

    @staticmethod
    def _write(file: Path) -> list[str]:
        key = file.with_name(f"{file.name}.pem")
        count, pem = portable.export(file), portable.public_keys()
        key.write_bytes(pem)
        return [
            f"{_many(count, 'entry', 'entries')} written to {file}, the public key of the heads to {key}.",
            *(f"SHA-256 of the key: {each}" for each in portable.fingerprints(pem)),
        ]

    @staticmethod
    def _prove_export(options: dict[str, Any]) -> list[str]:
        if options["key"] is None:
            raise CommandError("Name the public key too: --key PEM.")
        pem = options["key"].read_bytes()
        try:
            trusted = portable.fingerprints(pem)
        except ValueError as unusable:
            raise CommandError(f"{options['key']} holds no key we can use: {unusable}.") from unusable
        with tqdm(unit=" lines", disable=None, leave=False) as bar:
            proven = portable.verify(options["from"], pem=pem, step=bar.update)
        return [
            _whole(proven),
            f"Root {proven.root.hex()}.",
            *(f"Under the key with SHA-256 {each}." for each in trusted),
        ]


def _lines(proven: audit.Proven, outside: Path | None) -> list[str]:
    beside = f", {proven.outside_heads} of them equal to those in {outside}" if outside else ""
    redacted = _many(proven.redacted_values, "personal value was", "personal values were")
    return [
        _whole(proven, beside),
        f"Root {proven.root.hex()}.",
        f"{redacted} redacted, each with its reason in the log.",
        f"{_many(proven.waiting, 'event waits', 'events wait')} to be sealed.",
    ]


def _whole(proven: audit.Proven, beside: str = "") -> str:
    entries = _many(proven.entries, "sealed entry", "sealed entries")
    return f"The log proves: {entries} under {_many(proven.heads, 'signed head', 'signed heads')}{beside}."


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
