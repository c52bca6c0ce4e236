"""References people read aloud carry a check character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.lib.references import Pattern, check_character, check_digit, normalise

REGISTRATION = Pattern("AR-{service}-{yyyy}-{7 digits}-{check}")
references = st.builds(
    lambda number, year: REGISTRATION.format(number, service="REG", year=year),
    st.integers(0, 9_999_999),
    st.integers(2000, 2999),
)


def test_the_published_example_of_the_standard_holds() -> None:
    """Source: ISO/IEC 7064 as used by the Global Release Identifier, A1-2425G-ABC1234002-M."""
    assert check_character("A12425GABC1234002") == "M"


def test_a_reference_is_written_by_its_pattern() -> None:
    assert REGISTRATION.format(123, service="reg", year=2026).startswith("AR-REG-2026-0000123-")


def test_a_number_longer_than_the_pattern_is_refused() -> None:
    with pytest.raises(ValueError):
        REGISTRATION.format(12_345_678, service="REG", year=2026)


@given(references)
def test_every_reference_we_write_is_well_formed(reference: str) -> None:
    assert REGISTRATION.is_well_formed(reference)


@given(references, st.integers(7, 18), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_noticed(reference: str, place: int, digit: str) -> None:
    if reference[place].isdigit() and reference[place] != digit:
        assert not REGISTRATION.is_well_formed(reference[:place] + digit + reference[place + 1 :])


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    assert isinstance(REGISTRATION.is_well_formed(normalise(text)), bool)


def test_spaces_and_invisible_marks_do_not_hinder_the_reader() -> None:
    assert normalise(" ar-reg-\u200b2026 ") == "AR-REG-2026"


TERMINAL = Pattern("{12 digits}{check digit}")


def test_a_number_for_terminals_is_digits_only_and_checks_itself() -> None:
    """Source: ISO/IEC 7064, the published example 0794 with the check digit 5."""
    assert check_digit("0794") == "5"
    assert TERMINAL.format(123_456_789_012) == "1234567890124"


@given(st.integers(0, 10**12 - 1), st.integers(0, 12), st.sampled_from("0123456789"))
def test_one_wrong_digit_at_a_terminal_is_noticed(number: int, place: int, digit: str) -> None:
    written = TERMINAL.format(number)
    typed = written[:place] + digit + written[place + 1 :]
    assert TERMINAL.is_well_formed(typed) == (typed == written)
