"""`sojourn explain SERVICE --on DATE --facts FILE.json [--json]`: what the law says of facts, and why."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sojourn.catalogue import queries, rulebook
from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.errors import FactsNotUnderstood
from sojourn.catalogue.explain import Explanation, explain
from sojourn.catalogue.facts import Context, answers_of, build_facts, facts_of
from sojourn.catalogue.folders import folder_of
from sojourn.catalogue.forms import check_answers
from sojourn.catalogue.telling import as_json, as_lines
from sojourn.catalogue.types import Pack, Service
from sojourn.lib import clock
from sojourn.lib.errors import SojournError


class Command(BaseCommand):
    help = "Says what a service's rules answer on a day: eligible or not, documents, fee, deadline, validity."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("service")
        parser.add_argument("--on", help="legal day, such as 2026-03-01 (default: today)")
        parser.add_argument(
            "--facts",
            required=True,
            help="JSON file: facts by name (docs/examples/facts.json), or answers by path",
        )
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--language", default="en")
        parser.add_argument("--pack", help="folder or name of a pack (default: the current one)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pack = _pack(options["pack"])
            service = pack.service(options["service"])
            on = date.fromisoformat(options["on"]) if options["on"] else clock.today()
            given = json.loads(Path(options["facts"]).read_text("utf-8"))
            found = explained(pack, service, on, given)
        except FactsNotUnderstood as wrong:
            raise CommandError("\n".join(map(str, wrong.reasons))) from wrong
        except (SojournError, OSError, ValueError) as wrong:
            raise CommandError(str(wrong)) from wrong
        language = options["language"] if options["language"] in pack.languages else pack.languages[0]
        if options["as_json"]:
            self.stdout.write(json.dumps(as_json(found, pack, language), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(as_lines(found, pack, language)))


def _pack(named: str | None) -> Pack:
    """The pack that was named, the one that is current, or, before any was loaded, the one in its folder."""
    if named or queries.find_current_hash() is None:
        return compile_folder(folder_of(named or "")).pack
    return queries.current()


def explained(pack: Pack, service: Service, on: date, given: Any) -> Explanation:
    """Explain facts by name (`leaves-on`) or answers by path (`stay.leaves-on`).

    Raises: FactsNotUnderstood.
    """
    if not isinstance(given, dict):
        raise FactsNotUnderstood(reasons=("expected a JSON object of facts or answers",))
    if any("." in key for key in given):
        checked = check_answers(service, given)
        if checked.errors:
            raise FactsNotUnderstood(reasons=tuple(f"{each.path}: {each.code}" for each in checked.errors))
        facts = facts_of(pack, service, checked.cleaned, Context(filed_on=on))
        return explain(pack, service, on=on, facts=facts, answers=checked.cleaned)
    kind = rulebook.find_rule(pack.code, service.facts.type)
    has_day = "filed_on" in getattr(kind, "__dataclass_fields__", {})
    facts = build_facts(kind, ({"filed-on": on} if has_day else {}) | given)
    return explain(pack, service, on=on, facts=facts, answers=answers_of(service, given))
