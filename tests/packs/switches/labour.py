"""The switches of work permits."""

from __future__ import annotations

from datetime import date

from tests.packs.switches import Turned

ENDED = {"ended-on": "2026-06-01", "served-on": "2026-06-12"}
PERMIT = {"filed-on": "2026-06-01", "review-due-on": "2026-06-30", "notice-served-on": "2026-06-10"}
BUSINESS = {"filed-on": "2026-06-01", "exemption": "business-visitor", "business-field": "mining"}
LIBERATED = {"filed-on": "2027-12-01", "decided-on": "2028-01-10", "district": "AZ-SUS", "activity": "ict"}
MEDICAL = {"arrived-on": "2026-09-01", "presented-on": "2026-09-12", "issued-on": "2026-09-02"}
SWITCHES = [
    Turned(
        "counting.papers-handed-in",
        "day-issued",
        "labour_after.medical_in_time",
        MEDICAL,
        "basis",
        "late",
        "in-time",
    ),
    Turned(
        "counting.payment-limit-elsewhere",
        "from-notice-only",
        "labour.pay_by",
        PERMIT,
        "last_day",
        date(2026, 7, 30),
        date(2026, 7, 10),
    ),
    Turned(
        "counting.days-of-business",
        "days-of-presence",
        "labour_exemptions.eligibility",
        {**BUSINESS, "business-days": 90, "business-presence": 140},
        "basis",
        "not-required",
        "required",
    ),
    Turned(
        "counting.end-of-contract",
        "from-outcome",
        "labour_after.permit_after_end",
        ENDED,
        "valid_until",
        date(2026, 6, 1),
        date(2026, 6, 12),
    ),
    Turned(
        "counting.forecast-law",
        "rule-on-filing-day",
        "labour_after.forecast_by",
        {"year": 2026, "filed-on": "2016-03-01"},
        "last_day",
        date(2025, 8, 1),
        date(2025, 5, 15),
    ),
    Turned(
        "counting.quota-conditions",
        "filing-day",
        "labour_quota.place",
        LIBERATED,
        "basis",
        "reserved",
        "not-counted",
    ),
]
