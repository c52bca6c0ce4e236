"""A long row of applications, most of them closed long ago: what lists and searches are measured on.

Written by COPY as the flows would have written them: cases that wait, that were taken, withdrawn, or granted
without a duty.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.conf import settings

from sojourn.cases import rules
from sojourn.cases.models import Case
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.authoring import Period
from sojourn.catalogue.facts import Context
from sojourn.catalogue.forms import check_answers
from sojourn.catalogue.types import Pack, Service
from sojourn.flows.examination import examine
from sojourn.project.demonstration.applicants import Form, Wish, grounds_of
from sojourn.project.demonstration.archive_sheets import ArchiveSheets, Course, Kept, Outcome
from sojourn.project.demonstration.batch import Batch
from sojourn.project.demonstration.cast import Casting
from sojourn.project.demonstration.chance import Chance
from sojourn.project.demonstration.ciphers import Ciphers
from sojourn.project.demonstration.filing import instant
from sojourn.project.demonstration.generator import draw_numbers, office_of
from sojourn.project.demonstration.log import Log
from sojourn.project.demonstration.officers import Officers, gather
from sojourn.project.demonstration.people_sheets import PeopleSheets
from sojourn.project.demonstration.sheets import Sheets
from sojourn.project.demonstration.writing import share, write

EVENTS_FOR_A_CASE = 12
_BATCH = 2000
_OUTCOMES = (Outcome.WITHDRAWN, Outcome.GRANTED, Outcome.WAITING, Outcome.TAKEN)
_WEIGHTS = (75, 90, 95, 100)  # a tenth of the cases is open
_OPEN_FOR, _LONGEST_AGO = 60, 3000


@dataclass(frozen=True, slots=True)
class Shelf:
    """What every batch shares: `told` are answers anybody might have given, but for who they are."""

    pack: Pack
    service: Service
    officers: Officers
    seed: str
    as_of: date
    limit: Period
    told: dict[str, str]
    fee_class: str
    places: tuple[tuple[str, str], ...]  # district and office


@dataclass(frozen=True, slots=True)
class Stack:
    """One batch: its place in the run and its numbers."""

    place: int
    cases: int
    event_ids: range
    references: range


def fill(count: int, *, as_of: date, seed: int = 1, processes: int | None = None) -> Iterator[int]:
    """Write so many cases, each of a person of its own; yields how many stand by now.

    Only a demonstration has the officers who are said to have worked on them. Raises: NotADemonstration.
    """
    shelf = _shelf(as_of, seed) if settings.DEMONSTRATION else None
    if shelf is None:
        return
    written = 0
    for batch in share(_make_and_write, shelf, list(_stacks(count)), processes=processes or _cores()):
        written += batch.cases
        yield written


def _cores() -> int:
    return os.cpu_count() or 1


def _stacks(count: int) -> Iterator[Stack]:
    for place, done in enumerate(range(0, count, _BATCH)):
        size = min(_BATCH, count - done)
        events = draw_numbers("event_ids", EVENTS_FOR_A_CASE * size)
        yield Stack(place, size, events, draw_numbers("references", size))


def _shelf(as_of: date, seed: int) -> Shelf | None:
    """None where the pack has no service that is decided in a case."""
    pack = catalogue.current()
    service, officers = pack.find_service_for("residence"), gather()
    if service is None:
        return None
    chance = Chance(f"{seed}/archive/{Case.objects.count()}")
    who = Casting(pack.demonstration.names, chance, as_of).household(1).people[0]
    ground = next(iter(grounds_of(service, family=False)), "")
    told = Form(pack, service, chance).answers(who, Wish(ground, 12), on=as_of)
    examined = examine(pack, service, check_answers(service, told, on=as_of).cleaned, Context(filed_on=as_of))
    places = tuple((place.code, office_of(pack, place.code)) for place in pack.territory.places())
    common = {path: value for path, value in told.items() if not path.startswith("passport.")}
    return Shelf(
        pack, service, officers, str(chance.random()), as_of, examined.review.period, common,
        examined.fee_class, places,
    )  # fmt: skip


def _make_and_write(shelf: Shelf, stack: Stack) -> Batch:
    chance = Chance(f"{shelf.seed}/{stack.place}")
    sheets, ciphers = Sheets(), Ciphers()
    log = Log(sheets, iter(stack.event_ids))
    writer = ArchiveSheets(
        Kept(shelf.pack, shelf.service, shelf.limit, shelf.told, shelf.fee_class),
        sheets, log, ciphers, chance, PeopleSheets(sheets, log, ciphers, chance),
    )  # fmt: skip
    casting, numbers = Casting(shelf.pack.demonstration.names, chance, shelf.as_of), iter(stack.references)
    left = stack.cases
    while left:
        for who in casting.household(left).people:
            writer.case(who, _course(shelf, chance), next(numbers))
            left -= 1
    return write(Batch(stack.cases, stack.cases, sheets.as_copies()))


def _course(shelf: Shelf, chance: Chance) -> Course:
    outcome, as_of = chance.weigh(_OUTCOMES, _WEIGHTS), shelf.as_of.toordinal()
    if outcome in {Outcome.WAITING, Outcome.TAKEN}:
        filed_on = as_of - chance.between(2, _OPEN_FOR)
    else:
        filed_on = as_of - chance.between(_OPEN_FOR, _LONGEST_AGO)
    district, office = chance.pick(shelf.places)
    return Course(
        outcome=outcome,
        filed_on=filed_on,
        due_on=_due_on(shelf.pack.sha256, shelf.limit, filed_on),
        at=instant(filed_on, chance),
        district=district,
        office=office,
        officer=chance.pick(shelf.officers.examining),
        approver=shelf.officers.approving,
    )


@lru_cache(maxsize=8192)
def _due_on(sha256: str, limit: Period, filed_on: int) -> int:
    calendar = catalogue.by_hash(sha256).calendar
    return rules.due_on(limit, date.fromordinal(filed_on), (), calendar).toordinal()
