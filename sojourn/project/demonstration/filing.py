"""What is said of an invented stay in more than one place: who filed it, its words, its moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.types import Subject
from sojourn.project.demonstration.cast import KIND_OF_DOCUMENT, WHY_NONE, Character, spelt
from sojourn.project.demonstration.chance import Chance
from sojourn.project.demonstration.days import ISO
from sojourn.project.demonstration.sheets import (
    NOTHING,
    NULL,
    compact,
    jsonb,
    key,
    microseconds,
    quoted,
    word,
)
from sojourn.project.demonstration.stories import Entry, StayStory

HOUR = 3600 * 1_000_000
_OPENS_AT, _OFFICE_SECONDS = 8, 9 * 3600
_SECOND = 1_000_000


def instant(day: int, chance: Chance) -> int:
    """A moment of an office day."""
    return _opening(day, clock.zone()) + chance.below(_OFFICE_SECONDS) * _SECOND


@lru_cache(maxsize=4096)
def _opening(day: int, zone: ZoneInfo) -> int:
    return microseconds(datetime.combine(date.fromordinal(day), time(_OPENS_AT), zone))


@dataclass(slots=True)
class Filer:
    """Who files, as cells; `name` tells the filer from others, where anything does."""

    by: bytes
    door: bytes
    office: bytes
    account: bytes
    principal: bytes  # two cells
    name: str


def filer(actor: Actor) -> Filer:
    """As rooms keep the one who acted."""
    principal, person = actor.on_behalf_of, actor.kind is ActorKind.PERSON
    return Filer(
        by=jsonb(compact(actor.as_record())),
        door=word(actor.door.value),
        office=word(actor.office or ""),
        account=key(actor.account_id.bytes) if person and actor.account_id else NULL,
        principal=word(principal.kind) + key(principal.id.bytes) if principal else NOTHING + NULL,
        name=str(principal.id if principal else actor.account_id or ""),
    )


class Filers:
    """Everyone who files in a batch; most of them come again."""

    def __init__(self, desk: UUID | None, officer: UUID) -> None:
        self._desk, self._officer = desk, officer
        self._of_host = lru_cache(maxsize=4096)(self._who_files)
        self.at_counter = lru_cache(maxsize=1024)(self._at_counter)

    def of(self, story: StayStory) -> Filer:
        if story.entry is Entry.GUEST:
            return GUEST
        host = story.host
        return self._of_host(host.office, host.organisation_id, story.entry is Entry.DESK)

    def _who_files(self, office: str, organisation: str | None, at_desk: bool) -> Filer:
        principal = Subject("organisation", UUID(organisation)) if organisation else None
        if at_desk and self._desk:
            return filer(Actor(ActorKind.PERSON, Door.PORTAL, self._desk, principal))
        return filer(Actor(ActorKind.STAFF, Door.COUNTER, self._officer, principal, office))

    def _at_counter(self, office: str) -> Filer:
        return filer(Actor(ActorKind.STAFF, Door.COUNTER, self._officer, None, office))


GUEST = filer(Actor(ActorKind.GUEST, Door.PORTAL))


def answers_of(story: StayStory, who: Character) -> str:
    """What was typed into the form, as JSON."""
    host, place = story.host, story.host.place
    document = f'"passport.none":"{WHY_NONE}",'
    if who.number:
        document = (
            f'"passport.kind":"{KIND_OF_DOCUMENT}","passport.issuing-state":"{who.nationality}",'
            f'"passport.number":"{who.number}","passport.expires-on":"{who.expires_on}",'
        )
    told = (
        f'{{{document}"passport.given-names":{spelt(who.given).quoted},'
        f'"passport.nationality":"{who.nationality}","passport.birth-date":"{who.born}",'
        f'"passport.sex":"{who.sex}","stay.arrived-in-country-on":"{ISO[story.in_country_on]}",'
        f'"stay.arrived-here-on":"{ISO[story.arrived_on]}","stay.leaves-on":"{ISO[story.leaves_on]}",'
        f'"stay.lawful-until":"{ISO[story.lawful_until]}","stay.place.district":"{place.district}",'
        f'"stay.host-kind":"{host.kind}",'
        f'"stay.change-of-place":"{"yes" if story.changed_place else "no"}"'
    )
    maybe = (
        ("passport.surname", who.surname),
        ("stay.place.street", place.street),
        ("stay.place.house", place.house),
        ("stay.place.flat", place.flat),
        ("stay.host-name", host.name),
        ("stay.host-contact", host.contact),
    )
    return f"{told}{''.join([f',{quoted(path)}:{quoted(text)}' for path, text in maybe if text])}}}"


def told_json(who: Character) -> str:
    """The words of a filing about its guest, as registrations keep them."""
    state = who.nationality if who.number else ""
    return (
        f'{{"born":"{who.born}","document_number":"{who.number}","document_state":"{state}",'
        f'"given":{spelt(who.given).quoted},"nationality":"{who.nationality}",'
        f'"surname":{spelt(who.surname).quoted}}}'
    )


def guest_key(who: Character) -> tuple[str, str, str]:
    """As `stays.types.Guest.key_parts`."""
    if who.number:
        return f"{who.nationality}|{who.number}", who.born, ""
    return "", who.born, f"{who.surname} {who.given}".casefold().strip()
