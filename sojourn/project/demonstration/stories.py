"""What happens to a stay in the invented country: when it began, how it was filed, how it ended."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sojourn.catalogue.types import DemonstrationHost
from sojourn.stays.types import CandidateState, EndCause, HostKind, Place

_LONGEST_AGO = 300
_TERMS, _TERM_WEIGHTS = (30, 60, 90, 180), (15, 10, 60, 15)
_LATE, _VOLUNTARY, _LEFT_EARLY, _MOVED, _EXPIRED = 0.07, 0.08, 0.12, 0.08, 0.35
_OBJECTED = 0.04


class Entry(StrEnum):
    """Who filed and where."""

    GUEST = "guest"
    DESK = "desk"  # the hotel that has an account
    COUNTER = "counter"


@dataclass(frozen=True, slots=True)
class HostStory:
    """Who gives the place; a hotel stands in the register of organisations."""

    kind: HostKind
    name: str
    contact: str
    place: Place
    office: str
    organisation_id: str | None = None
    has_account: bool = False


@dataclass(frozen=True, slots=True)
class StayStory:
    """One registration from arrival to end. `said_late` is the state of the candidate, if it is one."""

    host: HostStory
    entry: Entry
    in_country_on: date
    arrived_on: date
    leaves_on: date
    lawful_until: date
    received_on: date
    last_day: date
    late: CandidateState | None
    objected: bool
    answered: bool
    changed_place: bool
    free_days: int
    ended_on: date | None = None
    end_cause: EndCause | None = None

    @property
    def days_late(self) -> int:
        return max(0, (self.received_on - self.last_day).days)

    @property
    def voluntary(self) -> bool:
        """Short enough that nobody had to register it."""
        return (self.leaves_on - self.arrived_on).days <= self.free_days


@dataclass(frozen=True, slots=True)
class Setting:
    """What stories are drawn from."""

    as_of: date
    free_days: int
    hosts: tuple[HostStory, ...]
    streets: tuple[str, ...]
    districts: tuple[tuple[str, str], ...]  # code and office
    owners: tuple[str, ...]


def hotel_story(
    host: DemonstrationHost, *, place: Place, office: str, organisation_id: str, desk: bool
) -> HostStory:
    """A hotel as host."""
    return HostStory(HostKind.HOTEL, host.name, "", place, office, organisation_id, desk)


class Teller:
    """Draws stays."""

    def __init__(self, setting: Setting, chance: random.Random, part: tuple[float, float]) -> None:
        """`part`: which part of the past the stays begin in, from 0 (long ago) to 1 (today)."""
        self._setting, self._chance, self._part = setting, chance, part

    def stays(self) -> list[StayStory]:
        """A household's stay, or two where it moved to another place."""
        chance, as_of = self._chance, self._setting.as_of
        began = as_of - timedelta(days=int(_LONGEST_AGO * (1 - chance.uniform(*self._part)) ** 1.6))
        first = self._stay(began, began, self._host(), changed_place=False)
        room = (min(first.lawful_until, as_of) - first.arrived_on).days
        if room < 10 or chance.random() >= _MOVED:
            return [first]
        moved_on = first.arrived_on + timedelta(days=chance.randint(5, room - 3))
        if first.received_on > moved_on:
            return [first]
        before = _ended(first, moved_on, EndCause.MOVED)
        return [before, self._stay(began, moved_on, self._host(), changed_place=True)]

    def _host(self) -> HostStory:
        chance, setting = self._chance, self._setting
        if setting.hosts and chance.random() < 0.5:
            return chance.choice(setting.hosts)
        district, office = chance.choice(setting.districts)
        street = chance.choice(setting.streets) if setting.streets else ""
        flat = str(chance.randint(1, 80)) if chance.random() < 0.7 else ""
        place = Place(district, "", street, str(chance.randint(1, 120)), flat)
        if chance.random() < 0.3:
            return HostStory(HostKind.SELF, "", "", place, office)
        owner = chance.choice(setting.owners)
        return HostStory(HostKind.OWNER, owner, f"owner{chance.randrange(10**6)}@demo.example", place, office)

    def _stay(
        self, in_country_on: date, arrived_on: date, host: HostStory, *, changed_place: bool
    ) -> StayStory:
        chance, setting = self._chance, self._setting
        term = chance.choices(_TERMS, _TERM_WEIGHTS)[0]
        lawful_until = max(in_country_on + timedelta(days=term), arrived_on + timedelta(days=1))
        leaves_on = lawful_until - timedelta(days=chance.randint(0, term // 3))
        if chance.random() < _VOLUNTARY:
            leaves_on = arrived_on + timedelta(days=chance.randint(2, setting.free_days))
        last_day = arrived_on + timedelta(days=setting.free_days)
        received_on, late = self._received(arrived_on, last_day)
        objected = host.kind is HostKind.OWNER and chance.random() < _OBJECTED
        story = StayStory(
            host=host,
            entry=self._entry(host),
            in_country_on=in_country_on,
            arrived_on=arrived_on,
            leaves_on=min(max(leaves_on, arrived_on), lawful_until),
            lawful_until=lawful_until,
            received_on=received_on,
            last_day=last_day,
            late=late,
            objected=objected,
            answered=objected and chance.random() < 0.5,
            changed_place=changed_place,
            free_days=setting.free_days,
        )
        return self._end(story)

    def _received(self, arrived_on: date, last_day: date) -> tuple[date, CandidateState | None]:
        """The day of filing; a late one is a candidate in some state."""
        chance, as_of = self._chance, self._setting.as_of
        days_since = (as_of - last_day).days
        if days_since > 1 and chance.random() < _LATE:
            late_by = timedelta(days=chance.randint(1, min(40, days_since)))
            return last_day + late_by, chance.choice(list(CandidateState))
        soon = min(chance.randint(0, 4), self._setting.free_days)
        return min(arrived_on + timedelta(days=soon), as_of), None

    def _entry(self, host: HostStory) -> Entry:
        if host.has_account:
            return Entry.DESK
        if host.organisation_id or self._chance.random() < 0.15:
            return Entry.COUNTER
        return Entry.GUEST

    def _end(self, story: StayStory) -> StayStory:
        chance, as_of = self._chance, self._setting.as_of
        if story.lawful_until < as_of:
            if chance.random() < _EXPIRED:
                return _ended(story, story.lawful_until, EndCause.EXPIRED)
            return _ended(story, max(story.leaves_on, story.received_on), EndCause.DEPARTED)
        days = (as_of - story.received_on).days
        if days > 3 and chance.random() < _LEFT_EARLY:
            left = story.received_on + timedelta(days=chance.randint(1, days))
            return _ended(story, left, EndCause.DEPARTED)
        return story


def _ended(story: StayStory, on: date, cause: EndCause) -> StayStory:
    return replace(story, ended_on=on, end_cause=cause)
