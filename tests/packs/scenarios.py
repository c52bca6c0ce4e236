"""Reads the scenarios of a pack and asks its rules what they expect."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from sojourn.catalogue import rulebook
from sojourn.catalogue.building import json_value
from sojourn.catalogue.explain import ask, explain
from sojourn.catalogue.facts import answers_of, build_facts
from sojourn.catalogue.reader import Node, Problems, read_yaml
from sojourn.catalogue.telling import as_json
from sojourn.catalogue.types import Holiday, Pack
from sojourn.lib.money import Money

ROOT = Path(__file__).resolve().parents[2] / "packs"


@dataclass(frozen=True)
class Scenario:
    """One situation and what is expected of it, with the place it is written at."""

    pack: str
    place: str
    told: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.told['rule-id']} {self.told['says']}"

    def on(self) -> date:
        found = self.told["on"]
        assert isinstance(found, date)
        return found


def scenarios_of(pack: str) -> list[Scenario]:
    found: list[Scenario] = []
    for path in sorted((ROOT / pack / "scenarios").glob("*.yaml")):
        problems = Problems()
        node = read_yaml(path, root=ROOT, problems=problems)
        problems.stop_if_any()
        for each in node.value:
            found += _rows(pack, each)
    return found


def _rows(pack: str, node: Node) -> list[Scenario]:
    """A situation, or one for each row of its table: facts (`on` among them) and what is expected of them."""
    told = node.plain()
    table = told.pop("table", None)
    if table is None:
        return [Scenario(pack, str(node.place), told)]
    rows = node.get("table").get("rows")  # type: ignore[union-attr]
    assert rows is not None
    given, expected = table["given"], table["expect"]
    found: list[Scenario] = []
    for place, row in zip((each.place for each in rows.value), table["rows"], strict=True):
        facts = dict(zip(given, row[: len(given)], strict=True))
        on = facts.pop("on", told.get("on"))
        expect = dict(zip(expected, row[len(given) :], strict=True)) | told.get("expect", {})
        situation = told["situation"] | {name: value for name, value in facts.items() if value is not None}
        found.append(Scenario(pack, str(place), told | {"on": on, "situation": situation, "expect": expect}))
    return found


def answer(pack: Pack, scenario: Scenario) -> dict[str, Any]:
    """What the pack says of the situation, as the command line would print it."""
    told = scenario.told
    closed = [Holiday(on=day, names={}, kind="scenario") for day in told.get("calendar", [])]
    if closed:
        pack = replace(pack, holidays=(*pack.holidays, *closed))
    if "rule" in told:
        return _rule(pack, scenario)
    service = pack.service(told["service"])
    kind = rulebook.find_rule(pack.code, service.facts.type)
    facts = build_facts(kind, {"filed-on": scenario.on()} | told["situation"])
    answers = answers_of(service, told["situation"])
    return as_json(explain(pack, service, on=scenario.on(), facts=facts, answers=answers), pack, "en")


def _rule(pack: Pack, scenario: Scenario) -> dict[str, Any]:
    name = scenario.told["rule"]
    rule = rulebook.find_rule(pack.code, name)
    given = scenario.told["situation"]
    found = ask(pack, name, on=scenario.on(), facts=build_facts(facts_type(rule), given))
    assert found is not None
    told: dict[str, Any] = {"reasons": [{"code": each.code} for each in found.value.reasons]}
    return {**{key: None for key in ("valid-until",)}, **json_value(found.value), **told}


def facts_type(rule: Any) -> Any:
    """The facts a rule asks for."""
    named = next(each for name, each in rule.__annotations__.items() if name not in ("law", "return"))
    return getattr(import_module(rule.__module__), named)


def look_up(answered: dict[str, Any], path: str) -> Any:
    """The value at a dotted path; reasons are compared by their codes."""
    found: Any = answered
    for part in path.split("."):
        found = found[part]
    if path.endswith("reasons"):
        return [each["code"] for each in found]
    if isinstance(found, dict) and set(found) == {"minor", "currency"}:
        return str(Money(**found))
    return found
