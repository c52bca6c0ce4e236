"""Instants are aware; the legal day comes from one place."""

from datetime import UTC, date, datetime

import pytest

from sojourn.lib import clock


def test_the_legal_day_begins_at_midnight_of_the_legal_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_zone", clock.ZoneInfo("Asia/Tbilisi"))
    assert clock.legal_day(datetime(2026, 3, 1, 19, 59, tzinfo=UTC)) == date(2026, 3, 1)
    assert clock.legal_day(datetime(2026, 3, 1, 20, 0, tzinfo=UTC)) == date(2026, 3, 2)


def test_a_naive_instant_has_no_legal_day() -> None:
    with pytest.raises(ValueError):
        clock.legal_day(datetime(2026, 3, 1))  # noqa: DTZ001


def test_a_held_clock_stands_still_and_goes_on_afterwards() -> None:
    with clock.frozen(date(2026, 6, 5)):
        assert clock.today() == date(2026, 6, 5)
        assert clock.now() == clock.now()
        assert clock.now().tzinfo is UTC
    assert clock.now() != clock.now() or clock.now().year != 2026
