"""docs/reference/rules.md says where each rule of the residence permit is proven, and says it rightly."""

from __future__ import annotations

import re

import pytest

from tests.architecture.source import ROOT
from tests.packs.scenarios import scenarios_of

PAGE = ROOT / "docs/reference/rules.md"
RULES = {
    *(f"R-TRP-{number}" for number in range(1, 20)),
    *(f"R-PROC-{number}" for number in range(1, 9)),
    *(f"R-STAY-{number}" for number in (6, 9, 10)),
    "R-APP-1",
}


def rows() -> dict[str, tuple[str, list[str]]]:
    """Of each rule the file of scenarios and the tests the page names."""
    lines = re.findall(r"^\| (R-[A-Z]+-\d+) \|[^|]*\|([^|]*)\|([^|]*)\|$", PAGE.read_text(), re.M)
    return {rule: (file.strip(" `"), re.findall(r"`([^`]+)`", stories)) for rule, file, stories in lines}


def test_every_rule_stands_on_the_page() -> None:
    assert set(rows()) == RULES


@pytest.mark.parametrize("rule", sorted(RULES))
def test_what_the_page_names_exists(rule: str) -> None:
    file, stories = rows()[rule]
    assert file or stories
    if file:
        told = {each.rule for each in scenarios_of("azerbaijan") if file in str(each.place)}
        assert rule in told
    for story in stories:
        path, _, name = story.partition("::")
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), story
