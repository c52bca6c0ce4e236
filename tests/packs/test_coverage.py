"""docs/reference/coverage.md says of each service, rule and amount of the law what proves it."""

from __future__ import annotations

import os

import pytest

from tests.packs import coverage
from tests.packs.coverage import COUNTRY, PAGE, as_page
from tests.packs.scenarios import compiled


def test_the_page_says_what_is_so_now() -> None:
    if os.environ.get("SOJOURN_WRITE_COVERAGE"):
        PAGE.write_text(as_page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == as_page(), "stale: make coverage"


def test_every_service_of_the_pack_is_expected() -> None:
    named = {code for told in coverage.expected()["services"] for code in told["is"]}
    assert set(compiled(COUNTRY).services) <= named


def test_every_rule_a_scenario_names_is_expected() -> None:
    named = {each.rule for each in coverage.scenarios() if each.rule.startswith("R-")}
    assert named <= set(coverage.expected()["rules"])


def test_a_rule_says_what_it_waits_for_only_while_nothing_asks_it() -> None:
    product = {each.name: each.product for each in coverage.rules()}
    assert [rule for rule, said in product.items() if "nothing says" in said] == []
    named = coverage.expected()["waits"]
    waiting = {rule for rule, said in product.items() if said.startswith("waits")}
    assert {name for name in named if name in product} <= waiting
    for name, stories in coverage.expected()["played"].items():
        assert name in product
        for path, _, test in (each.partition("::") for each in stories):
            assert f"def {test}(" in (coverage.ROOT.parent / path).read_text("utf-8")


def test_there_are_as_many_situations_as_were_promised() -> None:
    assert len(coverage.scenarios()) >= 300


@pytest.mark.parametrize("cell", [("residence.fee", "1 year", "adult-standard")])
def test_an_amount_no_situation_rests_on_is_not_called_proven(cell: tuple[str, str, str]) -> None:
    proven = coverage.proven_cells()
    assert [where for where in proven if where[0] == cell[0] and where[2:] == cell[1:]]
    assert not [where for where in proven if where[2:] == ("1 year", "nobody-standard")]
