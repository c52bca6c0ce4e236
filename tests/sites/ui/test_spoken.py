"""Dates, time left and money as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from sojourn.lib import clock
from sojourn.lib.money import Money
from sojourn.lib.partial_date import PartialDate
from sojourn.sites.ui import spoken

DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "5 March 2026"), ("az", "5 mart 2026"), ("ru", "5 марта 2026\xa0года")]
)
def test_a_day_is_said_with_the_month_in_its_case(language: str, said: str) -> None:
    with translation.override(language):
        assert spoken.spoken_date(DAY) == said
        assert spoken.spoken_date("2026-03-05") == said
        assert spoken.spoken_date(PartialDate(2026, 3, 5)) == said


@pytest.mark.parametrize(
    ("language", "month"), [("en", "March 1985"), ("az", "mart 1985"), ("ru", "март 1985")]
)
def test_a_date_with_unknown_parts_says_only_what_is_known(language: str, month: str) -> None:
    with translation.override(language):
        assert spoken.spoken_date("1985-03").lower() == month.lower()
        assert spoken.spoken_date("1985") == "1985"


def test_what_is_no_date_is_given_back_and_nothing_stays_nothing() -> None:
    assert spoken.spoken_date("some day") == "some day"
    assert spoken.spoken_date(None) == spoken.time_left(None) == spoken.spoken_money(None) == ""


@pytest.mark.parametrize(
    ("language", "on", "said"),
    [
        ("en", date(2026, 3, 5), "today"),
        ("en", date(2026, 3, 6), "tomorrow"),
        ("en", date(2026, 3, 17), "12 days left"),
        ("en", date(2026, 3, 2), "3 days ago"),
        ("az", date(2026, 3, 17), "12 gün qalıb"),
        ("az", date(2026, 3, 2), "3 gün əvvəl"),
        ("ru", date(2026, 3, 26), "остался 21 день"),
        ("ru", date(2026, 3, 8), "осталось 3 дня"),
        ("ru", date(2026, 3, 16), "осталось 11 дней"),
        ("ru", date(2026, 3, 3), "2 дня назад"),
    ],
)
def test_time_left_agrees_in_number(language: str, on: date, said: str) -> None:
    with translation.override(language), clock.frozen(DAY):
        assert spoken.time_left(on) == said


def test_an_instant_is_said_as_its_legal_day() -> None:
    with translation.override("en"), clock.frozen(DAY):
        assert spoken.spoken_instant(datetime(2026, 3, 4, 9, 30, tzinfo=UTC)).startswith("4 March 2026 at ")


@pytest.mark.parametrize(
    ("language", "said", "whole"),
    [
        ("en", "1,234.50\xa0EUR", "1,234\xa0EUR"),
        ("az", "1.234,50\xa0EUR", "1.234\xa0EUR"),
        ("ru", "1\xa0234,50\xa0EUR", "1\xa0234\xa0EUR"),
    ],
)
def test_money_is_written_as_the_language_does(language: str, said: str, whole: str) -> None:
    with translation.override(language):
        assert spoken.spoken_money(Money(123450, "EUR")) == said
        assert spoken.spoken_money(Money(123400, "EUR")) == whole
