"""Scenarios: situations a lawyer wrote down with the outcome expected, and what the pack makes of them.

Format: docs/reference/scenarios.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

from sojourn.catalogue import rulebook
from sojourn.catalogue.building import json_value
from sojourn.catalogue.errors import FactsNotUnderstood, RuleMissing
from sojourn.catalogue.explain import ask, explain
from sojourn.catalogue.facts import answers_of, build_facts
from sojourn.catalogue.law import Confidence
from sojourn.catalogue.reader import Node, Place, Problems, read_yaml
from sojourn.catalogue.regimes import Regime
from sojourn.catalogue.telling import as_json
from sojourn.catalogue.types import Holiday, Pack
from sojourn.lib.errors import SojournError
from sojourn.lib.money import Money

NEEDED = ("rule-id", "says", "source", "confidence", "on", "situation", "expect")
KNOWN = frozenset((*NEEDED, "service", "rule", "calendar", "regimes", "table"))
NOTHING = object()
"""What stands at a path that is not in an answer."""


@dataclass(frozen=True)
class Scenario:
    """One situation and what is expected of it, with the place it is written at."""

    place: Place
    told: dict[str, Any]

    @property
    def rule(self) -> str:
        return str(self.told["rule-id"])

    @property
    def says(self) -> str:
        return str(self.told["says"])

    def on(self) -> date:
        found: date = self.told["on"]
        return found


@dataclass(frozen=True)
class Failure:
    """What an answer had in another place than expected. `path` empty: the situation could not be asked."""

    path: str
    expected: Any
    found: Any

    def __str__(self) -> str:
        if not self.path:
            return f"could not be asked: {self.found}"
        found = "nothing of that name" if self.found is NOTHING else in_words(self.found)
        return f"expected {self.path} to be {in_words(self.expected)}; found {found}"


def in_words(value: Any) -> str:
    """A value of an answer as a scenario would write it."""
    if value is None:
        return "nothing (null)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(in_words, value))}]"
    return str(value)


def files_in(path: Path) -> list[Path]:
    """The scenario files a path means: a pack's, those of a folder, or the one file."""
    if path.is_file():
        return [path]
    folder = path / "scenarios" if (path / "pack.yaml").is_file() else path
    return sorted(folder.glob("*.yaml"))


def read_scenarios(path: Path, *, root: Path) -> list[Scenario]:
    """The situations of one file, one for each row of a table. Raises: PackInvalid with every mistake."""
    problems = Problems()
    node = read_yaml(path, root=root, problems=problems)
    found: list[Scenario] = []
    if not isinstance(node.value, list):
        problems.add(node.place, expected="a list of situations", found="something else")
    for each in node.value if isinstance(node.value, list) else ():
        found += [one for one in _rows(each, problems) if _is_whole(one, problems)]
    if not found and not problems.found:
        problems.add(node.place, expected="at least one situation", found="none")
    problems.stop_if_any()
    return found


def _rows(node: Node, problems: Problems) -> list[Scenario]:
    """A situation, or one for each row of its table: facts (`on` among them) and what is expected of them."""
    told = node.plain()
    if not isinstance(told, dict):
        problems.add(node.place, expected="a situation", found=repr(told))
        return []
    table = told.pop("table", None)
    rows = node.get("table").get("rows") if isinstance(table, dict) else None  # type: ignore[union-attr]
    if table is None:
        return [Scenario(node.place, told)]
    if rows is None or {"given", "expect", "rows"} != set(table):
        problems.add(node.place, expected="a table with given, expect and rows", found="another form")
        return []
    if not _is_table(told, table, node.place, problems):
        return []
    return list(_of_table(told, table, rows, problems))


def _is_table(told: dict[str, Any], table: dict[str, Any], place: Place, problems: Problems) -> bool:
    """Whether its columns are named and it has rows; what stands beside it is added to each."""
    before = len(problems.found)
    for key in ("given", "expect", "rows"):
        if not isinstance(table[key], list) or not table[key]:
            problems.add(place, expected=f"{key}: a list, not empty, in a table", found=_shown(table[key]))
    for key in ("situation", "expect"):
        if not isinstance(told.get(key) or {}, dict):
            problems.add(place, expected=f"{key}: names with values", found=_shown(told[key]))
    return len(problems.found) == before


def _shown(value: Any) -> str:
    return "nothing" if value in (None, [], {}) else repr(json_value(value))


def _of_table(
    told: dict[str, Any], table: dict[str, Any], rows: Node, problems: Problems
) -> Iterator[Scenario]:
    given, expected = table["given"], table["expect"]
    for node, row in zip(rows.value, table["rows"], strict=True):
        if not isinstance(row, list) or len(row) != len(given) + len(expected):
            said = f"{len(given) + len(expected)} cells: {', '.join((*given, *expected))}"
            problems.add(node.place, expected=said, found=repr(json_value(row)))
            continue
        facts = dict(zip(given, row, strict=False))
        on = facts.pop("on", told.get("on"))
        expect = dict(zip(expected, row[len(given) :], strict=True)) | told.get("expect", {})
        known = {name: value for name, value in facts.items() if value is not None}
        situation = (told.get("situation") or {}) | known
        yield Scenario(node.place, told | {"on": on, "situation": situation, "expect": expect})


def _is_whole(scenario: Scenario, problems: Problems) -> bool:
    """Whether a situation says all it has to; what is missing or unknown is a problem."""
    told, before = scenario.told, len(problems.found)
    for key in (key for key in NEEDED if told.get(key) is None):
        problems.add(scenario.place, expected=f"{key}: in a situation", found="nothing")
    for key in (key for key in told if key not in KNOWN):
        problems.add(scenario.place, expected=f"one of {', '.join(sorted(KNOWN))}", found=key)
    if ("service" in told) == ("rule" in told):
        problems.add(scenario.place, expected="service: or rule:, one of them", found="both or none")
    if told.get("confidence") not in (None, *Confidence):
        said = f"one of {', '.join(Confidence)}"
        problems.add(scenario.place, expected=said, found=str(told["confidence"]))
    if not isinstance(told.get("situation") or {}, dict):
        problems.add(scenario.place, expected="situation: facts with values", found=_shown(told["situation"]))
    expected = told.get("expect")
    if expected is not None and not (isinstance(expected, dict) and expected):
        said = "expect: what the answer says, each with its value"
        problems.add(scenario.place, expected=said, found=_shown(expected))
    for key in ("calendar", "regimes"):
        if not isinstance(told.get(key, []), list):
            problems.add(scenario.place, expected=f"{key}: a list", found=_shown(told[key]))
    if told.get("on") is not None and not isinstance(told["on"], date):
        problems.add(scenario.place, expected="on: a date such as 2026-03-01", found=repr(told["on"]))
    return len(problems.found) == before


def failures(pack: Pack, scenario: Scenario) -> list[Failure]:
    """What the pack answers otherwise than the scenario expects."""
    try:
        answered = answer(pack, scenario)
    except FactsNotUnderstood as wrong:
        return [Failure("", None, "; ".join(map(str, wrong.reasons)))]
    except SojournError as wrong:
        return [Failure("", None, str(wrong))]
    except Exception as wrong:  # whatever a rule stumbles over is told like any other difference
        return [Failure("", None, f"the rule broke: {type(wrong).__name__}: {wrong}")]
    expected = json_value(scenario.told["expect"])
    compared = ((path, value, find(answered, path)) for path, value in expected.items())
    return [Failure(path, value, found) for path, value, found in compared if found != value]


def answer(pack: Pack, scenario: Scenario) -> dict[str, Any]:
    """What the pack says of the situation, as `sojourn explain --json` would print it.

    Raises: FactsNotUnderstood, RuleMissing, ServiceUnknown.
    """
    told = scenario.told
    closed = [Holiday(on=day, names={}, kind="scenario") for day in told.get("calendar", [])]
    if closed:
        pack = replace(pack, holidays=(*pack.holidays, *closed))
    if "regimes" in told:
        decrees = tuple(build_facts(Regime, each) for each in told["regimes"])
        pack = replace(pack, regimes=(*pack.regimes, *decrees))
    if "rule" in told:
        return _answer_of_rule(pack, scenario)
    service = pack.service(told["service"])
    kind = rulebook.find_rule(pack.code, service.facts.type)
    facts = build_facts(kind, {"filed-on": scenario.on()} | told["situation"])
    answers = answers_of(service, told["situation"])
    return as_json(explain(pack, service, on=scenario.on(), facts=facts, answers=answers), pack, "en")


def _answer_of_rule(pack: Pack, scenario: Scenario) -> dict[str, Any]:
    name = scenario.told["rule"]
    kind = facts_type(rulebook.find_rule(pack.code, name))
    found = ask(pack, name, on=scenario.on(), facts=build_facts(kind, scenario.told["situation"]))
    if found is None:
        raise RuleMissing(pack=pack.code, rule=name)
    told: dict[str, Any] = {"reasons": [{"code": each.code} for each in found.value.reasons]}
    return {"valid-until": None, **json_value(found.value), **told}


def facts_type(rule: Any) -> Any:
    """The facts a rule asks for."""
    hints = get_type_hints(rule)
    return next(each for name, each in hints.items() if name not in ("law", "return"))


def find(answered: dict[str, Any], path: str) -> Any:
    """The value at a dotted path, or `NOTHING`; reasons are compared by code, money as it is written."""
    found: Any = answered
    for part in path.split("."):
        if not isinstance(found, dict) or part not in found:
            return NOTHING
        found = found[part]
    if path.endswith("reasons"):
        return [each["code"] for each in found]
    if isinstance(found, dict) and set(found) == {"minor", "currency"}:
        return str(Money(**found))
    return found
