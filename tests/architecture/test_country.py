"""The platform names no country: what is specific to one lives in its pack."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import ROOT, files

ANY_CASE = re.compile("azerbaijan|azərbaycan(?!ca)|\\bbaku\\b|\\bbakı\\b|qəpik", re.IGNORECASE)
AS_WRITTEN = re.compile(r"\bASAN\b|\bFİN\b|\bVÖEN\b|\bAZN\b")
"""In capitals they are names; `asan` is an ordinary word, and a language is named like no country."""


def named_in(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        for found in (*ANY_CASE.findall(line), *AS_WRITTEN.findall(line)):
            yield f"{number}: {found}"


def test_no_file_of_the_platform_names_a_country() -> None:
    found = []
    for path in files("sojourn"):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}:{hit}" for hit in named_in(text)]
    assert found == []


def test_no_file_is_named_after_one() -> None:
    assert [path for path in files("sojourn") if list(named_in(path.name))] == []


@pytest.mark.parametrize(
    "text",
    ["in Azerbaijan", "AZERBAIJAN", "to Baku.", "the FİN", "VÖEN: 1", "5 qəpik", "ASAN centre", "1 AZN"],
)
def test_a_country_named_is_found(text: str) -> None:
    assert len(list(named_in(text))) == 1


@pytest.mark.parametrize("text", ["Azərbaycanca", "asan", "bakup", "fin", "AZN1"])
def test_ordinary_words_are_not(text: str) -> None:
    assert list(named_in(text)) == []
