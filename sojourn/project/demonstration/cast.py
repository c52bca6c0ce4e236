"""Who lives in the invented country: names, birth dates, documents, households."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import accumulate

from sojourn.catalogue.types import NameList
from sojourn.lib import mrz
from sojourn.lib.partial_date import PartialDate
from sojourn.people import rules
from sojourn.people.types import Identity, PersonName, Sex, TravelDocument
from sojourn.project.demonstration.chance import Chance
from sojourn.project.demonstration.days import ISO
from sojourn.project.demonstration.sheets import quoted

_SIZES, _SIZE_WEIGHTS = (1, 2, 3, 4, 5), (58, 78, 89, 97, 100)
_COUPLE, _WOMAN = 0.85, 0.45
_PARTIAL, _NO_DOCUMENT, _ONE_NAME = 0.01, 0.004, 0.006
_YEAR = 365
_LETTERS = "ABCEHKMNPTUX"
_SERIES = tuple(first + second for first in _LETTERS for second in _LETTERS)
_NAME_FIELD = 39
_FEMALE, _MALE = Sex.FEMALE.value, Sex.MALE.value

KIND_OF_DOCUMENT, WHY_NONE = "passport", "lost"

UTOPIANS = NameList(
    nationality="UTO",
    weight=1,
    female=("Anna", "Maria", "Berta", "Ida", "Elsa"),
    male=("Karl", "Erik", "Olav", "Nils", "Jan"),
    surnames=("Eriksson", "Specimen", "Utopian", "Musterfrau", "Dahl"),
)
"""For a pack that brings no names."""


@dataclass(slots=True)
class Spelt:
    """One name in every way it is written somewhere."""

    quoted: str
    zone: str
    printed: tuple[str, ...]
    searched: tuple[str, ...]


@cache
def spelt(name: str) -> Spelt:
    """There are only so many names in a pack."""
    return Spelt(quoted(name), mrz.transliterate(name), mrz.spellings(name), rules.search_spellings(name))


@dataclass(slots=True)
class Named:
    """A whole name in every way it is written somewhere."""

    said: str  # as a statement, JSON
    printed: tuple[str, ...]
    """What the register compares, in every spelling: as `people.rules.identity_keys`."""

    searched: tuple[str, ...]
    """As `people.rules.name_search_keys`."""

    zone: str
    """As `mrz.name_field`."""


@lru_cache(maxsize=32768)
def named(surname: str, given: str) -> Named:
    """Surname and given names of one person; many share them."""
    first, last = spelt(given), spelt(surname)
    zone = f"{last.zone}<<{first.zone}"
    if not surname or len(zone) > _NAME_FIELD:
        zone = mrz.name_field(surname, given)
    return Named(
        f'{{"given":{first.quoted},"surname":{last.quoted}}}' if surname else f'{{"given":{first.quoted}}}',
        mrz.keys_of(last.printed, first.printed),
        rules.search_keys_of(last.searched, first.searched),
        zone,
    )


@dataclass(slots=True)
class Character:
    """An invented person. `surname` is empty for someone of one name, `number` for someone without papers."""

    surname: str
    given: str
    born: str  # a date, or the year alone
    sex: str
    nationality: str
    number: str
    expires_on: str

    @property
    def identity(self) -> Identity:
        """The person as the rooms know people."""
        document = None
        if self.number:
            document = TravelDocument(
                KIND_OF_DOCUMENT, self.nationality, self.number, date.fromisoformat(self.expires_on)
            )
        return Identity(
            names=PersonName(self.surname or None, self.given),
            birth=PartialDate.parse(self.born),
            sex=Sex(self.sex),
            nationality=self.nationality,
            travel_document=document,
            no_document_reason=None if document else WHY_NONE,
        )

    @property
    def named(self) -> Named:
        return named(self.surname, self.given)

    @property
    def sealed(self) -> tuple[str, str, str, str]:
        """As `flows.arrival_form.sealed_holder`: name, nationality, birth and document number."""
        return self.named.zone, self.nationality, self.born.replace("-", "").ljust(8, "<"), self.number


@dataclass(slots=True)
class Household:
    """People who came together: a couple or a parent first, children after them."""

    people: list[Character]
    couple: bool


class Casting:
    """Draws households until enough people are there."""

    def __init__(self, names: Sequence[NameList], chance: Chance, as_of: date) -> None:
        self._names = tuple(names) or (UTOPIANS,)
        self._weights = list(accumulate(each.weight for each in self._names))
        self._chance, self._as_of = chance, as_of.toordinal()

    def household(self, most: int) -> Household:
        """A household of at most so many."""
        chance = self._chance
        size = min(chance.weigh(_SIZES, _SIZE_WEIGHTS), most)
        names = chance.weigh(self._names, self._weights)
        place = chance.below(len(names.surnames))
        couple = size > 1 and chance.random() < _COUPLE
        people = []
        for one in range(size):
            age = chance.between(19, 69) if one == 0 or (couple and one == 1) else chance.below(18)
            woman = one == 1 if couple and one < 2 else chance.random() < _WOMAN
            people.append(self._character(names, place, age, woman))
        return Household(people, couple)

    def _character(self, names: NameList, place: int, age: int, woman: bool) -> Character:
        chance = self._chance
        surnames = names.female_surnames if woman and names.female_surnames else names.surnames
        born = ISO[self._as_of - age * _YEAR - chance.between(1, 364)]
        has_document = chance.random() >= _NO_DOCUMENT
        return Character(
            surname="" if chance.random() < _ONE_NAME else surnames[place % len(surnames)],
            given=chance.pick(names.female if woman else names.male),
            born=born if chance.random() >= _PARTIAL else born[:4],
            sex=_FEMALE if woman else _MALE,
            nationality=names.nationality,
            number=f"{chance.pick(_SERIES)}{chance.below(10**7):07}" if has_document else "",
            expires_on=ISO[self._as_of + chance.between(30, 3600)],
        )
