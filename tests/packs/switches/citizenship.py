"""Switches of citizenship."""

from __future__ import annotations

from datetime import date

from tests.packs.switches import Turned

CERTAIN = {
    "filed-on": "2026-06-01",
    "ground": "permanent-residence",
    "status-decided-on": "2021-06-01",
    "card-from": "2021-06-20",
    "income": "work",
    "undertakes": True,
    "language-shown": True,
}
SWITCHES = [
    Turned(
        "counting.start-of-permanent-residence",
        "card",
        "citizenship_admission.years_reached_on",
        CERTAIN,
        "last_day",
        date(2026, 6, 1),
        date(2026, 6, 20),
    ),
]
