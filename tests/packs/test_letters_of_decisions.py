"""Every outcome of every service has its letter, and the letter says all that can be done against it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.types import OutcomeKind, Pack, Service
from tests.packs.scenarios import ROOT

PACKS = ("azerbaijan", "arcadia")
DECISIONS = ("granted", "refused", "not-examined", "lapsed", "appeal")
OF_KIND = {
    OutcomeKind.GRANT: "granted",
    OutcomeKind.REFUSE: "refused",
    OutcomeKind.NOT_EXAMINED: "not-examined",
}
FIELDS = ("reasons", "remedy-body", "remedy-within", "suspends", "law")
"""Why, before whom, by when, whether that suspends the act, and the law of the service."""
WRITTEN_IN = {"law": "{law}", "remedy": "{suspends}"}
"""Texts of a letter, and what stands in each: the law; how one appeals, and what that suspends."""


@cache
def compiled(code: str) -> Pack:
    return compile_folder(ROOT / code).pack


def outcomes_of(service: Service) -> Iterator[tuple[str, str | None]]:
    """Each way a case of the service ends in a decision, and its letter."""
    given = service.letters.given()
    for kind in DECISIONS:
        if kind != "lapsed" or service.fee is not None:
            yield kind, given.get(kind)
    for outcome in service.outcomes:
        yield outcome.code, outcome.letter or given.get(OF_KIND[outcome.kind])


def lacks(pack: Pack, code: str | None) -> list[str]:
    """What a letter does not say, in which language."""
    letter = pack.letters.get(code or "")
    if letter is None:
        return ["no letter"]
    missing = [name for name in FIELDS if name not in letter.fields]
    for name, field in WRITTEN_IN.items():
        said = {language: pack.find_text(f"letters.{code}.{name}", language) for language in pack.languages}
        missing += [f"{name} in {language}" for language, text in said.items() if field not in (text or "")]
        missing += [f"{name} printed"] if name not in letter.texts else []
    return missing


@pytest.mark.parametrize("code", PACKS)
def test_every_outcome_has_a_letter_with_reasons_law_remedy_body_term_and_suspension(code: str) -> None:
    pack = compiled(code)
    decided = [each for each in pack.services.values() if each.is_decided]
    found = {
        f"{service.code}, {outcome}: {letter}": wrong
        for service in decided
        for outcome, letter in outcomes_of(service)
        if (wrong := lacks(pack, letter))
    }
    assert found == {}
    assert decided


@pytest.mark.parametrize("code", PACKS)
def test_the_law_a_letter_names_is_called_something_in_every_language(code: str) -> None:
    """English stands as the pack writes it; another language has a name of its own for each act."""
    pack = compiled(code)
    unnamed = {
        (language, act)
        for service in pack.services.values()
        if service.is_decided
        for act in service.acts
        for language in set(pack.languages) - {"en", "ar"}
        if pack.source_in(act, language) == act
    }
    assert unnamed == set()
    assert all(each.acts for each in pack.services.values() if each.is_decided)


@pytest.mark.parametrize("service", ["card-change", "card-replacement"])
def test_a_new_card_is_no_new_permit(service: str) -> None:
    pack = compiled("azerbaijan")
    code = pack.service(service).letters.granted
    assert "term-from" not in pack.letters[code or ""].fields
    assert "stays as it is" in (pack.find_text(f"letters.{code}.statement", "en") or "")
