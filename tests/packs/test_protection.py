"""What the pack says to people who ask for protection is what is done."""

from __future__ import annotations

import pytest

from sojourn.catalogue.types import Pack
from tests.packs.scenarios import ROOT
from tests.packs.test_letters_of_decisions import compiled

NOT_ASKED = {
    "az": "ölkənizdən heç nə soruşulmur",
    "en": "your country is not asked",
    "ru": "вашу страну ни о чём не спрашивают",
}
"""What is promised where no State is ever asked."""


@pytest.fixture(scope="module")
def pack() -> Pack:
    assert (ROOT / "azerbaijan").is_dir()
    return compiled("azerbaijan")


@pytest.mark.parametrize("language", NOT_ASKED)
def test_who_is_to_be_asked_about_at_other_states_is_not_told_otherwise(pack: Pack, language: str) -> None:
    def promised(code: str) -> bool:
        said = pack.find_text(f"{code}.passport.nationality.why", language) or ""
        return NOT_ASKED[language] in said

    assert promised("refugee-status"), "the words of the promise are to be looked up again"
    asking = [
        each.code
        for each in pack.services.values()
        if any(stage.code == "enquiries" for stage in each.stages)
    ]
    assert asking
    assert not [code for code in asking if promised(code)]


WORK_IS_FREE = {"az": "İş icazəsi lazım deyil", "en": "no work permit", "ru": "на работу не нужно"}


@pytest.mark.parametrize("language", WORK_IS_FREE)
def test_only_a_refugee_is_told_that_work_needs_no_permit(pack: Pack, language: str) -> None:
    def told(service: str) -> bool:
        letter = pack.services[service].letters.granted
        said = pack.find_text(f"letters.{letter}.then", language) or ""
        return WORK_IS_FREE[language].casefold() in said.casefold()

    assert told("refugee-status")
    assert not told("statelessness-determination")
