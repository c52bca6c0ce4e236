"""Who lives in the invented country: names, birth dates, documents, households."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from sojourn.catalogue.types import NameList
from sojourn.lib.partial_date import PartialDate
from sojourn.people.types import Identity, PersonName, Sex, TravelDocument

_SIZES, _SIZE_WEIGHTS = (1, 2, 3, 4, 5), (58, 20, 11, 8, 3)
_PARTIAL, _NO_DOCUMENT, _ONE_NAME = 0.01, 0.004, 0.006
_ADULT = 18

UTOPIANS = NameList(
    nationality="UTO",
    weight=1,
    female=("Anna", "Maria", "Berta", "Ida", "Elsa"),
    male=("Karl", "Erik", "Olav", "Nils", "Jan"),
    surnames=("Eriksson", "Specimen", "Utopian", "Musterfrau", "Dahl"),
)
"""For a pack that brings no names."""


@dataclass(frozen=True, slots=True)
class Character:
    """An invented person."""

    identity: Identity
    age: int

    @property
    def is_adult(self) -> bool:
        return self.age >= _ADULT


@dataclass(frozen=True, slots=True)
class Household:
    """People who came together: a couple or a parent first, children after them."""

    people: tuple[Character, ...]
    couple: bool


class Casting:
    """Draws households until enough people are there."""

    def __init__(self, names: Sequence[NameList], chance: random.Random, as_of: date) -> None:
        self._names = tuple(names) or (UTOPIANS,)
        self._weights = list(accumulate(each.weight for each in self._names))
        self._chance, self._as_of = chance, as_of

    def household(self, most: int) -> Household:
        """A household of at most so many."""
        chance = self._chance
        size = min(chance.choices(_SIZES, _SIZE_WEIGHTS)[0], most)
        names = chance.choices(self._names, cum_weights=self._weights)[0]
        place = chance.randrange(len(names.surnames))
        couple = size > 1 and chance.random() < 0.85
        adults = 2 if couple else 1
        ages = [chance.randint(19, 69) if one < adults else chance.randint(0, 17) for one in range(size)]
        women = [one == 1 if couple and one < 2 else chance.random() < 0.45 for one in range(size)]
        people = [self._character(names, place, age, woman) for age, woman in zip(ages, women, strict=True)]
        return Household(tuple(people), couple)

    def _character(self, names: NameList, place: int, age: int, woman: bool) -> Character:
        chance = self._chance
        surnames = names.female_surnames if woman and names.female_surnames else names.surnames
        given = chance.choice(names.female if woman else names.male)
        surname: str | None = surnames[place % len(surnames)]
        if chance.random() < _ONE_NAME:
            surname = None
        born = self._as_of - timedelta(days=age * 365 + chance.randint(1, 364))
        whole = chance.random() >= _PARTIAL
        identity = Identity(
            names=PersonName(surname, given),
            birth=PartialDate.of(born) if whole else PartialDate(born.year),
            sex=Sex.FEMALE if woman else Sex.MALE,
            nationality=names.nationality,
            travel_document=self._document(names.nationality),
        )
        if chance.random() < _NO_DOCUMENT:
            identity = Identity(
                identity.names, identity.birth, identity.sex, names.nationality, no_document_reason="lost"
            )
        return Character(identity, age)

    def _document(self, nationality: str) -> TravelDocument:
        chance = self._chance
        letters = "".join(chance.choices("ABCEHKMNPTUX", k=2))
        expires = self._as_of + timedelta(days=chance.randint(30, 3600))
        return TravelDocument("passport", nationality, f"{letters}{chance.randrange(10**7):07}", expires)
