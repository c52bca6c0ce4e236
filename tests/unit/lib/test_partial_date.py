"""Dates of which a part may be unknown."""

from datetime import date

import pytest

from sojourn.lib.partial_date import PartialDate


@pytest.mark.parametrize("text", ["1980", "1980-05", "1980-05-17"])
def test_written_and_read_alike(text: str) -> None:
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "80", "1980-13", "1980-02-30", "1980-5", "1980-00-01", "17.05.1980", "١٩٨٠"]
)
def test_no_such_date(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(text)


def test_what_a_partial_date_can_mean() -> None:
    month = PartialDate(1980, 2)
    assert (month.earliest, month.latest, month.whole) == (date(1980, 2, 1), date(1980, 2, 29), None)
    assert PartialDate.of(date(1980, 2, 3)).whole == date(1980, 2, 3)
    assert PartialDate(1980).latest == date(1980, 12, 31)
