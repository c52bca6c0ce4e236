"""`sojourn texts`: gather the texts of the interface, keep their translations, compile them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sojourn.sites.ui import texts


class Command(BaseCommand):
    """Writes sojourn/locale; with --check only says what is missing."""

    help = "Gather and compile the texts of the interface; say which translations are missing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; end with 1 if anything is missing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        lacking = 0
        for language in texts.LANGUAGES:
            found = texts.renewed(language) if options["check"] else texts.write(language)
            lost = texts.missing(found)
            lacking += len(lost)
            self.stdout.write(f"{language}: {len(found)} texts, {len(lost)} without a whole translation")
            for message in lost:
                self.stdout.write(f"  {message.id!r} ({message.locations[0][0]})")
        if lacking and options["check"]:
            raise CommandError(
                f"{lacking} translations are missing: write them in sojourn/locale and run texts"
            )
