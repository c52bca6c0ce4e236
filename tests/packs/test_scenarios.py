"""Every situation a lawyer wrote down gives the outcome written beside it."""

from __future__ import annotations

from functools import cache

import pytest

from sojourn.catalogue.building import json_value
from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.types import Pack
from tests.packs.scenarios import ROOT, Scenario, answer, look_up, scenarios_of

PACKS = sorted(path.parent.name for path in ROOT.glob("*/pack.yaml"))
EVERY = [scenario for pack in PACKS for scenario in scenarios_of(pack)]
RULES = {
    *(f"R-REG-{number}" for number in range(1, 11)),
    *(f"R-STAY-{number}" for number in (1, 2, 6, 9, 10)),
    *(f"R-TRP-{number}" for number in range(1, 20) if number != 17),  # 17 is about texts: test_residence.py
    *(f"R-PROC-{number}" for number in range(1, 5)),  # the others tell how people act: tests/flows
    "R-APP-1",
}


@cache
def compiled(pack: str) -> Pack:
    return compile_folder(ROOT / pack).pack


@pytest.mark.parametrize("scenario", EVERY, ids=lambda each: f"{each.place} {each.name}")
def test_a_situation_has_the_outcome_written_beside_it(scenario: Scenario) -> None:
    answered = answer(compiled(scenario.pack), scenario)
    found = {path: look_up(answered, path) for path in scenario.told["expect"]}
    assert found == json_value(scenario.told["expect"])


@pytest.mark.parametrize("scenario", EVERY, ids=lambda each: each.place)
def test_a_scenario_names_its_rule_source_and_confidence(scenario: Scenario) -> None:
    assert {"rule-id", "says", "source", "confidence", "on", "situation", "expect"} <= set(scenario.told)
    assert scenario.told["confidence"] in ("confirmed", "known", "assumed")


def test_every_rule_the_pack_can_answer_has_a_scenario() -> None:
    assert {scenario.told["rule-id"] for scenario in EVERY} >= RULES


@pytest.mark.parametrize("scenario", EVERY, ids=lambda each: each.place)
def test_every_reason_a_rule_gives_has_its_sentence_in_every_language(scenario: Scenario) -> None:
    pack = compiled(scenario.pack)
    answered = answer(pack, scenario)
    parts = [each for each in answered.values() if isinstance(each, dict)] + [answered]
    codes = {reason["code"] for part in parts for reason in part.get("reasons", [])}
    for language in pack.languages:
        assert {f"reasons.{code}" for code in codes} <= set(pack.texts[language])
