"""Reads the scenarios of a pack and asks its rules what they expect."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sojourn.catalogue import rulebook
from sojourn.catalogue.building import json_value
from sojourn.catalogue.explain import ask, explain
from sojourn.catalogue.facts import build_facts
from sojourn.catalogue.reader import Problems, read_yaml
from sojourn.catalogue.telling import as_json
from sojourn.catalogue.types import Holiday, Pack

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
        found += [Scenario(pack, str(each.place), each.plain()) for each in node.value]
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
    return as_json(explain(pack, service, on=scenario.on(), facts=facts), pack, "en")


def _rule(pack: Pack, scenario: Scenario) -> dict[str, Any]:
    name = scenario.told["rule"]
    rule = rulebook.find_rule(pack.code, name)
    kind = getattr(__import__(rule.__module__, fromlist=["x"]), rule.__annotations__[_facts_of(rule)])
    found = ask(pack, name, on=scenario.on(), facts=build_facts(kind, scenario.told["situation"]))
    assert found is not None
    told: dict[str, Any] = {"reasons": [{"code": each.code} for each in found.value.reasons]}
    return {**{key: None for key in ("valid-until",)}, **json_value(found.value), **told}


def _facts_of(rule: Any) -> str:
    return next(name for name in rule.__annotations__ if name not in ("law", "return"))


def look_up(answered: dict[str, Any], path: str) -> Any:
    """The value at a dotted path; reasons are compared by their codes."""
    found: Any = answered
    for part in path.split("."):
        found = found[part]
    if path.endswith("reasons"):
        return [each["code"] for each in found]
    return found
