"""Tries the scenarios of a pack, or files that lie elsewhere, and says what came out otherwise."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.core.management.base import CommandError

from sojourn.catalogue import rulebook
from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.folders import folder_of
from sojourn.catalogue.scenarios import failures, files_in, read_scenarios


@dataclass
class Tried:
    """How many situations of how many rules were asked, and how many came out otherwise than written."""

    asked: int = 0
    failed: int = 0
    rules: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        head = f"{_many(self.asked, 'situation')} of {_many(len(self.rules), 'rule')}: "
        return head + (f"{self.failed} otherwise than written." if self.failed else "all as written.")


def try_scenarios(path: str, pack: str, *, say: Callable[[str], object]) -> Tried:
    """Ask a pack every situation at a path; one line for each file, and one for each thing that differs.

    The pack asked is the one named, else the one the scenarios belong to, else the country's own.

    Raises: PackInvalid, PackNotFound, CommandError where there is nothing to try.
    """
    place = Path(path) if path and Path(path).exists() else folder_of(path)
    files = files_in(place)
    if not files:
        raise CommandError(f"There are no scenarios in {place}.")
    root = folder_of(pack) if pack else _pack_around(files[0]) or folder_of("")
    asked, found = compile_folder(root).pack, Tried()
    with rulebook.rules_of(root):
        for file in files:
            scenarios = read_scenarios(file.resolve(), root=file.resolve().parent)
            wrong = 0
            for scenario in scenarios:
                differences = failures(asked, scenario)
                wrong += bool(differences)
                found.rules.add(scenario.rule)
                at = f"{_shown(file)}:{scenario.place.line}"
                for each in differences:
                    say(f"{at}: {scenario.rule}, {scenario.says}: {each}")
            found.asked, found.failed = found.asked + len(scenarios), found.failed + wrong
            told = f"{wrong} otherwise than written" if wrong else "as written"
            say(f"{_shown(file)}: {_many(len(scenarios), 'situation')}, {told}")
    return found


def _pack_around(file: Path) -> Path | None:
    """The pack whose folder `scenarios` a file lies in."""
    root = file.resolve().parent.parent
    return root if file.resolve().parent.name == "scenarios" and (root / "pack.yaml").is_file() else None


def _shown(file: Path) -> str:
    """A path as one who stands here would write it."""
    shown = os.path.relpath(file)
    return str(file) if shown.startswith("..") else shown


def _many(count: int, thing: str) -> str:
    return f"{count} {thing if count == 1 else thing + 's'}"
