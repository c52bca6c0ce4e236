"""Turning of age is foreseen: whoever holds or asks for something as a child is told in time, and so is the
office. Nothing ends by the clock.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sojourn.cases import queries as case_files
from sojourn.cases.errors import ActNotAllowed, CaseNotFound
from sojourn.cases.types import CaseStatus, CaseView
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.explain import ask_given
from sojourn.catalogue.outcomes import Validity
from sojourn.catalogue.types import ComingOfAge, Pack
from sojourn.flows.case_file import THE_STORY, open_for_the_story
from sojourn.flows.reviews import open_review
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.people import queries as people
from sojourn.permits import queries as permits
from sojourn.reviews.types import Cause, Teller

_FURTHEST = timedelta(days=400)
_DAY = timedelta(days=1)


def foresee_of_age() -> int:
    """Open every review that is due, each once. Called at the edge; returns how many."""
    pack, opened, after = catalogue.current(), 0, 0
    told = pack.coming_of_age
    if told is None:
        return 0
    first, last = _births(pack, told)
    while found := people.list_born_between(first, last, after=after):
        for _, person_id, born in found:
            on = comes_of_age(pack, told, born)
            opened += _of_person(person_id, on) if on else 0
        after = found[-1][0]
    return opened


def _births(pack: Pack, told: ComingOfAge) -> tuple[date, date]:
    """Whoever was born outside of these days is of age already, or will not be for long."""
    today = clock.today()
    years: int = pack.law(today)[told.age]
    return _years_before(today - _DAY, years), _years_before(today + _FURTHEST, years)


def _years_before(day: date, years: int) -> date:
    return date(day.year - years, day.month, min(day.day, 28))


def comes_of_age(pack: Pack, told: ComingOfAge, born: str) -> date | None:
    """The day on which somebody born so comes of age, where it is foreseen today."""
    today = clock.today()
    asked = ask_given(pack, told.rule, on=today, given={"born": born})
    found: Validity | None = asked.value if asked else None
    if found is None or found.valid_until is None:
        return None
    return found.valid_until if found.valid_from <= today <= found.valid_until else None


def _of_person(person_id: UUID, on: date) -> int:
    """What somebody asks for, and what was granted to them and still holds."""
    found = case_files.list_every_of_person(person_id, to=THE_STORY)
    granted = [each.id for each in found if each.status is CaseStatus.GRANTED]
    held = permits.list_holding("case", granted, since=clock.today()) if granted else frozenset()
    return sum(_open(each, on) for each in found if not each.is_closed or each.id in held)


def _open(case: CaseView, on: date) -> bool:
    """One that was erased meanwhile is left alone."""

    def story() -> bool:
        with transaction():
            file = open_for_the_story(case.id)
            return open_review(file, Cause.OF_AGE, teller=Teller.CLOCK, by_day=on, by=SYSTEM)

    try:
        return retry_deadlock(story)
    except (ActNotAllowed, CaseNotFound):
        return False
