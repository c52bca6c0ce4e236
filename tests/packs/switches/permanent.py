"""Switches of permanent residence."""

from __future__ import annotations

from datetime import date

from sojourn.catalogue.outcomes import Reason, Weight
from tests.packs.switches import Turned

APPLIES = {
    "filed-on": "2026-06-01",
    "ground": "specialist",
    "lawful-until": "2027-12-31",
    "passport-expires-on": "2040-12-31",
    "test": "passed",
}
INSTEAD = Reason("temporary-permit-instead", {}, Weight.NOTE)
SPOUSE = {**APPLIES, "held-ground": "family-of-permit-holder", "held-since": "2020-01-01"}
ONE_AFTER_ANOTHER = [
    {"ground": "real-estate", "from-on": "2024-01-01", "until-on": "2025-03-31"},
    {"ground": "specialist", "from-on": "2025-04-01"},
]
WITH_A_GAP = [
    {"ground": "specialist", "from-on": "2023-01-01", "until-on": "2024-06-30"},
    {"ground": "specialist", "from-on": "2024-07-11"},
]


def too_short(until: date) -> Reason:
    return Reason("residence-too-short", {"from_on": until}, Weight.AGAINST)


SWITCHES = [
    Turned(
        "counting.sponsor-with-permanent",
        "does-not",
        "permanent_findings.findings",
        {**SPOUSE, "sponsor-ground": "permanent-permit"},
        "reasons",
        (),
        (Reason("residence-ground-does-not-count", {}, Weight.AGAINST), INSTEAD),
    ),
    Turned(
        "counting.gap-between-permits",
        "breaks",
        "permanent_findings.findings",
        {**APPLIES, "held": WITH_A_GAP},
        "reasons",
        (),
        (
            Reason("residence-interrupted", {"days": 10}, Weight.AGAINST),
            too_short(date(2026, 7, 11)),
            INSTEAD,
        ),
    ),
    Turned(
        "counting.grounds-add-up",
        "last-ground-only",
        "permanent_findings.findings",
        {**APPLIES, "held": ONE_AFTER_ANOTHER},
        "reasons",
        (),
        (too_short(date(2027, 4, 1)), INSTEAD),
    ),
    Turned(
        "counting.payment-limit-elsewhere",
        "from-notice-only",
        "permanent.pay_by",
        {**APPLIES, "review-due-on": "2026-08-26", "notice-served-on": "2026-07-01"},
        "last_day",
        date(2026, 9, 25),
        date(2026, 7, 31),
    ),
]
