"""One batch of the invented country, made without the database: it may run in a process of its own."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sojourn.catalogue.types import Pack
from sojourn.lib.types import Confidentiality
from sojourn.people.types import HoldKind, LinkKind
from sojourn.project.demonstration.cast import Casting, Character, Household
from sojourn.project.demonstration.ciphers import Ciphers
from sojourn.project.demonstration.filing import actor_of, answers_of, instant
from sojourn.project.demonstration.log import Log
from sojourn.project.demonstration.people_sheets import PeopleSheets, Telling
from sojourn.project.demonstration.sheets import Sheets, compact
from sojourn.project.demonstration.stay_sheets import Filed, StaySheets, Tools
from sojourn.project.demonstration.stories import Entry, Setting, StayStory, Teller

_PROTECTED, _RESTRICTED, _DRAFT, _HELD = 0.015, 0.01, 0.04, 0.003

EVENTS_FOR_A_CASE, EVENTS_FOR_A_PERSON = 8, 3
"""Ids set aside for a batch; the few that are left over stay unused."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What every batch of a run shares."""

    pack: Pack
    setting: Setting
    ciphers: Ciphers
    seed: str
    desk: str | None
    officer: str | None
    seal_key: str


@dataclass(frozen=True, slots=True)
class Order:
    """One batch: its place in the run, how many people and cases, its part of the past, its numbers.

    Batches follow each other in time, as the log and the indexes of a living country do.
    """

    place: int
    people: int
    cases: int
    part: tuple[float, float]
    event_ids: tuple[int, ...]
    references: tuple[int, ...]
    permits: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """What COPY reads for each table, and what it holds."""

    people: int
    cases: int
    copies: dict[str, bytes]


def make(stage: Stage, order: Order) -> Batch:
    """The same stage and order make the same people and stories; salts, nonces and codes differ."""
    return _Making(stage, order).batch()


class _Making:
    def __init__(self, stage: Stage, order: Order) -> None:
        chance = random.Random(f"{stage.seed}/{order.place}")  # noqa: S311 - repeatable on purpose
        self._stage, self._order, self._chance = stage, order, chance
        self._sheets = Sheets()
        log = Log(self._sheets, iter(order.event_ids))
        self._people = PeopleSheets(self._sheets, log, stage.ciphers, self._new_id)
        self._tools = Tools(
            stage.pack, self._sheets, log, stage.ciphers, chance, self._new_id,
            iter(order.references), iter(order.permits), stage.officer, stage.seal_key,
        )  # fmt: skip
        self._stays = StaySheets(self._tools)
        self._teller = Teller(stage.setting, chance, order.part)
        self._cases_left = order.cases

    def batch(self) -> Batch:
        casting = Casting(self._stage.pack.demonstration.names, self._chance, self._stage.setting.as_of)
        people = self._order.people
        while people:
            household = casting.household(people)
            people -= len(household.people)
            self._household(household, people_after=people)
        return Batch(self._order.people, self._order.cases - self._cases_left, self._sheets.as_copies())

    def _household(self, household: Household, *, people_after: int) -> None:
        """One class for all of them: a relative's secret is not to be read from the family."""
        stories = self._teller.stays()
        level = self._level() if people_after else Confidentiality.ORDINARY
        after = range(people_after + len(household.people) - 1, -1, -1)
        ids = [
            self._person(each, stories, level, left)
            for each, left in zip(household.people, after, strict=False)
        ]
        telling = self._telling(
            instant(stories[0].received_on, self._chance), stories[0], level, reference=""
        )
        if household.couple:
            self._people.link(ids[0], ids[1], LinkKind.SPOUSE, telling)
        for child in ids[2 if household.couple else 1 :]:
            self._people.link(ids[0], child, LinkKind.PARENT, telling)

    def _person(
        self, each: Character, stories: list[StayStory], level: Confidentiality, people_after: int
    ) -> str:
        """One person with a case for each stay; hidden people have none here, others not while cases last."""
        is_due = self._cases_left > 0 and level is Confidentiality.ORDINARY and self._is_due(people_after)
        at = instant(stories[0].received_on, self._chance)
        reference = self._tools.next_reference(at) if is_due else ""
        telling = self._telling(at, stories[0], level, reference=reference)
        person_id = self._people.person(each.identity, telling)
        if level is Confidentiality.PROTECTED or self._chance.random() < _HELD:
            self._people.hold(person_id, HoldKind.CLAIM_PENDING, stories[0].received_on, telling)
        if is_due:
            self._cases(each, person_id, stories, telling)
        return person_id

    def _level(self) -> Confidentiality:
        drawn = self._chance.random()
        if drawn < _PROTECTED:
            return Confidentiality.PROTECTED
        return Confidentiality.RESTRICTED if drawn < _PROTECTED + _RESTRICTED else Confidentiality.ORDINARY

    def _is_due(self, people_after: int) -> bool:
        """Spread the cases over the people of the batch, a little early so that none is left over."""
        return self._chance.random() * (people_after + 1) < self._cases_left * 1.3

    def _cases(self, each: Character, person_id: str, stories: list[StayStory], told: Telling) -> None:
        fitting = stories if len(stories) <= self._cases_left else stories[-self._cases_left :]
        for place, story in enumerate(fitting):
            self._cases_left -= 1
            first = place == 0
            at = told.at if first else instant(story.received_on, self._chance)
            reference = told.reference if first else self._tools.next_reference(at)
            actor = self._actor(story)
            filed = Filed(at, actor, self._chance.randbytes(32), reference, compact(actor))
            answers = answers_of(story, each.identity)
            if story.entry is Entry.GUEST and len(fitting) == 1 and self._chance.random() < _DRAFT:
                draft = replace(filed, reference=self._tools.next_reference(at))
                self._stays.filing(draft, answers=answers, registration_id=None, person_id=person_id)
                continue
            registration_id = self._stays.registration(story, each.identity, person_id, filed)
            if story.entry is not Entry.DESK:
                self._stays.filing(
                    filed, answers=answers, registration_id=registration_id, person_id=person_id
                )

    def _telling(self, at: datetime, story: StayStory, level: Confidentiality, *, reference: str) -> Telling:
        return Telling(at, story.received_on, reference, compact(self._actor(story)), level)

    def _actor(self, story: StayStory) -> dict[str, Any]:
        return actor_of(story, desk=self._stage.desk, officer=self._stage.officer)

    def _new_id(self, at: datetime) -> str:
        """A UUID of version 7 as PostgreSQL makes them, of the instant it stands for."""
        drawn = self._chance.getrandbits(74)
        number = int(at.timestamp() * 1000) << 80 | 7 << 76 | (drawn >> 62) << 64
        text = f"{number | 2 << 62 | drawn & (1 << 62) - 1:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
