"""`sojourn bench registrations|demonstration|cases|lists|rules`: measure what is promised."""

from __future__ import annotations

import importlib
import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Measure a promise on a product started for it, beside raw PostgreSQL in the same run."
    needs_database = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("promise", choices=["registrations", "demonstration", "cases", "lists", "rules"])
        parser.add_argument(
            "--each", type=int, help="registrations or lifecycles for each number of clients; cases"
        )
        parser.add_argument("--json", action="store_true", help="figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        sys.path.insert(0, str(settings.BASE_DIR))
        try:
            promise = importlib.import_module(f"benchmarks.{options['promise']}")
        except ModuleNotFoundError as missing:
            raise CommandError(f"The measurements are not installed here ({missing.name}).") from missing
        found = promise.run(
            each=options["each"] or promise.EACH, say=lambda words: print(words, file=sys.stderr)
        )
        self.stdout.write(json.dumps(found, indent=2) if options["json"] else promise.as_text(found))
        if not all(found["kept"].values()):
            raise CommandError("A promise was not kept.")
