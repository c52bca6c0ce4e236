"""`sojourn pack check|load|scenarios|diff|rehearse|open-questions|docs|lock`: work with country packs."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from sojourn.catalogue import actions, queries, rulebook
from sojourn.catalogue.building import json_value
from sojourn.catalogue.changes import as_lines, changes
from sojourn.catalogue.compiling import Compiled, compile_folder, differences
from sojourn.catalogue.errors import PackInvalid, PackNotFound
from sojourn.catalogue.folders import folder_of
from sojourn.catalogue.open_questions import GROUPS, OpenQuestion, open_questions
from sojourn.catalogue.types import Pack
from sojourn.flows.rehearse_pack import rehearse_pack
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.errors import SojournError
from sojourn.project import rehearsing
from sojourn.project.handbook_files import write_handbook
from sojourn.project.trying import try_scenarios


class Command(BaseCommand):
    help = "Checks, tries, loads and compares country packs."
    requires_system_checks = ()  # of pages and tables; a pack has checks of its own

    def needs_database_for(self, words: list[str]) -> bool:
        """Only what was loaded is asked of the database; packs that lie in folders are read."""
        named = [each for each in words[1:] if not each.startswith("-")]
        if words[:1] == ["diff"]:
            return len(named) < 2 or not all((folder_of(each) / "pack.yaml").is_file() for each in named)
        return words[:1] not in (["check"], ["scenarios"], ["open-questions"], ["docs"], ["lock"])

    @property
    def words(self) -> dict[str, Callable[[dict[str, Any]], None]]:
        return {
            "check": self.check_pack,
            "load": self.load,
            "scenarios": self.scenarios,
            "diff": self.diff,
            "open-questions": self.open_questions,
            "rehearse": self.rehearse,
            "docs": self.docs,
            "lock": self.lock,
        }

    def add_arguments(self, parser: ArgumentParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="|".join(self.words))
        check = words.add_parser("check", help="report every mistake of a pack with file and line")
        load = words.add_parser("load", help="check a pack, store it and make it current")
        diff = words.add_parser("diff", help="what changes for whom, in words")
        questions = words.add_parser("open-questions", help="what the deploying service has to decide")
        lock = words.add_parser("lock", help="add new rules to rules.lock; edited ones stay as they are")
        rehearse = words.add_parser("rehearse", help="how what was filed would come out under a draft")
        rehearse.add_argument("--on", help="as if filed on that day, such as 2027-01-01")
        docs = words.add_parser("docs", help="the handbook of every service as pages to be read")
        docs.add_argument("--out", default="handbook", help="the folder they are written to")
        for each in (check, load, diff, questions, rehearse, docs, lock):
            each.add_argument("pack", nargs="?", default="", help="folder or name of the pack")
        diff.add_argument("other", nargs="?", default="", help="compare the first with this one instead")
        tried = words.add_parser("scenarios", help="try situations: those of a pack, or files of your own")
        tried.add_argument("path", nargs="?", default="", help="a pack, a folder of scenarios, or one file")
        tried.add_argument("--pack", default="", help="the pack that is asked, for files lying elsewhere")
        for each in (diff, questions, rehearse):
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
        """One pack named: what it changes in the current one. Two: what the second changes in the first."""
        named = [options["pack"], options["other"]] if options["other"] else ["current", options["pack"]]
        (old, _), (new, root) = (self.found(each) for each in named)
        if options["as_json"]:
            before, after = json_value(old), json_value(new)
            for document in (before, after):
                document.pop("sha256", None)
            rows = [{"path": path, "old": was, "new": will} for path, was, will in differences(before, after)]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        with rulebook.rules_of(root):
            self.stdout.write("\n".join(as_lines(changes(old, new), new)))

    def found(self, named: str) -> tuple[Pack, Path]:
        """A pack by its folder or name, `current`, or the beginning of the hash of one that was loaded.

        And the folder its rules are read from: that of the country where the pack has none of its own.
        """
        if (folder_of(named) / "pack.yaml").is_file() and named != "current":
            root = folder_of(named)
            return compile_folder(root).pack, root
        sha256 = queries.find_current_hash() if named == "current" else _loaded(named)
        if sha256 is None:
            raise CommandError(f"{named} is no folder, no name and no hash of a pack.")
        pack = queries.by_hash(sha256)
        return pack, folder_of(pack.code)

    def open_questions(self, options: dict[str, Any]) -> None:
        found = open_questions(self.compiled(options).pack)
        if options["as_json"]:
            self.stdout.write(json.dumps([_row(each) for each in found], ensure_ascii=False, indent=2))
            return
        for group, said in GROUPS.items():
            these = [each for each in found if each.group == group]
            self.stdout.write(f"{said} ({len(these)})\n")
            for area, members in groupby(these, key=lambda each: "" if each.is_switch else each.area):
                if area:
                    self.stdout.write(f"{area}:")
                self.stdout.writelines(_told(each) for each in members)
            self.stdout.write("")
        switches = sum(each.is_switch for each in found)
        values = len(found) - switches
        self.stdout.write(
            f"{switches} {'switch' if switches == 1 else 'switches'} to decide,"
            f" {values} {'value' if values == 1 else 'values'} to confirm."
        )
        if unread := sum(not each.is_read for each in found):
            self.stdout.write(f"{unread} of them nothing in the product reads yet.")

    def rehearse(self, options: dict[str, Any]) -> None:
        """Reads only: the transaction it reads in refuses to write."""
        root = folder_of(options["pack"])
        draft = compile_folder(root).pack
        with transaction(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            found = rehearse_pack(
                draft,
                rules=partial(rulebook.rules_of, root),
                on=_day(options["on"]),
                say=lambda count: self.stderr.write(f"{count} filings asked again"),
            )
        if options["as_json"]:
            self.stdout.write(json.dumps(rehearsing.as_json(found), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(rehearsing.as_lines(found, draft)))

    def docs(self, options: dict[str, Any]) -> None:
        root, folder = folder_of(options["pack"]), Path(options["out"])
        pack = compile_folder(root).pack
        with rulebook.rules_of(root):
            pages = write_handbook(pack, folder)
        self.stdout.write(f"{len(pages)} pages in {len(pack.languages)} languages: {folder / 'index.html'}")

    def lock(self, options: dict[str, Any]) -> None:
        added = rulebook.add_new_to_lock(folder_of(options["pack"]))
        for name in added:
            self.stdout.write(f"locked {name}")
        self.stdout.write(f"{len(added)} rules added to rules.lock.")


def _loaded(beginning: str) -> str | None:
    return queries.find_loaded(beginning) if re.fullmatch(r"[0-9a-fA-F]{6,64}", beginning) else None


_DONE = defaultdict(
    lambda: "loaded", scenarios="tried", diff="compared", lock="locked", rehearse="asked", docs="written"
)


def _told(question: OpenQuestion) -> str:
    head = f"{question.number}. {question.name}" if question.number else question.name
    chosen = f"{question.term}: {_short(question.value)} ({question.confidence}; {question.source})"
    may = f"; may be: {', '.join(question.alternatives)}" if question.is_switch else ""
    waits = "" if question.is_read else "\n  Nothing in the product reads it yet: scenarios alone do."
    return f"{head}: {question.question}\n  {chosen}{may}{waits}\n"


def _row(question: OpenQuestion) -> dict[str, Any]:
    return {
        "name": question.name,
        "group": question.group,
        "area": question.area,
        "services": list(question.services),
        "read": question.is_read,
        "number": question.number,
        "question": question.question,
        "value": question.value,
        "from": question.from_.isoformat() if question.from_ else None,
        "until": question.until.isoformat() if question.until else None,
        "alternatives": list(question.alternatives),
        "source": question.source,
        "confidence": question.confidence.value,
    }


def _day(given: str | None) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as wrong:
        raise CommandError(f"{given} is not a day such as 2027-01-01.") from wrong


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
