"""The people for whom a service fits, as `packs/<country>/examples/<service>.yaml` tells of them.

What may stand in such a file: docs/reference/pack.md, "examples".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sojourn.catalogue.authoring import Period, add_calendar
from sojourn.catalogue.reader import Problems, read_yaml

_FROM_TODAY = re.compile(r"([+-])(\d+ (?:days?|months?|years?))")
KNOWN = {"files", "answers", "decision", "stages", "opinions", "ends", "unnamed"}


@dataclass(frozen=True)
class Example:
    """Who files (`person` or `organisation`), the answers, what is recorded and decided, how it ends.

    unnamed: its letter does not say what for.
    """

    service: str
    answers: Mapping[str, Any]
    files: str = "person"
    decision: Mapping[str, Any] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    opinions: Mapping[str, str] = field(default_factory=dict)
    ends: str = "granted"
    unnamed: bool = False

    def answers_on(self, today: date) -> dict[str, str]:
        """The answers as they are typed on a day; `+60 days` is that long after it."""
        return {path: _typed(value, today) for path, value in self.answers.items()}


def _typed(value: Any, today: date) -> str:
    """`today`, `+5 years`, `-2 months`, or the value itself."""
    told = str(value)
    away = _FROM_TODAY.fullmatch(told)
    if away:
        period = Period.parse(away[2])
        length = period.length if away[1] == "+" else -period.length
        return add_calendar(today, Period(length, period.unit)).isoformat()
    return today.isoformat() if told == "today" else told


def examples_of(pack: Path) -> Iterator[Example]:
    """Every example of a pack, by the code of its service."""
    for path in sorted((pack / "examples").glob("*.yaml")):
        problems = Problems()
        told = read_yaml(path, root=pack, problems=problems).plain()
        problems.stop_if_any()
        assert set(told) <= KNOWN, f"{path}: {sorted(set(told) - KNOWN)}"
        yield Example(path.stem, **told)
