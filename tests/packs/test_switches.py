"""Every switch of the pack changes an outcome: what the service decides is what the rules then do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sojourn.catalogue import rulebook
from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.explain import ask
from sojourn.catalogue.facts import build_facts
from sojourn.catalogue.open_questions import open_questions
from sojourn.catalogue.outcomes import Reason, Weight
from sojourn.catalogue.scenarios import facts_type
from sojourn.catalogue.types import Pack
from sojourn.lib.money import Money
from tests.packs.scenarios import ROOT
from tests.packs.switches import Turned, citizenship, enforcement, extension, labour, permanent, protection

PACK = compile_folder(ROOT / "azerbaijan").pack


MOVED = {"filed-on": "2026-03-16", "arrived-in-country-on": "2026-03-06", "leaves-on": "2026-05-01"}
ASKED = {
    "filed-on": "2026-06-01",
    "ground": "work",
    "months": 12,
    "lawful-until": "2027-12-31",
    "passport-expires-on": "2040-12-31",
    "decided-on": "2026-06-01",
    "born": "1990-05-17",
}
STUDIES = {
    **ASKED,
    "ground": "study",
    "study-level": "higher",
    "study-form": "full-time",
    "speed": "standard",
}
SWITCHES = [
    Turned(
        "counting.swapped-rest-day",
        "open",
        "registration.last_filing_day",
        {"filed-on": "2025-06-06", "arrived-in-country-on": "2025-06-06"},
        "last_day",
        date(2025, 6, 23),
        date(2025, 6, 21),
    ),
    Turned(
        "counting.born-29-february",
        "last-of-february",
        "registration.candidates",
        {**MOVED, "filed-on": "2026-02-28", "arrived-in-country-on": "2026-01-05", "born": "2008-02-29"},
        "parties",
        (),
        ("foreigner",),
    ),
    Turned(
        "counting.limits-of-the-person",
        "stay",
        "registration.last_filing_day",
        MOVED,
        "last_day",
        date(2026, 3, 31),
        date(2026, 3, 21),
    ),
    Turned(
        "counting.late-at-a-closed-door",
        "only-doors-that-close",
        "registration.last_filing_day",
        MOVED,
        "last_day",
        date(2026, 3, 31),
        date(2026, 3, 21),
    ),
    Turned(
        "counting.move-before-first-registration",
        "new-address-only",
        "registration.last_filing_day",
        {
            "filed-on": "2026-06-15",
            "arrived-in-country-on": "2026-06-01",
            "arrived-here-on": "2026-06-12",
            "change-of-place": True,
            "registered-before": False,
        },
        "last_day",
        date(2026, 6, 16),
        date(2026, 6, 22),
    ),
    Turned(
        "counting.pending-application",
        "does-not",
        "registration.validity_after",
        {"kind": "pending-application", "happened-on": "2026-05-20", "registered-until": "2026-05-30"},
        "valid_until",
        None,
        date(2026, 5, 30),
    ),
    Turned(
        "counting.multiple-e-visa",
        "single-limit",
        "stay.lawful_stay",
        {"arrived-on": "2026-03-01", "visa-kind": "multiple-e-visa", "visa-days": 60},
        "valid_until",
        date(2026, 4, 30),
        date(2026, 3, 31),
    ),
    Turned(
        "counting.days-of-absence",
        "both-days",
        "residence_findings.findings",
        {
            **ASKED,
            "kind": "extension",
            "absences": [{"left-on": "2026-01-01", "returned-on": "2026-04-01"}],
        },
        "reasons",
        (),
        (Reason("absent-too-long", {"days": 91, "longest": 90}, Weight.AGAINST),),
    ),
    Turned(
        "counting.what-follows-a-moved-limit",
        "does-not",
        "residence.lapse_from",
        {**ASKED, "review-due-on": "2026-06-30", "notice-served-on": "2026-07-10"},
        "last_day",
        date(2026, 8, 11),
        date(2026, 8, 10),
    ),
    Turned(
        "counting.months-before",
        "thirty-days-each",
        "residence_term.validity",
        {**ASKED, "passport-expires-on": "2027-05-31"},
        "valid_until",
        date(2027, 2, 28),
        date(2027, 3, 2),
    ),
    Turned(
        "counting.law-of-a-case",
        "decision-day",
        "residence_fee.fee",
        {**ASKED, "filed-on": "2019-07-23", "decided-on": "2019-08-20", "speed": "fast"},
        "amount",
        Money.of("120.00", "AZN"),
        Money.of("160.00", "AZN"),
    ),
    Turned(
        "counting.end-of-a-term",
        "same-number",
        "residence_term.validity",
        ASKED,
        "valid_until",
        date(2027, 5, 31),
        date(2027, 6, 1),
    ),
    Turned(
        "counting.pause",
        "answer-day-counts",
        "procedure.pause",
        {"served-on": "2026-06-05", "answered-on": "2026-06-11"},
        "valid_until",
        date(2026, 6, 11),
        date(2026, 6, 10),
    ),
    Turned(
        "counting.presumed-service",
        "moves",
        "procedure.served_on",
        {"manner": "registered-post", "on": "2026-06-08"},
        "last_day",
        date(2026, 6, 15),
        date(2026, 6, 16),
    ),
    Turned(
        "counting.items-of-an-investment",
        "above-own-threshold",
        "residence_findings.findings",
        {**ASKED, "ground": "investment", "investment": "450000.00 AZN", "deposit": "50000.00 AZN"},
        "reasons",
        (),
        (
            Reason(
                "value-below-threshold",
                {"value": Money.of("450000.00", "AZN"), "threshold": Money.of("500000.00", "AZN")},
                Weight.AGAINST,
            ),
        ),
    ),
    Turned(
        "counting.short-study",
        "student-price",
        "residence_fee.fee",
        {**STUDIES, "months": 6},
        "amount",
        Money.of("60.00", "AZN"),
        Money.of("40.00", "AZN"),
    ),
    Turned(
        "counting.minor-student",
        "minor",
        "residence_fee.fee",
        {**STUDIES, "born": "2010-05-17"},
        "amount",
        Money.of("40.00", "AZN"),
        Money.of("60.00", "AZN"),
    ),
    Turned(
        "counting.pupils",
        "by-age",
        "residence_fee.fee_class",
        {**STUDIES, "study-level": "general"},
        "code",
        "student",
        "adult",
    ),
    Turned(
        "counting.absence-window",
        "every-day",
        "residence_findings.findings",
        {
            **ASKED,
            "kind": "extension",
            "permit-from": "2026-01-03",
            "absences": [{"left-on": "2026-01-01", "returned-on": "2026-04-03"}],
        },
        "reasons",
        (),
        (Reason("absent-too-long", {"days": 91, "longest": 90}, Weight.AGAINST),),
    ),
    Turned(
        "counting.payment-limit",
        "end-of-review-only",
        "residence.pay_by",
        {**ASKED, "review-due-on": "2026-06-30", "notice-served-on": "2026-07-01"},
        "last_day",
        date(2026, 7, 31),
        date(2026, 7, 30),
    ),
    Turned(
        "counting.stay-while-pending",
        "must-leave",
        "residence.pending_stay",
        ASKED,
        "valid_until",
        None,
        date(2027, 12, 31),
    ),
]


WAITING = {
    "counting.interest-rounding",
    "counting.money-that-does-not-cover",
    "counting.parts-and-relief",
    "counting.barred-fine-and-ban",
    "counting.order-and-appeal",
    "counting.hours-anew",
    "counting.repeated-liabilities",
    "counting.victim-protection",
    "counting.papers-handed-in",
    "counting.multiple-e-visa",
    "counting.end-of-contract",
    "protection.discontinue-for-false-information",
}
EVERY = [
    *SWITCHES,
    *citizenship.SWITCHES,
    *enforcement.SWITCHES,
    *extension.SWITCHES,
    *labour.SWITCHES,
    *permanent.SWITCHES,
    *protection.SWITCHES,
]


def turned(pack: Pack, name: str, to: str) -> Pack:
    switch = pack.parameters[name]
    values = tuple(replace(each, value=to) for each in switch.values)
    return replace(pack, parameters={**pack.parameters, name: replace(switch, values=values)})


@pytest.mark.parametrize("case", EVERY, ids=lambda case: case.switch)
def test_a_switch_changes_what_the_rules_do(case: Turned) -> None:
    facts = build_facts(facts_type(rulebook.find_rule("azerbaijan", case.rule)), case.facts)
    for pack, expected in ((PACK, case.before), (turned(PACK, case.switch, case.to), case.after)):
        answered = ask(pack, case.rule, on=case.on, facts=facts)
        assert answered is not None
        assert getattr(answered.value, case.part) == expected


def test_every_switch_is_tried_here() -> None:
    assert {case.switch for case in EVERY} == {
        name for name, parameter in PACK.parameters.items() if parameter.alternatives
    }


def test_switches_of_the_file_of_the_pack_change_what_cases_count() -> None:
    day = date(2026, 6, 8)
    moved = turned(PACK, "counting.presumed-service", "moves")
    posted = [each.days_of_service(day, "service.days-after-post") for each in (PACK, moved)]
    assert posted == [7, 8]
    answered = turned(PACK, "counting.pause", "answer-day-counts")
    assert [each.answer_day_counts(day) for each in (PACK, answered)] == [False, True]


def test_switches_the_product_does_not_read_are_told_as_such() -> None:
    """Those of fines, bans and orders to leave wait for the registers of these."""
    unread = {each.name for each in open_questions(PACK) if each.is_switch and not each.is_read}
    assert unread == WAITING
