"""Texts say the values of the law of a day, and no text repeats one undated."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.errors import PackInvalid
from sojourn.catalogue.types import Pack

ARCADIA = Path(__file__).parents[3] / "packs" / "arcadia"
WHO = "arrival-registration.who"


@pytest.fixture(scope="module")
def arcadia() -> Pack:
    return compile_folder(ARCADIA).pack


def _draft(folder: Path, written: str) -> Path:
    """The pack with another sentence about how long it takes."""
    root = folder / "arcadia"
    shutil.copytree(ARCADIA, root)
    for language in ("en", "ar"):
        path = root / "locale" / language / "arrival-registration.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(?m)^how-long: .*$", f"how-long: '{written}'", text), encoding="utf-8")
    return root


def _complaints(root: Path) -> list[str]:
    try:
        compile_folder(root)
    except PackInvalid as invalid:
        return [str(each) for each in invalid.problems]
    return []


def test_a_text_changes_on_the_day_the_law_does(arcadia: Pack) -> None:
    before, after = (arcadia.as_of(date(2025, 12, 31)), arcadia.as_of(date(2026, 1, 1)))
    assert "more than 7 days" in before.text(WHO, "en")
    assert "more than 5 working days" in after.text(WHO, "en")
    assert before.parameters is after.parameters


def test_amounts_and_the_ends_of_a_table_are_said(arcadia: Pack) -> None:
    told = arcadia.as_of(date(2026, 1, 1))
    assert told.fill_in("{arrival.fee}", "en") == "2.50 ARC"
    assert told.fill_in("{harbour.fee:least|number} to {harbour.fee:most}", "en") == "1 to 30 ARC"
    assert told.fill_in("{harbour.fee:3 months:grown}", "en") == "10 ARC"


def test_a_sentence_about_a_rule_that_is_no_law_that_day_is_left_out(arcadia: Pack) -> None:
    told = arcadia.as_of(date(2026, 1, 1))
    assert told.fill_in("It is free. A child pays {harbour.fee:1 year:child}.", "en") == "It is free."
    assert told.fill_in("Said on {ended_on}.", "en") == "Said on {ended_on}."


@pytest.mark.parametrize(
    "written",
    ["You have 15 days.", "Within three months.", "It costs 30 ARC.", "In 2 weeks.", "To 51 percent."],
)
def test_an_amount_or_time_written_out_is_refused_with_its_line(tmp_path: Path, written: str) -> None:
    found = [each for each in _complaints(_draft(tmp_path, written)) if "written out" in each]
    assert found
    assert found[0].startswith("locale/")
    assert "in braces" in found[0]


@pytest.mark.parametrize(
    "written",
    [
        "Two minutes.",
        "Since 1992 years have passed.",
        "Article 45 of the Act.",
        "Call 102.",
        "For {arrival.validity}.",
    ],
)
def test_numbers_that_are_no_law_may_stand(tmp_path: Path, written: str) -> None:
    assert _complaints(_draft(tmp_path, written)) == []


@pytest.mark.parametrize(
    "written",
    ["{arrival.nothing}", "{harbour.fee}", "{harbour.fee:3 months:nobody}", "{arrival.fee|no-such-form}"],
)
def test_a_value_nobody_knows_is_refused(tmp_path: Path, written: str) -> None:
    assert _complaints(_draft(tmp_path, written)) != []


def test_an_exception_has_a_reason(tmp_path: Path) -> None:
    root = _draft(tmp_path, "You have 15 days.")
    listed = root / "written-out.yaml"
    listed.write_text("arrival-registration.how-long: A quotation.\n", encoding="utf-8")
    assert _complaints(root) == []
    listed.write_text("arrival-registration.how-long: ''\n", encoding="utf-8")
    assert "why the number" in " ".join(_complaints(root))
