"""`sojourn demo --people N --applications N --as-of DATE`."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from sojourn.accounts.errors import NotADemonstration
from sojourn.lib import clock
from sojourn.project.demonstration import archive, docket, generator, photos
from sojourn.project.demonstration.generator import Made

_FEWEST, _MOST, _FOR_EACH_PERSON = 36, 300, 0.15


class Command(BaseCommand):
    help = "Fill the country with invented people, stays and cases."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=generator.PEOPLE, metavar="N")
        parser.add_argument("--cases", type=int, metavar="N", help="as a rule three for four people")
        parser.add_argument("--applications", type=int, metavar="N", help="as a rule 15 for 100 people")
        parser.add_argument("--archive", type=int, metavar="N", help="only N cases, most of them closed")
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="today")
        parser.add_argument("--photos", type=int, default=12, metavar="N", help="drawn portraits")
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same people")
        parser.add_argument("--if-empty", action="store_true", help="only where nobody is registered yet")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and not generator.is_empty():
            return
        people, as_of = options["people"], options["as_of"] or clock.today()
        if options["archive"]:
            self._archive(options["archive"], as_of, options["seed"])
            return
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
        applications = options["applications"]
        wanted = _usual(people) if applications is None else applications
        told, seconds = self._tell_cases(wanted, as_of, options["seed"])
        photos.portray(options["photos"])
        speed = f"{made.cases / made.seconds:,.0f} cases a second"
        self.stdout.write(
            f"{made.people:,} people and {made.cases:,} cases in {made.seconds:.1f} s, {speed}."
        )
        self.stdout.write(f"{told:,} applications in {seconds:.1f} s.")

    def _archive(self, count: int, as_of: date, seed: int) -> None:
        """A long row of cases written by COPY, for measuring lists."""
        began, done = time.monotonic(), 0
        with tqdm(total=count, unit=" cases", file=sys.stderr, disable=None) as bar:
            for written in archive.fill(count, as_of=as_of, seed=seed):
                bar.update(written - done)
                done = written
        seconds = time.monotonic() - began
        self.stdout.write(f"{done:,} cases in {seconds:.1f} s, {done / seconds:,.0f} cases a second.")

    def _tell_cases(self, count: int, as_of: date, seed: int) -> tuple[int, float]:
        """Applications that are decided in a case, told by the flows; how many, and the seconds they took."""
        began, done = time.monotonic(), 0
        with tqdm(total=count, unit=" applications", file=sys.stderr, disable=None) as bar:
            for told in docket.fill(count, as_of=as_of, seed=seed):
                bar.update(told - done)
                done = told
        return done, time.monotonic() - began


def _usual(people: int) -> int:
    """Enough for every tale to be told once, and not so many that anybody has to wait."""
    return max(_FEWEST, min(_MOST, round(people * _FOR_EACH_PERSON)))
