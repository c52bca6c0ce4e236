"""Switches of fines, bans on entry and orders to leave."""

from __future__ import annotations

from datetime import date

from sojourn.catalogue.outcomes import Reason, Weight
from sojourn.lib.money import Money
from tests.packs.switches import Turned

LATE = {"amount": "300.00 AZN", "decision": {"served-on": "2026-05-02"}}
"""In force on 12 May, to be paid by 11 June: four days late on the day asked about."""

SWITCHES = [
    Turned(
        "counting.interest-rounding",
        "each-day",
        "fines.owed",
        {**LATE, "amount": "33.33 AZN"},
        "interest",
        Money.of("0.13", "AZN"),
        Money.of("0.12", "AZN"),
    ),
    Turned(
        "counting.last-day-of-a-ban",
        "free-again",
        "bans.ban",
        {"ground": "false-data", "decided-on": "2021-06-01", "left-on": "2021-06-15"},
        "in_force",
        True,
        False,
    ),
    Turned(
        "counting.money-that-does-not-cover",
        "interest-first",
        "fines.owed",
        {**LATE, "payments": [{"on": "2026-06-13", "amount": "100.00 AZN"}]},
        "principal",
        Money.of("200.00", "AZN"),
        Money.of("200.60", "AZN"),
    ),
    Turned(
        "counting.legal-effect",
        "tenth-day",
        "fine_limits.effect_on",
        {"served-on": "2026-06-10"},
        "last_day",
        date(2026, 6, 22),
        date(2026, 6, 20),
    ),
    Turned(
        "counting.parts-and-relief",
        "one-payment",
        "fines.owed",
        {
            "amount": "300.00 AZN",
            "decision": {"served-on": "2026-06-01"},
            "payments": [
                {"on": "2026-06-12", "amount": "135.00 AZN"},
                {"on": "2026-06-13", "amount": "135.00 AZN"},
            ],
        },
        "total",
        Money.of("0.00", "AZN"),
        Money.of("30.00", "AZN"),
    ),
    Turned(
        "counting.barred-fine-and-ban",
        "ban-stays",
        "bans.unpaid_fine_ban",
        {"effect-on": "2025-06-02", "pay-by": "2025-07-02", "barred-on": "2026-06-10"},
        "in_force",
        False,
        True,
    ),
    Turned(
        "counting.order-and-appeal",
        "runs-at-once",
        "expulsion.leave_within",
        {"served-on": "2026-06-03", "served-at": "10:00"},
        "enforceable",
        False,
        True,
    ),
    Turned(
        "counting.hours-anew",
        "from-legal-effect",
        "expulsion.leave_within",
        {
            "served-on": "2026-06-03",
            "served-at": "10:00",
            "anew-by": "term-ended",
            "anew-on": "2026-06-16",
            "anew-at": "15:30",
            "effect-on": "2026-06-15",
        },
        "until_on",
        date(2026, 6, 18),
        date(2026, 6, 17),
    ),
    Turned(
        "counting.repeated-liabilities",
        "offences",
        "bans.repeated_liability",
        {
            "liabilities": [
                {"committed-on": "2015-06-01", "effect-on": "2015-08-01"},
                {"committed-on": "2018-06-01", "effect-on": "2018-07-01"},
            ]
        },
        "in_force",
        True,
        False,
        on=date(2018, 7, 13),
    ),
    Turned(
        "counting.month-without-day",
        "last-day",
        "remedies.lifting_findings",
        {"filed-on": "2026-06-15", "why": "term-over", "ban-ground": "false-data", "left-on": "2021-06"},
        "reasons",
        (Reason("lifting-term-passed", {"until": date(2026, 6, 1)}, Weight.NOTE),),
        (Reason("lifting-term-runs", {"until": date(2026, 6, 30)}, Weight.AGAINST),),
    ),
    Turned(
        "counting.victim-protection",
        "from-identification",
        "expulsion.may_be_expelled",
        {
            "protections": ["trafficking-victim"],
            "referred-on": "2025-06-14",
            "identified-on": "2025-07-01",
        },
        "eligible",
        True,
        False,
    ),
]
