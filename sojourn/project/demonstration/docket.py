"""Which applications the invented country has: of single people, families, the portal's own person."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings

from sojourn.cases import actions as cases
from sojourn.cases.models import Case
from sojourn.cases.types import CaseStatus
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Pack, Service
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.project.demonstration.applicants import Form, Wish, grounds_of
from sojourn.project.demonstration.cast import Casting, Character
from sojourn.project.demonstration.chance import Chance
from sojourn.project.demonstration.officers import Officers, gather
from sojourn.project.demonstration.residence import Filed, Teller
from sojourn.project.demonstration.tales import TALES, Tale, shares
from sojourn.project.demonstration.writing import share

_AT_COUNTER, _MONTHS, _FAST = 0.15, (6, 12, 12, 24), 0.1
_LONGEST_FAMILY = 5
_FAMILIES = 0.2
"""The share of the applications that are filed together in one sitting."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is filed together, oldest first in a family: each with its own tale."""

    number: int
    tales: tuple[Tale, ...]
    is_own: bool = False  # of the account anybody may sign in with


def sittings(count: int, *, seed: str) -> list[Sitting]:
    """So many applications, in sittings; the first ones are those of the portal's person."""
    chance = Chance(f"{seed}/sittings")
    own = _own()[:count]
    tales = shares(count - len(own))
    chance.shuffle(tales)
    found, number = [Sitting(place, (tale,), is_own=True) for place, tale in enumerate(own)], len(own)
    in_families = round(len(tales) * _FAMILIES)
    while tales:
        size = min(chance.between(2, _LONGEST_FAMILY), len(tales)) if in_families > 1 else 1
        in_families -= size
        found.append(Sitting(number, tuple(tales.pop() for _ in range(size))))
        number += 1
    return found


def _own() -> list[Tale]:
    """One that is granted, one that waits for an answer, one that waits for the duty."""
    wanted = (CaseStatus.GRANTED, CaseStatus.AWAITING_CORRECTION, CaseStatus.AWAITING_PAYMENT)
    return [next(tale for tale in TALES if tale.ends is status) for status in wanted]


class Docket:
    """Files sittings and tells what becomes of them."""

    def __init__(self, pack: Pack, service: Service, officers: Officers, seed: str, as_of: date) -> None:
        self._pack, self._service, self._officers = pack, service, officers
        self._seed, self._as_of = seed, as_of

    def tell(self, sitting: Sitting) -> list[UUID]:
        """The same seed and sitting make the same people and the same story; gives the cases."""
        chance = Chance(f"{self._seed}/sitting/{sitting.number}")
        cast_by = Chance(f"{self._seed}/portal") if sitting.is_own else chance
        casting = Casting(self._pack.demonstration.names, cast_by, self._as_of)
        people = _household(casting, len(sitting.tales))
        days = [[chance.between(*wait) for _, wait in tale.steps] for tale in sitting.tales]
        rests = [chance.between(*tale.rest) for tale in sitting.tales]
        filed_on = self._as_of - timedelta(
            days=max(sum(one) + rest for one, rest in zip(days, rests, strict=True))
        )
        teller = Teller(self._pack, self._service, self._officers, chance)
        ids = [teller.begin(filed, on=filed_on) for filed in self._filings(sitting, people, chance, filed_on)]
        for case_id, tale, waits in zip(ids, sitting.tales, days, strict=True):
            teller.go_on(case_id, tale, waits, on=filed_on)
        return ids

    def _filings(
        self, sitting: Sitting, people: list[Character], chance: Chance, on: date
    ) -> Iterator[Filed]:
        form = Form(self._pack, self._service, chance)
        by, language = self._filer(sitting, chance), chance.pick(self._pack.languages)
        file = self._family_file(by) if len(people) > 1 else None
        district = chance.pick([place.code for place in self._pack.territory.places()])
        names = "\n".join(f"{each.given} {each.surname}".strip() for each in people[1:])
        months = chance.pick(_MONTHS)
        for place, who in enumerate(people):
            wish = Wish(
                self._ground(chance, of_family=place > 0),
                months,
                speed=self._speed(chance),
                district=district,
                family=names if place == 0 else "",
            )
            yield Filed(form.answers(who, wish, on=on), language, by, file)

    def _family_file(self, by: Actor) -> UUID:
        with transaction():
            return cases.open_family_file(by=by)

    def _filer(self, sitting: Sitting, chance: Chance) -> Actor:
        if sitting.is_own:
            return Actor(ActorKind.PERSON, Door.PORTAL, account_id=self._officers.person)
        if chance.random() < _AT_COUNTER:
            offices = [
                each.code
                for each in self._pack.offices.values()
                if each.active and (each.area or each.only_receives)
            ]
            return self._officers.at_counter(chance.pick(offices))
        return Actor(ActorKind.GUEST, Door.PORTAL)

    def _ground(self, chance: Chance, *, of_family: bool) -> str:
        known = grounds_of(self._service, family=of_family) or grounds_of(self._service, family=False)
        return chance.pick(known) if known else ""

    def _speed(self, chance: Chance) -> str:
        path = self._service.case.speed if self._service.case else None
        offered = self._service.questions()[path].options if path else ()
        if not offered:
            return ""
        return offered[-1] if chance.random() < _FAST else offered[0]


def _household(casting: Casting, size: int) -> list[Character]:
    """A household of exactly so many, a grown-up first; one who files alone is grown up."""
    while True:
        found = casting.household(size).people
        if len(found) == size:
            return found


def open_docket(officers: Officers, *, seed: str, as_of: date) -> Docket | None:
    """None where the pack has no service that is decided in a case."""
    pack = catalogue.current()
    service = pack.find_service_for("residence")
    return Docket(pack, service, officers, seed, as_of) if service else None


def fill(count: int, *, as_of: date, seed: int, processes: int | None = None) -> Iterator[int]:
    """File so many applications and tell what became of them; yields how many are told by now.

    The same seed makes the same people and stories. Officers who can sign in work on them, so there are none
    outside a demonstration. Raises: NotADemonstration.
    """
    if not settings.DEMONSTRATION:
        return
    run = f"{seed}/docket/{Case.objects.count()}"
    docket = open_docket(gather(), seed=run, as_of=as_of)
    told, due = 0, sittings(count, seed=run) if docket else []
    for ids in share(_tell, docket, due, processes=processes or os.cpu_count() or 1):
        told += len(ids)
        yield told


def _tell(docket: Docket | None, sitting: Sitting) -> list[UUID]:
    return docket.tell(sitting) if docket else []
