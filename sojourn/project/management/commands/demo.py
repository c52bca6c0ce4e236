"""`sojourn demo --people N --as-of DATE`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from sojourn.accounts.errors import NotADemonstration
from sojourn.lib import clock
from sojourn.project.demonstration import generator, photos
from sojourn.project.demonstration.generator import Made


class Command(BaseCommand):
    help = "Fill the country with invented people, stays and cases."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=generator.PEOPLE, metavar="N")
        parser.add_argument("--cases", type=int, metavar="N", help="as a rule three for four people")
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="today")
        parser.add_argument("--photos", type=int, default=12, metavar="N", help="drawn portraits")
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same people")
        parser.add_argument("--if-empty", action="store_true", help="only where nobody is registered yet")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and not generator.is_empty():
            return
        people, as_of = options["people"], options["as_of"] or clock.today()
        if people < 1:
            raise CommandError("There is nobody to invent: --people takes a number above 0.")
        with tqdm(total=people, unit=" people", file=sys.stderr, disable=None) as bar:

            def show(made: Made) -> None:
                bar.update(made.people - bar.n)

            try:
                made = generator.generate(
                    people, as_of=as_of, cases=options["cases"], seed=options["seed"], progress=show
                )
            except NotADemonstration as reason:
                raise CommandError(
                    "This database holds accounts of real people; nobody is invented beside them."
                ) from reason
        photos.portray(options["photos"])
        speed = f"{made.cases / made.seconds:,.0f} cases a second"
        self.stdout.write(
            f"{made.people:,} people and {made.cases:,} cases in {made.seconds:.1f} s, {speed}."
        )
