"""`sojourn pack check|load|scenarios|diff|open-questions|lock`: work with country packs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sojourn.catalogue import actions, queries, rulebook
from sojourn.catalogue.building import json_value
from sojourn.catalogue.compiling import Compiled, compile_folder, differences
from sojourn.catalogue.errors import PackInvalid, PackNotFound
from sojourn.catalogue.folders import folder_of
from sojourn.catalogue.open_questions import OpenQuestion, open_questions
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.errors import SojournError
from sojourn.project.trying import try_scenarios


class Command(BaseCommand):
    help = "Checks, tries, loads and compares country packs."
    requires_system_checks = ()  # of pages and tables; a pack has checks of its own
    words_without_database = frozenset({"check", "scenarios", "open-questions", "lock"})

    @property
    def words(self) -> dict[str, Callable[[dict[str, Any]], None]]:
        return {
            "check": self.check_pack,
            "load": self.load,
            "scenarios": self.scenarios,
            "diff": self.diff,
            "open-questions": self.open_questions,
            "lock": self.lock,
        }

    def add_arguments(self, parser: ArgumentParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="|".join(self.words))
        check = words.add_parser("check", help="report every mistake of a pack with file and line")
        load = words.add_parser("load", help="check a pack, store it and make it current")
        diff = words.add_parser("diff", help="what a pack would change in the current one")
        questions = words.add_parser("open-questions", help="what the deploying service has to decide")
        lock = words.add_parser("lock", help="add new rules to rules.lock; edited ones stay as they are")
        for each in (check, load, diff, questions, lock):
            each.add_argument("pack", nargs="?", default="", help="folder or name of the pack")
        tried = words.add_parser("scenarios", help="try situations: those of a pack, or files of your own")
        tried.add_argument("path", nargs="?", default="", help="a pack, a folder of scenarios, or one file")
        tried.add_argument("--pack", default="", help="the pack that is asked, for files lying elsewhere")
        for each in (diff, questions):
            each.add_argument("--json", action="store_true", dest="as_json")
        load.add_argument(
            "--from", dest="from_at", help="instant it is current from, such as 2026-01-01T00:00+04:00"
        )
        load.add_argument(
            "--another-country", action="store_true", help="replace the pack of another country"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.words[options["word"]](options)
        except PackInvalid as invalid:
            for problem in invalid.problems:
                self.stderr.write(str(problem))
            count = len(invalid.problems)
            mistakes = "1 mistake" if count == 1 else f"{count} mistakes"
            said = f"{mistakes}; nothing was {_DONE[options['word']]}."
            raise CommandError(said, returncode=1) from invalid
        except PackNotFound as missing:
            raise CommandError(f"There is no pack in {missing.facts}.") from missing
        except SojournError as refused:
            raise CommandError(str(refused)) from refused

    def compiled(self, options: dict[str, Any]) -> Compiled:
        return compile_folder(folder_of(options["pack"]))

    def check_pack(self, options: dict[str, Any]) -> None:
        compiled = self.compiled(options)
        pack = compiled.pack
        self.stdout.write(
            f"{pack.code} {pack.version} is in order: {len(pack.services)} services, "
            f"{len(pack.parameters)} values of law, {len(pack.languages)} languages, "
            f"{len(compiled.document)} bytes, {pack.sha256}"
        )

    def load(self, options: dict[str, Any]) -> None:
        compiled = self.compiled(options)
        from_at = _instant(options["from_at"])
        with transaction():
            changed = actions.load(
                compiled, from_at=from_at, another_country=options["another_country"], by=SYSTEM
            )
        pack = compiled.pack
        said = f"is current from {from_at or 'now'}" if changed else "is current already"
        self.stdout.write(f"{pack.code} {pack.version} ({pack.sha256[:12]}) {said}.")

    def scenarios(self, options: dict[str, Any]) -> None:
        tried = try_scenarios(options["path"], options["pack"], say=self.stdout.write)
        if tried.failed:
            raise CommandError(f"{tried}", returncode=1)
        self.stdout.write(f"{tried}")

    def diff(self, options: dict[str, Any]) -> None:
        new = json_value(self.compiled(options).pack)
        old = json_value(queries.current())
        for document in (old, new):
            document.pop("sha256", None)
        found = differences(old, new)
        if options["as_json"]:
            rows = [{"path": path, "old": before, "new": after} for path, before, after in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for path, before, after in found:
            self.stdout.write(f"{path}\n  - {_short(before)}\n  + {_short(after)}")
        self.stdout.write(f"{len(found)} differences.")

    def open_questions(self, options: dict[str, Any]) -> None:
        found = open_questions(self.compiled(options).pack)
        if options["as_json"]:
            self.stdout.write(json.dumps([_row(each) for each in found], ensure_ascii=False, indent=2))
            return
        for each in found:
            head = f"{each.number}. {each.name}" if each.number else each.name
            self.stdout.write(f"{head}: {each.question}")
            chosen = f"  {each.term}: {_short(each.value)} ({each.confidence}; {each.source})"
            self.stdout.write(
                chosen + (f"; may be: {', '.join(each.alternatives)}" if each.is_switch else "")
            )
        switches = sum(each.is_switch for each in found)
        values = len(found) - switches
        self.stdout.write(
            f"{switches} {'switch' if switches == 1 else 'switches'} to decide,"
            f" {values} {'value' if values == 1 else 'values'} to confirm."
        )

    def lock(self, options: dict[str, Any]) -> None:
        added = rulebook.add_new_to_lock(folder_of(options["pack"]))
        for name in added:
            self.stdout.write(f"locked {name}")
        self.stdout.write(f"{len(added)} rules added to rules.lock.")


_DONE = defaultdict(lambda: "loaded", scenarios="tried", diff="compared", lock="locked")


def _row(question: OpenQuestion) -> dict[str, Any]:
    return {
        "name": question.name,
        "number": question.number,
        "question": question.question,
        "value": question.value,
        "from": question.from_.isoformat() if question.from_ else None,
        "until": question.until.isoformat() if question.until else None,
        "alternatives": list(question.alternatives),
        "source": question.source,
        "confidence": question.confidence.value,
    }


def _instant(given: str | None) -> datetime | None:
    if given is None:
        return None
    try:
        found = datetime.fromisoformat(given)
    except ValueError as wrong:
        raise CommandError(f"{given} is not an instant such as 2026-01-01T00:00+00:00.") from wrong
    if found.tzinfo is None:
        raise CommandError(f"{given} has no offset from UTC; write it as 2026-01-01T00:00+00:00.")
    return found


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:197]}..."
