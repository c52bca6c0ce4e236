"""`sojourn seal-log`: seal what waits, once or every few seconds."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sojourn.audit.jobs import seal


class Command(BaseCommand):
    help = "Give waiting events their place in the log and sign the new head."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help="go on until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        sealed = seal()
        if not options["every"]:
            self.stdout.write(f"{sealed} {'event' if sealed == 1 else 'events'} sealed.")
        while options["every"]:
            time.sleep(options["every"])
            seal()
