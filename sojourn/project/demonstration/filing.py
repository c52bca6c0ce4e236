"""What is said of an invented stay in more than one place: who filed it, its words, its moment."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sojourn.lib import clock, mrz
from sojourn.people.types import Identity
from sojourn.permits.types import SealedHolder
from sojourn.project.demonstration.sheets import compact, quoted
from sojourn.project.demonstration.stories import Entry, StayStory
from sojourn.stays.types import Place, Told

_name_field = lru_cache(maxsize=None)(mrz.name_field)


def instant(day: date, chance: random.Random) -> datetime:
    """A moment of an office day."""
    opening = datetime(day.year, day.month, day.day, 8, tzinfo=clock.zone())
    return (opening + timedelta(seconds=chance.randrange(9 * 3600))).astimezone(UTC)


def counter_actor(officer: str | None, office: str) -> dict[str, Any]:
    """A counter officer's record as `Actor.as_record` gives it."""
    record = {"kind": "staff", "door": "counter", "account": officer, "office": office}
    return {name: value for name, value in record.items() if value}


def actor_of(story: StayStory, *, desk: str | None, officer: str | None) -> dict[str, Any]:
    """Who filed the stay, as the log keeps it."""
    principal = {"kind": "organisation", "id": story.host.organisation_id}
    if story.entry is Entry.DESK and desk:
        return {"kind": "person", "door": "portal", "account": desk, "on_behalf_of": principal}
    if story.entry is Entry.GUEST:
        return {"kind": "guest", "door": "portal"}
    record = counter_actor(officer, story.host.office)
    return record | ({"on_behalf_of": principal} if story.host.organisation_id else {})


def answers_of(story: StayStory, who: Identity) -> str:
    """What was typed into the form, as JSON."""
    place, document = story.host.place, who.travel_document
    told = {
        "passport.surname": who.names.surname,
        "passport.given-names": who.names.given,
        "passport.nationality": who.nationality,
        "passport.birth-date": str(who.birth or ""),
        "passport.sex": who.sex.value if who.sex else "",
        "passport.kind": document.kind if document else "",
        "passport.issuing-state": document.issuing_state if document else "",
        "passport.number": document.number if document else "",
        "passport.expires-on": str(document.expires_on or "") if document else "",
        "passport.none": who.no_document_reason,
        "stay.arrived-in-country-on": str(story.in_country_on),
        "stay.arrived-here-on": str(story.arrived_on),
        "stay.leaves-on": str(story.leaves_on),
        "stay.lawful-until": str(story.lawful_until),
        "stay.place.district": place.district,
        "stay.place.street": place.street,
        "stay.place.house": place.house,
        "stay.place.flat": place.flat,
        "stay.host-kind": story.host.kind.value,
        "stay.host-name": story.host.name,
        "stay.host-contact": story.host.contact,
        "stay.change-of-place": "yes" if story.changed_place else "no",
    }
    return compact({path: value for path, value in told.items() if value})


@lru_cache(maxsize=4096)
def place_json(place: Place) -> str:
    """A place as registrations and events keep it."""
    return compact({name: getattr(place, name) for name in Place.__dataclass_fields__})


def told_json(told: Told) -> str:
    """The words of a filing about its guest."""
    pairs = ((name, getattr(told, name)) for name in sorted(Told.__dataclass_fields__))
    return f"{{{','.join([f'{quoted(name)}:{quoted(text)}' for name, text in pairs])}}}"


def sealed_holder(who: Identity) -> SealedHolder:
    """As `flows.arrival_form.sealed_holder`, for the identities the cast has."""
    birth, document = who.birth, who.travel_document
    born = str(birth or "").replace("-", "").ljust(8, "<")
    return SealedHolder(
        name=_name_field(who.names.surname, who.names.given),
        nationality=who.nationality or "",
        birth=born if birth else "",
        travel_document=document.number if document else "",
    )
