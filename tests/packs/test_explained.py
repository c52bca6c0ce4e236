"""`sojourn explain` answers for every service at any date, whatever is known of the person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from sojourn.catalogue.explain import Explanation, explain
from sojourn.catalogue.facts import Context, build_facts, facts_of
from sojourn.catalogue.forms import check_answers
from sojourn.catalogue.rulebook import find_rule
from sojourn.catalogue.telling import as_json, as_lines
from sojourn.catalogue.types import Pack, Question, QuestionType, Service
from tests.packs.scenarios import compiled
from tests.packs.test_switches import turned

PACK = compiled("azerbaijan")
DAYS = [date(year, *day) for year in range(2014, 2029) for day in ((1, 1), (7, 24), (12, 31))]
TYPED = {
    QuestionType.TEXT: ["51", "words"],
    QuestionType.DOCUMENT_NUMBER: ["AZ1234567"],
    QuestionType.PERSON_NAME: ["Anna"],
    QuestionType.COUNTRY: ["KAZ", "TUR", "XXA"],
    QuestionType.MONEY: ["99999.99", "200000.00"],
    QuestionType.PARTIAL_DATE: ["1990-02-28", "2012", "2010-05", "1958-07-01"],
}


def told(found: Explanation, pack: Pack) -> int:
    return sum(len(as_lines(found, pack, language)) for language in pack.languages)


@pytest.mark.parametrize("service", PACK.services.values(), ids=lambda each: each.code)
def test_of_nobody_in_particular_on_any_day(service: Service) -> None:
    kind: Any = find_rule(PACK.code, service.facts.type)
    dated = "filed_on" in {each.name for each in fields(kind)}
    for on in DAYS:
        facts = build_facts(kind, {"filed-on": on} if dated else {})
        found = explain(PACK, service, on=on, facts=facts)
        assert as_json(found, PACK, "en")
        assert told(found, PACK)


@pytest.mark.parametrize("service", PACK.services.values(), ids=lambda each: each.code)
def test_of_anybody_decided_years_later_with_the_law_of_either_day(service: Service) -> None:
    by_decision = turned(PACK, "counting.law-of-a-case", "decision-day")
    chance = Random(service.code)
    for on in DAYS[::2]:
        cleaned = check_answers(service, dict(answers(service, on, chance)), on=on).cleaned
        for pack, after in ((PACK, 0), (by_decision, 400)):
            known = Context(filed_on=on, decided_on=on + timedelta(days=after))
            facts = facts_of(pack, service, cleaned, known)
            assert told(explain(pack, service, on=on, facts=facts, answers=cleaned), pack)


def answers(service: Service, on: date, chance: Random) -> Iterator[tuple[str, Any]]:
    for path, question in service.questions().items():
        if chance.random() < 0.8 and (value := typed(question, on, chance)):
            yield path, value
        if question.type is QuestionType.ADDRESS:
            yield f"{path}.district", chance.choice(["AZ-BA-NES", "AZ-SUS"])


def typed(question: Question, on: date, chance: Random) -> str:
    if question.type is QuestionType.CHOICE:
        return str(chance.choice(question.options))
    if question.type is QuestionType.DATE:
        return (on + timedelta(days=chance.randint(-1500, 500))).isoformat()
    if question.type is QuestionType.INTEGER:
        return str(chance.randint(question.minimum or 0, question.maximum or 300))
    return chance.choice(TYPED.get(question.type, [""]))
