"""Checks that no questions of a service wait for each other: none of them would ever be asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sojourn.catalogue.types import Question, Service

if TYPE_CHECKING:
    from sojourn.catalogue.service_checks import Whole


def check_cycles(whole: Whole, service: Service) -> None:
    """Each circle is told once, at its first question."""
    asked = service.questions()
    told: set[frozenset[str]] = set()
    waits = {path: tuple(_waits_for(service, path, question)) for path, question in asked.items()}
    for path, question in asked.items():
        circle = _circle(path, waits)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            said = "questions that can be asked one after another; take one of these conditions away"
            found = " waits for ".join((*circle, path))
            whole.say(question, "shows-when", expected=said, found=found)


def _waits_for(service: Service, path: str, question: Question) -> Iterator[str]:
    """The questions whose answers say whether this one is shown, those of its group among them."""
    page = service.page(path.partition(".")[0])
    groups = [each for each in page.questions if question in each.questions]
    for condition in filter(None, (question.shows_when, *(each.shows_when for each in groups))):
        yield from (part.question for part in condition.walk() if part.question)


def _circle(start: str, waits: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The way from a question back to itself, if there is one."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while ways:
        way = ways.pop()
        for following in waits.get(way[-1], ()):
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                ways.append((*way, following))
    return ()
