"""Stored filings asked again under a draft of the law: who would be decided, charged or dated otherwise.

Nothing is written, and nobody is named but by the number of the filing. Filings kept apart are not looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from typing import Any
from uuid import UUID

from sojourn.applications import queries as applications
from sojourn.applications.types import Draft
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.explain import ask, ask_duty, ask_limit
from sojourn.catalogue.facts import Context, facts_of
from sojourn.catalogue.forms import check_answers
from sojourn.catalogue.outcomes import Weight
from sojourn.catalogue.types import Pack, QuestionType, Service
from sojourn.lib.actor import SYSTEM, Reader
from sojourn.lib.errors import SojournError

AT_A_TIME = 500
EXAMPLES = 5
READER = Reader(SYSTEM, "rehearse a pack")
"""Ordinary filings only: how many others there are is nobody's business outside their desk."""

_MOVED = frozenset({QuestionType.DATE, QuestionType.PARTIAL_DATE})
_DATED = ("file_by", "deadline", "answer_by", "pay_by")
_TERMS = ("validity", "pending")


class Kind(StrEnum):
    """How a filing would come out otherwise."""

    DECIDED = "decided"
    CHARGED = "charged"
    DATED = "dated"
    NOT_ASKED = "not-asked"  # the draft cannot work with these answers, or has no such service


@dataclass
class Differing:
    """Filings of one service that would come out otherwise in one way."""

    count: int = 0
    ways: Counter[str] = field(default_factory=Counter)
    """What becomes what, and how often."""

    references: list[str] = field(default_factory=list)

    @property
    def examples(self) -> list[str]:
        return self.references[:EXAMPLES]


@dataclass
class Rehearsal:
    """Of each service how many filings were asked again, and how they differ."""

    asked: Counter[str] = field(default_factory=Counter)
    unanswered: Counter[str] = field(default_factory=Counter)
    """Those the law of today cannot answer: nothing can be said of them."""

    differing: dict[tuple[str, Kind], Differing] = field(default_factory=dict)

    def note(self, draft: Draft, kind: Kind, ways: list[str]) -> None:
        found = self.differing.setdefault((draft.service, kind), Differing())
        found.count += 1
        found.ways.update(ways)
        found.references.append(draft.reference)


Answers = Mapping[str, Any]
Rules = Callable[[], AbstractContextManager[None]]


def rehearse_pack(
    draft: Pack, *, rules: Rules, on: date | None = None, say: Callable[[int], object]
) -> Rehearsal:
    """Ask every filing under the current pack and under a draft.

    on: as if filed on that day, every day of its answers moved along, so that ages and terms stay as they
    were; without it, each on its own day. rules: within it the rules are those of the draft.
    """
    found, current = Rehearsal(), catalogue.current()
    for chunk in _chunks():
        for filing in chunk:
            if filing.received_on is not None and filing.service in current.services:
                found.asked[filing.service] += 1
                _compare(found, filing, current, draft, rules, on)
        say(sum(found.asked.values()))
    return found


def _chunks() -> Iterator[list[Draft]]:
    after: UUID | None = None
    while chunk := applications.list_submitted(to=READER, after=after, limit=AT_A_TIME):
        yield chunk
        after = chunk[-1].id


def _compare(
    found: Rehearsal, filing: Draft, current: Pack, draft: Pack, rules: Rules, on: date | None
) -> None:
    filed_on = filing.received_on
    day = on or filed_on
    if day is None or filed_on is None:
        return
    try:
        before = _outcome(current, filing, day, day - filed_on)
    except Exception:  # the law of today cannot work with it either, whatever it stumbles over
        found.unanswered[filing.service] += 1
        return
    try:
        with rules():
            after = _outcome(draft, filing, day, day - filed_on)
    except SojournError as refused:
        found.note(filing, Kind.NOT_ASKED, [str(refused).partition("\n")[0]])
        return
    except Exception as broken:  # one filing a rule breaks on is told of; the others are asked all the same
        said = str(broken).partition("\n")[0]
        found.note(filing, Kind.NOT_ASKED, [f"the rule broke: {type(broken).__name__}: {said}"])
        return
    for kind, told in before.items():
        ways = [
            f"{name}: {after[kind].get(name, '-')} instead of {was}"
            for name, was in told.items()
            if after[kind].get(name, "-") != was
        ]
        ways += [f"{name}: {new}, new" for name, new in after[kind].items() if name not in told]
        if ways:
            found.note(filing, kind, ways)


def _outcome(pack: Pack, filing: Draft, day: date, moved: timedelta) -> dict[Kind, dict[str, str]]:
    """What the rules say, in words, by what it means for the person. Raises: SojournError."""
    service = pack.service(filing.service)
    answers = _moved(service, filing.answers, moved)
    cleaned = check_answers(service, answers, on=day).cleaned
    facts = facts_of(pack, service, cleaned, Context(filed_on=day, decided_on=day))
    answer = partial(_answer, pack, day, facts)
    decided, charged, dated = {}, {}, {}
    eligible, findings = answer(service.eligibility), answer(service.findings)
    if eligible is not None:
        decided["for this person"] = f"{'yes' if eligible.eligible else 'no'}, {eligible.basis}"
    if findings is not None:
        weighing = sorted(each.code for each in findings.reasons if each.weight is not Weight.NOTE)
        decided["findings"] = ", ".join(weighing) or "none"
    late = answer(service.candidates)
    if late is not None:
        decided["lateness to look at"] = ", ".join(late.parties) or "none"
    duty = ask_duty(pack, service, on=day, facts=facts)
    if duty is not None:
        charged["duty"] = str(duty.value.amount)
    for role in _DATED:
        limit = _limit(pack, service, role, day, facts)
        if limit is not None:
            dated[role.replace("_", " ")] = _days(limit.last_day, day)
    for role in _TERMS:
        term = answer(getattr(service, role))
        if term is not None:
            dated[role] = _days(term.valid_until, day) if term.valid_until else "without end"
    return {Kind.DECIDED: decided, Kind.CHARGED: charged, Kind.DATED: dated}


def _answer(pack: Pack, day: date, facts: Any, rule: str | None) -> Any:
    asked = ask(pack, rule, on=day, facts=facts)
    return asked.value if asked else None


def _limit(pack: Pack, service: Service, role: str, day: date, facts: Any) -> Any:
    """The time of the service is counted without the days a special regime stops its clock."""
    if role != "deadline":
        return _answer(pack, day, facts, getattr(service, role))
    asked = ask_limit(pack, service, on=day, facts=facts)
    return asked.value if asked else None


def _days(last: date, filed: date) -> str:
    return f"day {(last - filed).days}"


def _moved(service: Service, answers: Answers, by: timedelta) -> Answers:
    """The answers with every whole day of them moved."""
    if not by:
        return answers
    days = {path for path, question in service.questions().items() if question.type in _MOVED}
    return {path: _day(value, by) if path in days else value for path, value in answers.items()}


def _day(value: Any, by: timedelta) -> Any:
    try:
        return (date.fromisoformat(str(value)) + by).isoformat()
    except ValueError:
        return value
