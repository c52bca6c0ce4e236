"""What happens to a stay in the invented country: when it began, how it was filed, how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from sojourn.catalogue.types import DemonstrationHost
from sojourn.project.demonstration.chance import Chance
from sojourn.project.demonstration.sheets import NULL, jsonb, key, quoted, word
from sojourn.stays.types import CandidateState, EndCause, HostKind, Place

_LONGEST_AGO = 300
_TERMS, _TERM_WEIGHTS = (30, 60, 90, 180), (15, 25, 85, 100)
_LATE, _VOLUNTARY, _LEFT_EARLY, _MOVED, _EXPIRED = 0.07, 0.08, 0.12, 0.08, 0.35
_OBJECTED = 0.04
_HOTEL, _SELF, _OWNER = HostKind.HOTEL.value, HostKind.SELF.value, HostKind.OWNER.value
_CANDIDATE_STATES = tuple(CandidateState)


class Entry(StrEnum):
    """Who filed and where."""

    GUEST = "guest"
    DESK = "desk"  # the hotel that has an account
    COUNTER = "counter"


@dataclass(slots=True)
class HostStory:
    """Who gives the place; a hotel stands in the register of organisations.

    What is the same for all its guests is kept as they write it: the place as filings are compared by it,
    place and host as events have them in JSON, both as cells of a registration.
    """

    kind: str
    name: str
    contact: str
    place: Place
    office: str
    organisation_id: str | None = None
    has_account: bool = False
    place_key: str = field(init=False)
    place_json: str = field(init=False)
    host_json: str = field(init=False)
    place_cells: bytes = field(init=False)  # district and office
    host_cells: bytes = field(init=False)  # place, kind and name
    organisation_cell: bytes = field(init=False)

    def __post_init__(self) -> None:
        place, owner = self.place, self.organisation_id
        self.place_key = place.key
        self.place_json = (
            f'{{"district":{quoted(place.district)},"flat":"{place.flat}","house":"{place.house}",'
            f'"locality":"","postal_code":"","street":{quoted(place.street)}}}'
        )
        self.host_json = f'{{"contact":"{self.contact}","name":{quoted(self.name)}}}'
        self.place_cells = word(place.district) + word(self.office)
        self.host_cells = jsonb(self.place_json) + word(self.kind) + word(self.name)
        self.organisation_cell = key(UUID(owner).bytes) if owner else NULL


@dataclass(slots=True)
class StayStory:
    """One registration from arrival to end, its days as ordinal numbers. `late` is the state of the
    candidate, if it is one.
    """

    host: HostStory
    entry: Entry
    in_country_on: int
    arrived_on: int
    leaves_on: int
    lawful_until: int
    received_on: int
    last_day: int
    late: CandidateState | None
    objected: bool
    answered: bool
    changed_place: bool
    free_days: int
    ended_on: int | None = None
    end_cause: EndCause | None = None

    @property
    def days_late(self) -> int:
        return max(0, self.received_on - self.last_day)

    @property
    def voluntary(self) -> bool:
        """Short enough that nobody had to register it."""
        return self.leaves_on - self.arrived_on <= self.free_days


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
    return HostStory(_HOTEL, host.name, "", place, office, organisation_id, desk)


class Teller:
    """Draws stays."""

    def __init__(self, setting: Setting, chance: Chance, part: tuple[float, float]) -> None:
        """`part`: which part of the past the stays begin in, from 0 (long ago) to 1 (today)."""
        self._setting, self._chance, self._as_of = setting, chance, setting.as_of.toordinal()
        self._from, self._length = part[0], part[1] - part[0]

    def stays(self) -> list[StayStory]:
        """A household's stay, or two where it moved to another place."""
        chance, as_of = self._chance, self._as_of
        ago = 1 - self._from - self._length * chance.random()
        began = as_of - int(_LONGEST_AGO * ago**1.6)
        first = self._stay(began, began, self._host(), changed_place=False)
        room = min(first.lawful_until, as_of) - first.arrived_on
        if room < 10 or chance.random() >= _MOVED:
            return [first]
        moved_on = first.arrived_on + chance.between(5, room - 3)
        if first.received_on > moved_on:
            return [first]
        first.ended_on, first.end_cause = moved_on, EndCause.MOVED
        return [first, self._stay(began, moved_on, self._host(), changed_place=True)]

    def _host(self) -> HostStory:
        chance, setting = self._chance, self._setting
        if setting.hosts and chance.random() < 0.5:
            return chance.pick(setting.hosts)
        district, office = chance.pick(setting.districts)
        street = chance.pick(setting.streets) if setting.streets else ""
        flat = str(chance.between(1, 80)) if chance.random() < 0.7 else ""
        place = Place(district, "", street, str(chance.between(1, 120)), flat)
        if chance.random() < 0.3:
            return HostStory(_SELF, "", "", place, office)
        owner = chance.pick(setting.owners)
        return HostStory(_OWNER, owner, f"owner{chance.below(10**6)}@demo.example", place, office)

    def _stay(
        self, in_country_on: int, arrived_on: int, host: HostStory, *, changed_place: bool
    ) -> StayStory:
        chance, setting = self._chance, self._setting
        term = chance.weigh(_TERMS, _TERM_WEIGHTS)
        lawful_until = max(in_country_on + term, arrived_on + 1)
        leaves_on = lawful_until - chance.between(0, term // 3)
        if chance.random() < _VOLUNTARY:
            leaves_on = arrived_on + chance.between(2, setting.free_days)
        last_day = arrived_on + setting.free_days
        received_on, late = self._received(arrived_on, last_day)
        objected = host.kind == _OWNER and chance.random() < _OBJECTED
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
        self._end(story)
        return story

    def _received(self, arrived_on: int, last_day: int) -> tuple[int, CandidateState | None]:
        """The day of filing; a late one is a candidate in some state."""
        chance, as_of = self._chance, self._as_of
        days_since = as_of - last_day
        if days_since > 1 and chance.random() < _LATE:
            late_by = chance.between(1, min(40, days_since))
            return last_day + late_by, chance.pick(_CANDIDATE_STATES)
        soon = min(chance.between(0, 4), self._setting.free_days)
        return min(arrived_on + soon, as_of), None

    def _entry(self, host: HostStory) -> Entry:
        if host.has_account:
            return Entry.DESK
        if host.organisation_id or self._chance.random() < 0.15:
            return Entry.COUNTER
        return Entry.GUEST

    def _end(self, story: StayStory) -> None:
        """How the stay ended, if it did."""
        chance, as_of = self._chance, self._as_of
        days = as_of - story.received_on
        if story.lawful_until < as_of and chance.random() < _EXPIRED:
            story.ended_on, story.end_cause = story.lawful_until, EndCause.EXPIRED
        elif story.lawful_until < as_of:
            story.ended_on, story.end_cause = max(story.leaves_on, story.received_on), EndCause.DEPARTED
        elif days > 3 and chance.random() < _LEFT_EARLY:
            left = story.received_on + chance.between(1, days)
            story.ended_on, story.end_cause = left, EndCause.DEPARTED
