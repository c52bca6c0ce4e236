"""Switches of the extension of a stay."""

from __future__ import annotations

from datetime import date

from tests.packs.switches import Turned

EXTENDED_BEFORE = {
    "filed-on": "2026-06-01",
    "lawful-until": "2026-06-30",
    "passport-expires-on": "2040-12-31",
    "days": 60,
    "days-before": 40,
}
SWITCHES = [
    Turned(
        "counting.extensions-add-up",
        "each-alone",
        "extension.validity",
        EXTENDED_BEFORE,
        "valid_until",
        date(2026, 7, 20),
        date(2026, 8, 29),
    ),
]
