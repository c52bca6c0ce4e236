"""The people for whom each service fits, as the journeys play them: what they answer can be understood."""

from __future__ import annotations

from datetime import date

import pytest

from sojourn.catalogue.facts import Context, facts_of
from sojourn.catalogue.forms import check_answers
from sojourn.catalogue.outcomes import Weight
from sojourn.catalogue.rulebook import find_rule
from tests.journeys.examples import Example, examples_of
from tests.packs.scenarios import ROOT, compiled

COUNTRY = "azerbaijan"
EVERY = list(examples_of(ROOT / COUNTRY))
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("example", EVERY, ids=lambda each: each.service)
def test_nothing_they_answer_is_misunderstood_and_nothing_speaks_against_them(example: Example) -> None:
    country = compiled(COUNTRY)
    service = country.service(example.service)
    answers = example.answers_on(TODAY)
    paths = {path.removesuffix(f".{part}") for path in answers for part in ("", path.rpartition(".")[2])}
    assert paths & set(service.questions())
    checked = check_answers(service, answers)
    assert [(each.path, each.code) for each in checked.errors] == []
    facts = facts_of(country, service, checked.cleaned, Context(filed_on=TODAY))
    if service.findings:
        found = find_rule(country.code, service.findings)(facts, country.law(TODAY))
        against = [each.code for each in found.reasons if each.weight is Weight.AGAINST]
        assert example.decision.get("kind", "grant") != "grant" or against == []


def test_every_decided_service_has_one() -> None:
    decided = {code for code, service in compiled(COUNTRY).services.items() if service.is_decided}
    assert decided <= {each.service for each in EVERY}
