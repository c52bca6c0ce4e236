"""Fills a country with invented people: what a run shares, cut into batches."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import connection

from sojourn.accounts import demonstration as accounts
from sojourn.accounts import queries as real_accounts
from sojourn.accounts.errors import NotADemonstration
from sojourn.accounts.models import Account
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Pack
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.organisations import actions as organisations
from sojourn.organisations.types import OrganisationFacts, OrganisationKind, Right
from sojourn.project.demonstration import batch as batches
from sojourn.project.demonstration import writing
from sojourn.project.demonstration.batch import Order, Stage
from sojourn.project.demonstration.cast import UTOPIANS
from sojourn.project.demonstration.chance import Chance
from sojourn.project.demonstration.stories import HostStory, Setting, hotel_story
from sojourn.stays.types import Place

PEOPLE, CASES_FOR_EACH_PERSON = 2000, 0.75
_LEAST, _MOST, _BATCHES = 250, 2000, 8
"""People of a batch; a small country is cut into a few all the same, so that every core has work."""

_FREE_PERIOD, _USUAL_FREE_DAYS = "registration.free-period", 10
_DRAW = "SELECT min(n), max(n) FROM (SELECT nextval({}) AS n FROM generate_series(1, %s))"
_SEQUENCES = {
    "event_ids": "(SELECT pg_get_serial_sequence('audit_event', 'id')::regclass)",
    "references": "'applications_reference'",
    "permits": "'permits_number'",
}


@dataclass(frozen=True, slots=True)
class Made:
    """What a run wrote, and the seconds it took from the first batch to the last commit."""

    people: int
    cases: int
    seconds: float = field(default=0.0, compare=False)


def generate(
    people: int,
    *,
    as_of: date,
    cases: int | None = None,
    seed: int = 1,
    processes: int | None = None,
    progress: Callable[[Made], None] = lambda made: None,
) -> Made:
    """Write so many people and cases as of a day. The same seed makes the same people in an empty country.

    Raises: NotADemonstration when the database holds accounts of real people.
    """
    if real_accounts.has_real_accounts():
        raise NotADemonstration
    wanted = round(people * CASES_FOR_EACH_PERSON) if cases is None else cases
    stage = _stage(as_of, f"{seed}/{_count_people()}")
    written, began = Made(0, 0), time.monotonic()
    orders = list(_orders(people, wanted))
    for batch in writing.perform(stage, orders, processes=processes or os.cpu_count() or 1):
        seconds = time.monotonic() - began
        written = Made(written.people + batch.people, written.cases + batch.cases, seconds)
        progress(written)
    return written


def is_empty() -> bool:
    """Whether nobody is in the register yet."""
    return not _count_people()


def _count_people() -> int:
    """Part of the seed: a second run adds other people than the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person")
        (found,) = cursor.fetchone() or (0,)
    return int(found)


def _stage(as_of: date, seed: str) -> Stage:
    """Open hotels and desks, and gather what stories are drawn from."""
    pack = catalogue.current()
    desk, officer = _accounts()
    chance = Chance(f"{seed}/stage")
    return Stage(pack, _setting(pack, as_of, desk, chance), seed, desk, officer)


_INVENTED_OFFICER = UUID("00000000-0000-7000-8000-000000000001")  # what was decided names who decided it


def _accounts() -> tuple[UUID | None, UUID]:
    """The hotel's desk and an officer of the counter, where this is a demonstration; else an invented one."""
    if not settings.DEMONSTRATION:
        return None, _INVENTED_OFFICER
    with transaction():
        accounts.make_accounts()
    officer = Account.objects.filter(sign_in_name="counter-officer").values_list("id", flat=True).first()
    return accounts.hotel_account().id, officer or _INVENTED_OFFICER


def _setting(pack: Pack, as_of: date, desk: UUID | None, chance: Chance) -> Setting:
    free = pack.law(as_of)[_FREE_PERIOD] if _FREE_PERIOD in pack.parameters else None
    places = [(place.code, office_of(pack, place.code)) for place in pack.territory.places()]
    names = pack.demonstration.names or (UTOPIANS,)
    owners = [f"{chance.pick(each.female + each.male)} {chance.pick(each.surnames)}" for each in names * 20]
    with transaction():
        hosts = tuple(_hotels(pack, as_of, desk, chance))
    return Setting(
        as_of,
        free.length if free else _USUAL_FREE_DAYS,
        hosts,
        pack.demonstration.streets,
        tuple(places),
        tuple(owners),
    )


def _hotels(pack: Pack, as_of: date, desk: UUID | None, chance: Chance) -> Iterator[HostStory]:
    """Enter the hotels of the pack; the first of them has the desk that can sign in."""
    for number, host in enumerate(pack.demonstration.hosts):
        street = chance.pick(pack.demonstration.streets or ("",))
        place = Place(host.district, "", street, str(chance.between(1, 90)))
        facts = OrganisationFacts(
            OrganisationKind.HOTEL,
            host.name,
            tax_number=f"{9_900_000_000 + number}",
            district=host.district,
            address=" ".join(place.lines),
            email=f"hotel{number}@demo.example",
        )
        hotel_id = organisations.enter_organisation(facts, by=SYSTEM)
        has_desk = number == 0 and desk is not None
        if has_desk:
            organisations.add_member(
                hotel_id,
                account_id=accounts.hotel_account().id,
                rights=list(Right),
                from_on=as_of.replace(year=as_of.year - 1, day=1),
                by=SYSTEM,
            )
        office = office_of(pack, host.district)
        yield hotel_story(host, place=place, office=office, organisation_id=str(hotel_id), desk=has_desk)


def office_of(pack: Pack, district: str) -> str:
    """The office competent for a district; empty where there is none."""
    office = pack.office_for(district)
    return office.code if office else ""


def _orders(people: int, cases: int) -> Iterator[Order]:
    """Batches of the run, each with numbers of its own from the sequences of the rooms."""
    done, given = 0, 0
    size = max(_LEAST, min(_MOST, -(-people // _BATCHES)))
    batches_due = -(-people // size)
    for place in range(batches_due):
        size = min(size, people - done)
        done += size
        due = round(cases * done / people) - given
        given += due
        events = batches.EVENTS_FOR_A_CASE * due + batches.EVENTS_FOR_A_PERSON * size
        numbers = {"event_ids": events, "references": 2 * due, "permits": due}
        part = (place / batches_due, (place + 1) / batches_due)
        yield Order(
            place, size, due, part, **{name: draw_numbers(name, count) for name, count in numbers.items()}
        )


def draw_numbers(name: str, count: int) -> range:
    """Numbers of a room's sequence in an unbroken row: drawn again where somebody else drew in between."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_DRAW.format(_SEQUENCES[name]), [count])
            first, last = cursor.fetchone() or (None, None)
        if first is None or last is None:
            return range(0)
        if last - first + 1 == count:
            return range(first, last + 1)
