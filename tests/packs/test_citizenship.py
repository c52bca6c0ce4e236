"""Citizenship in the pack of the first country: what its scenarios cannot say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sojourn.catalogue import rulebook
from sojourn.catalogue.explain import ask
from sojourn.catalogue.facts import build_facts
from sojourn.catalogue.types import Before
from tests.packs.scenarios import compiled

PACK = compiled("azerbaijan")
BY_PRESIDENT = ("citizenship-admission", "citizenship-restoration", "citizenship-renunciation")
MATTERS = (*BY_PRESIDENT, "citizenship-affiliation", "foreign-citizenship-notice")


def found(service: str, given: dict[str, Any], *, on: date = date(2026, 6, 1)) -> dict[str, Any]:
    """Code and values of each finding."""
    asked = PACK.service(service)
    kind = rulebook.find_rule(PACK.code, asked.facts.type)
    answered = ask(PACK, asked.findings, on=on, facts=build_facts(kind, {"filed-on": on, **given}))
    assert answered is not None
    return {each.code: dict(each.values) for each in answered.value.reasons}


@pytest.mark.parametrize(
    ("service", "post", "amount"),
    [
        ("citizenship-affiliation", "other", "30.00 USD"),
        ("citizenship-affiliation", "tbilisi", "10.00 USD"),
        ("citizenship-restoration", "los-angeles", "60.00 USD"),
        ("citizenship-restoration", "the-hague", "150.00 EUR"),
        ("citizenship-renunciation", "madrid", "400.00 USD"),
        ("citizenship-renunciation", "the-hague", "400.00 EUR"),
        ("citizenship-renunciation", "moscow", "60.00 USD"),
    ],
)
def test_each_post_abroad_has_a_duty_of_its_own(service: str, post: str, amount: str) -> None:
    told = found(service, {"lives": "abroad", "post": post})
    assert str(told["consular-duty"]["amount"]) == amount


def test_every_post_that_can_be_chosen_has_a_row_or_says_that_it_tells_its_duty_itself() -> None:
    for service in ("citizenship-affiliation", "citizenship-restoration", "citizenship-renunciation"):
        for post in PACK.service(service).questions()["home.post"].options:
            told = found(service, {"lives": "abroad", "post": post})
            assert {"consular-duty", "consular-duty-unknown"} & set(told), (service, post)


@pytest.mark.parametrize(
    ("service", "answers", "paper", "needed"),
    [
        ("citizenship-affiliation", {"small-child.under-five": "yes"}, "photo-3x4", False),
        ("citizenship-affiliation", {"small-child.under-five": "no"}, "photo-3x4", True),
        ("citizenship-affiliation", {"abroad.born": "no"}, "no-foreign-citizenship", False),
        ("citizenship-affiliation", {"abroad.parent": "yes"}, "no-foreign-citizenship", True),
        ("citizenship-affiliation", {"ground.main": "adopted"}, "adoption-act", True),
        ("citizenship-affiliation", {"ground.main": "registered"}, "adoption-act", False),
        ("citizenship-affiliation", {"applicant.filer": "child-14-17"}, "consent-of-child", True),
        ("citizenship-affiliation", {"applicant.filer": "child-under-14"}, "consent-of-child", False),
        ("citizenship-affiliation", {"applicant.filer": "child-under-14"}, "childs-parents-cards", True),
        ("citizenship-restoration", {"left.country": "yes"}, "health-certificate", True),
        ("citizenship-restoration", {"left.country": "no"}, "health-certificate", False),
        ("citizenship-renunciation", {"military.liable": "yes"}, "military-card", True),
        ("citizenship-renunciation", {"military.liable": "no"}, "military-card", False),
        (
            "citizenship-renunciation",
            {"other-citizenship.standing": "none"},
            "other-citizenship-proof",
            False,
        ),
        ("citizenship-admission", {"biography.words": "Born in Tbilisi."}, "biography", False),
        ("citizenship-admission", {}, "biography", True),
        ("citizenship-admission", {"income.kind": "none"}, "income-proof", False),
        ("citizenship-admission", {"ground.main": "refugee-status"}, "residence-card", False),
        ("citizenship-admission", {"ground.main": "refugee-status"}, "refugee-card", True),
    ],
)
def test_a_paper_is_asked_for_only_when_its_condition_holds(
    service: str, answers: dict[str, str], paper: str, needed: bool
) -> None:
    asked = {each.code for each in PACK.service(service).documents_needed(answers)}
    assert (paper in asked) is needed


@pytest.mark.parametrize("service", BY_PRESIDENT)
def test_the_president_decides_before_anything_is_granted(service: str) -> None:
    stage = PACK.service(service).find_stage("president-decided")
    assert stage is not None
    assert stage.before is Before.GRANT


@pytest.mark.parametrize("service", BY_PRESIDENT[:2])
def test_nobody_gets_the_certificate_before_the_oath(service: str) -> None:
    stage = PACK.service(service).find_stage("oath-taken")
    assert stage is not None
    assert stage.before is Before.END
    assert PACK.service(service).letters.card == "citizenship-certificate"


def test_both_bodies_are_asked_by_whoever_proposes_to_the_president_and_have_a_month() -> None:
    for code in BY_PRESIDENT:
        bodies = {each.body: each for each in PACK.service(code).consultations}
        assert set(bodies) == {"interior", "state-security"}
        for each in bodies.values():
            assert each.required
            assert str(PACK.law(date(2026, 6, 1))[each.within]) == "1 month"


def test_every_matter_goes_to_the_department_of_the_headquarters() -> None:
    assert {PACK.service(code).desk for code in MATTERS} == {"hq-citizenship"}
    assert PACK.offices["hq-citizenship"].area == ()


@pytest.mark.parametrize("outcome", ["not-citizen", "no-longer-citizen", "not-determined"])
def test_statelessness_is_offered_where_no_other_nationality_is_known(outcome: str) -> None:
    service = PACK.service("citizenship-affiliation")
    for told in ("none", "unknown", ""):
        assert service.offer_after(outcome, {"nationality.other": told}) == "statelessness-determination"
    assert service.offer_after(outcome, {"nationality.other": "held"}) is None
    assert service.offer_after("citizen", {"nationality.other": "none"}) is None


def test_what_the_rule_offers_is_what_the_service_offers() -> None:
    """The list of the law and the outcomes of the service name the same answers."""
    listed = PACK.law(date(2026, 6, 1))["citizenship.offers-statelessness"]
    offering = [each.code for each in PACK.service("citizenship-affiliation").outcomes if each.offers]
    assert sorted(listed) == sorted(offering)
