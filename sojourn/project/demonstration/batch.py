"""One batch of the invented country, made without the database: it may run in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sojourn.catalogue.types import Pack
from sojourn.lib.types import Confidentiality
from sojourn.people.types import HoldKind, LinkKind
from sojourn.project.demonstration.cast import Casting, Character, Household
from sojourn.project.demonstration.chance import Chance
from sojourn.project.demonstration.ciphers import Ciphers, Seals
from sojourn.project.demonstration.filing import Filers, instant
from sojourn.project.demonstration.log import Log
from sojourn.project.demonstration.people_sheets import PeopleSheets, Telling, telling
from sojourn.project.demonstration.sheets import Sheets, moment
from sojourn.project.demonstration.stay_sheets import Filed, StaySheets, Tools
from sojourn.project.demonstration.stories import Entry, Setting, StayStory, Teller

_PROTECTED, _RESTRICTED, _DRAFT, _HELD = 0.015, 0.01, 0.04, 0.003
_SECRET = 32

EVENTS_FOR_A_CASE, EVENTS_FOR_A_PERSON = 8, 3
"""Ids set aside for a batch; the few that are left over stay unused."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What every batch of a run shares."""

    pack: Pack
    setting: Setting
    seed: str
    desk: UUID | None
    officer: UUID


@dataclass(frozen=True, slots=True)
class Order:
    """One batch: its place in the run, how many people and cases, its part of the past, its numbers.

    Batches follow each other in time, as the log and the indexes of a living country do.
    """

    place: int
    people: int
    cases: int
    part: tuple[float, float]
    event_ids: range
    references: range
    permits: range


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
        self._chance = chance = Chance(f"{stage.seed}/{order.place}")
        self._stage, self._order = stage, order
        self._sheets, ciphers = Sheets(), Ciphers()
        log = Log(self._sheets, iter(order.event_ids))
        self._filers = Filers(stage.desk, stage.officer)
        self._people = PeopleSheets(self._sheets, log, ciphers, chance)
        self._stays = StaySheets(
            Tools(
                stage.pack, self._sheets, log, ciphers, Seals(), chance, self._filers,
                iter(order.references), iter(order.permits), stage.officer,
            )
        )  # fmt: skip
        self._teller = Teller(stage.setting, chance, order.part)
        self._cases_left = order.cases

    def batch(self) -> Batch:
        casting = Casting(self._stage.pack.demonstration.names, self._chance, self._stage.setting.as_of)
        people = self._order.people
        while people:
            household = casting.household(people)
            people -= len(household.people)
            self._household(household, people_after=people)
        self._stays.close()
        return Batch(self._order.people, self._order.cases - self._cases_left, self._sheets.as_copies())

    def _household(self, household: Household, *, people_after: int) -> None:
        """One class for all of them: a relative's secret is not to be read from the family."""
        stories = self._teller.stays()
        level = self._level() if people_after else Confidentiality.ORDINARY
        left = people_after + len(household.people)
        ids = []
        for each in household.people:
            left -= 1
            ids.append(self._person(each, stories, level, left))
        if len(ids) > 1:
            self._family(ids, stories[0], level, couple=household.couple)

    def _family(self, ids: list[bytes], story: StayStory, level: Confidentiality, *, couple: bool) -> None:
        told = self._telling(instant(story.received_on, self._chance), story, level, reference="")
        if couple:
            self._people.link(ids[0], ids[1], LinkKind.SPOUSE, told)
        for child in ids[2 if couple else 1 :]:
            self._people.link(ids[0], child, LinkKind.PARENT, told)

    def _person(
        self, each: Character, stories: list[StayStory], level: Confidentiality, people_after: int
    ) -> bytes:
        """One person with a case for each stay; hidden people have none here, others not while cases last."""
        is_due = self._cases_left > 0 and level is Confidentiality.ORDINARY and self._is_due(people_after)
        first = stories[0]
        at = instant(first.received_on, self._chance)
        reference = self._stays.next_reference(first.received_on) if is_due else ""
        told = self._telling(at, first, level, reference=reference)
        person_id = self._people.person(each, told)
        if level is Confidentiality.PROTECTED or self._chance.random() < _HELD:
            self._people.hold(person_id, HoldKind.CLAIM_PENDING, first.received_on, told)
        if is_due:
            self._cases(each, person_id, stories, at, reference)
        return person_id

    def _level(self) -> Confidentiality:
        drawn = self._chance.random()
        if drawn < _PROTECTED:
            return Confidentiality.PROTECTED
        return Confidentiality.RESTRICTED if drawn < _PROTECTED + _RESTRICTED else Confidentiality.ORDINARY

    def _is_due(self, people_after: int) -> bool:
        """Spread the cases over the people of the batch, a little early so that none is left over."""
        return self._chance.random() * (people_after + 1) < self._cases_left * 1.3

    def _cases(
        self, each: Character, person_id: bytes, stories: list[StayStory], first_at: int, first: str
    ) -> None:
        fitting = stories if len(stories) <= self._cases_left else stories[-self._cases_left :]
        chance, reference = self._chance, first
        for story in fitting:
            self._cases_left -= 1
            on = story.received_on
            at = first_at if story is stories[0] else instant(on, chance)
            reference = reference or self._stays.next_reference(on)
            filed = Filed(on, at, moment(at), self._filers.of(story), reference, chance.randbytes(_SECRET))
            reference = ""
            if story.entry is Entry.GUEST and len(fitting) == 1 and chance.random() < _DRAFT:
                filed.reference = self._stays.next_reference(on)
                self._stays.draft(story, each, filed)
                continue
            registration_id = self._stays.registration(story, each, filed, person_id)
            if story.entry is not Entry.DESK:
                self._stays.filing(story, each, filed, registration_id, person_id)

    def _telling(self, at: int, story: StayStory, level: Confidentiality, *, reference: str) -> Telling:
        return telling(at, story.received_on, reference, self._filers.of(story).by, level)
