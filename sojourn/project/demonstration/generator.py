"""Fills a country with invented people: batches made in processes of their own, written by COPY."""

from __future__ import annotations

import multiprocessing
import os
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection

from sojourn.accounts import demonstration as accounts
from sojourn.accounts import queries as real_accounts
from sojourn.accounts.errors import NotADemonstration
from sojourn.accounts.models import Account
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Pack
from sojourn.lib import keys
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.organisations import actions as organisations
from sojourn.organisations.types import OrganisationFacts, OrganisationKind, Right
from sojourn.project.demonstration import batch as batches
from sojourn.project.demonstration.batch import Batch, Order, Stage
from sojourn.project.demonstration.cast import UTOPIANS
from sojourn.project.demonstration.ciphers import Ciphers
from sojourn.project.demonstration.sheets import COLUMNS
from sojourn.project.demonstration.stories import HostStory, Setting, hotel_story
from sojourn.stays.types import Place

PEOPLE, CASES_FOR_EACH_PERSON = 2000, 0.75
_BATCH = 500
_FEW = 4
"""Batches that are not worth processes of their own."""

_FREE_PERIOD, _USUAL_FREE_DAYS = "registration.free-period", 10
_DRAW = "SELECT nextval({}) FROM generate_series(1, %s)"
_SEQUENCES = {
    "event_ids": "pg_get_serial_sequence('audit_event', 'id')",
    "references": "'applications_reference'",
    "permits": "'permits_number'",
}


@dataclass(frozen=True, slots=True)
class Made:
    """What a run wrote."""

    people: int
    cases: int


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
    written = Made(0, 0)
    orders = _orders(people, wanted)
    with _made(stage, orders, processes or os.cpu_count() or 1) as made:
        for batch in made:
            _write(batch)
            written = Made(written.people + batch.people, written.cases + batch.cases)
            progress(written)
    with connection.cursor() as cursor:
        for table in COLUMNS:
            cursor.execute(f"ANALYZE {table}")
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
    chance = random.Random(f"{seed}/stage")  # noqa: S311 - repeatable on purpose
    return Stage(
        pack,
        _setting(pack, as_of, desk, chance),
        Ciphers(),
        seed,
        desk,
        officer,
        keys.get(keys.Use.DOCUMENT_SEAL).id,
    )


_INVENTED_OFFICER = "00000000-0000-7000-8000-000000000001"  # what was decided names who decided it


def _accounts() -> tuple[str | None, str | None]:
    """The hotel's desk and an officer of the counter, where this is a demonstration; else an invented one."""
    if not settings.DEMONSTRATION:
        return None, _INVENTED_OFFICER
    with transaction():
        accounts.make_accounts()
    officer = Account.objects.filter(sign_in_name="counter-officer").values_list("id", flat=True).first()
    return str(accounts.hotel_account().id), str(officer) if officer else None


def _setting(pack: Pack, as_of: date, desk: str | None, chance: random.Random) -> Setting:
    free = pack.law(as_of)[_FREE_PERIOD] if _FREE_PERIOD in pack.parameters else None
    places = [(place.code, _office(pack, place.code)) for place in pack.territory.places()]
    names = pack.demonstration.names or (UTOPIANS,)
    owners = [
        f"{chance.choice(each.female + each.male)} {chance.choice(each.surnames)}" for each in names * 20
    ]
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


def _hotels(pack: Pack, as_of: date, desk: str | None, chance: random.Random) -> Iterator[HostStory]:
    """Enter the hotels of the pack; the first of them has the desk that can sign in."""
    for number, host in enumerate(pack.demonstration.hosts):
        street = chance.choice(pack.demonstration.streets or ("",))
        place = Place(host.district, "", street, str(chance.randint(1, 90)))
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
        office = _office(pack, host.district)
        yield hotel_story(host, place=place, office=office, organisation_id=str(hotel_id), desk=has_desk)


def _office(pack: Pack, district: str) -> str:
    office = pack.office_for(district)
    return office.code if office else ""


def _orders(people: int, cases: int) -> Iterator[Order]:
    """Batches of the run, each with numbers of its own from the sequences of the rooms."""
    done, given = 0, 0
    batches_due = -(-people // _BATCH)
    for place in range(batches_due):
        size = min(_BATCH, people - done)
        done += size
        due = round(cases * done / people) - given
        given += due
        events = batches.EVENTS_FOR_A_CASE * due + batches.EVENTS_FOR_A_PERSON * size
        numbers = {"event_ids": events, "references": 2 * due + 2 * size, "permits": due}
        part = (place / batches_due, (place + 1) / batches_due)
        yield Order(place, size, due, part, **{name: _draw(name, count) for name, count in numbers.items()})


def _draw(name: str, count: int) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_DRAW.format(_SEQUENCES[name]), [count])
        return tuple(number for (number,) in cursor.fetchall())


_on_stage: Stage | None = None


def _perform(order: Order) -> Batch:
    if _on_stage is None:
        raise RuntimeError("a batch is made by a process the generator started")
    return batches.make(_on_stage, order)


@contextmanager
def _made(stage: Stage, orders: Iterable[Order], processes: int) -> Iterator[Iterator[Batch]]:
    """Batches in their order; made here when they are few, else by forked processes that know the stage."""
    global _on_stage
    listed = list(orders)
    if len(listed) < _FEW or processes < 2:
        yield (batches.make(stage, order) for order in listed)
        return
    _on_stage = stage
    try:
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            yield pool.imap(_perform, listed)
    finally:
        _on_stage = None


def _write(batch: Batch) -> None:
    """One batch, whole or not at all."""
    with transaction():
        connection.ensure_connection()
        with connection.connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            for table, lines in batch.copies.items():
                columns = ", ".join(COLUMNS[table].split())
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    copy.write(lines)
