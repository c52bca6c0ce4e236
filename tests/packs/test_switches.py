"""Every switch of the pack changes an outcome: what the service decides is what the rules then do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from sojourn.catalogue import rulebook
from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.explain import ask
from sojourn.catalogue.facts import build_facts
from sojourn.catalogue.types import Pack
from tests.packs.scenarios import ROOT

PACK = compile_folder(ROOT / "azerbaijan").pack


@dataclass(frozen=True)
class Turned:
    """A switch, what it is turned to, a rule, a situation, and the part of the answer before and after."""

    switch: str
    to: str
    rule: str
    facts: dict[str, Any]
    part: str
    before: Any
    after: Any


MOVED = {"filed-on": "2026-03-16", "arrived-in-country-on": "2026-03-06", "leaves-on": "2026-05-01"}
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
]
FACTS = {
    "registration.validity_after": "registration.ChangeFacts",
    "stay.lawful_stay": "stay.StayFacts",
}


def turned(pack: Pack, name: str, to: str) -> Pack:
    switch = pack.parameters[name]
    values = tuple(replace(each, value=to) for each in switch.values)
    return replace(pack, parameters={**pack.parameters, name: replace(switch, values=values)})


@pytest.mark.parametrize("case", SWITCHES, ids=lambda case: case.switch)
def test_a_switch_changes_what_the_rules_do(case: Turned) -> None:
    kind = rulebook.find_rule("azerbaijan", FACTS.get(case.rule, "registration.RegistrationFacts"))
    facts = build_facts(kind, case.facts)
    for pack, expected in ((PACK, case.before), (turned(PACK, case.switch, case.to), case.after)):
        answered = ask(pack, case.rule, on=date(2026, 6, 15), facts=facts)
        assert answered is not None
        assert getattr(answered.value, case.part) == expected


def test_every_switch_is_tried_here() -> None:
    assert {case.switch for case in SWITCHES} == {
        name for name, parameter in PACK.parameters.items() if parameter.alternatives
    }
