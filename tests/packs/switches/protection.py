"""Switches of protection."""

from __future__ import annotations

from datetime import date

from tests.packs.switches import Turned

SWITCHES = [
    Turned(
        "counting.registration-of-a-claim",
        "registration-interview",
        "protection.decide_claim_by",
        {"filed-on": "2026-06-01", "registered-on": "2026-06-10"},
        "last_day",
        date(2026, 9, 1),
        date(2026, 9, 10),
    ),
    Turned(
        "protection.discontinue-for-false-information",
        "discontinued",
        "protection.may_discontinue",
        {"false-information": True},
        "eligible",
        False,
        True,
    ),
]
