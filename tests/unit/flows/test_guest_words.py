"""A hotel's program writes countries and sexes in its own words."""

import pytest

from sojourn.catalogue import queries as catalogue
from sojourn.flows.errors import TableUnreadable
from sojourn.flows.guest_words import in_codes
from sojourn.flows.read_guest_csv import read_guest_csv

RUSSIAN = [("мужской", "male"), ("Женский", "female")]
NATIONALITY, SEX = "passport.nationality", "passport.sex"


@pytest.mark.parametrize("word", ["TUR", "tr", "Türkiye", "Турция", " TÜRKİYE "])
def test_a_country_is_understood_by_name_and_by_code(word: str) -> None:
    told = in_codes({NATIONALITY: word}, catalogue.current())[NATIONALITY]
    assert told.strip() == "TUR"


@pytest.mark.parametrize(
    ("word", "code"),
    [("m", "male"), ("F", "female"), ("Male", "male"), ("kişi", "male"), ("qadın", "female"), *RUSSIAN],
)
def test_a_sex_is_understood_by_letter_and_by_word(word: str, code: str) -> None:
    assert in_codes({SEX: word}, catalogue.current()) == {SEX: code}


def test_what_nobody_knows_stays_as_written() -> None:
    row = {NATIONALITY: "Atlantis", SEX: "?"}
    assert in_codes(row, catalogue.current()) == row


def test_the_file_of_a_spreadsheet_program_is_named() -> None:
    with pytest.raises(TableUnreadable) as refused:
        read_guest_csv(b"PK\x03\x04" + bytes(100))
    assert refused.value.facts["reason"] == "spreadsheet"
