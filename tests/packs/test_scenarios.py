"""Every situation a lawyer wrote down gives the outcome written beside it."""

from __future__ import annotations

import pytest

from sojourn.catalogue.scenarios import Scenario, answer, failures
from tests.packs.scenarios import ROOT, compiled, scenarios_of

PACKS = sorted(path.parent.name for path in ROOT.glob("*/pack.yaml"))
EVERY = [(pack, scenario) for pack in PACKS for scenario in scenarios_of(pack)]


@pytest.mark.parametrize(
    ("pack", "scenario"), EVERY, ids=[f"{pack} {each.place} {each.rule}" for pack, each in EVERY]
)
def test_a_situation_has_the_outcome_written_beside_it(pack: str, scenario: Scenario) -> None:
    """And every reason given in it has its sentence in every language."""
    country = compiled(pack)
    assert [f"{scenario.says}: {each}" for each in failures(country, scenario)] == []
    answered = answer(country, scenario)
    parts = [each for each in answered.values() if isinstance(each, dict)] + [answered]
    codes = {reason["code"] for part in parts for reason in part.get("reasons", [])}
    for language in country.languages:
        assert {f"reasons.{code}" for code in codes} <= set(country.texts[language])
