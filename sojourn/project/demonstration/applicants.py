"""What invented people answer when they apply for what is decided in a case: every question the form asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sojourn.catalogue.forms import is_shown
from sojourn.catalogue.questions import Question, QuestionType
from sojourn.catalogue.types import Pack, Service
from sojourn.project.demonstration.cast import KIND_OF_DOCUMENT, WHY_NONE, Character
from sojourn.project.demonstration.chance import Chance

_CHILD, _GROWN = 14, 18
_SUM, _MOST_OF_ANYTHING = (60_000, 400_000), 60
_LATELY, _LATER = (3, 40), (200, 700)
_WORDS, _SHORT = "as shown in the papers", "60"


@dataclass(frozen=True, slots=True)
class Wish:
    """What someone asks for: `months` of stay on a ground; `kind` is the first the form offers if none."""

    ground: str
    months: int
    speed: str = ""
    kind: str = ""
    district: str = ""
    family: str = ""


def age_of(who: Character, on: date) -> int:
    return on.year - int(who.born[:4])


class Form:
    """A service's form, filled for anybody."""

    def __init__(self, pack: Pack, service: Service, chance: Chance) -> None:
        self._pack, self._service, self._chance = pack, service, chance
        self._districts = tuple(place.code for place in pack.territory.places())
        self._streets = pack.demonstration.streets or ("",)

    def answers(self, who: Character, wish: Wish, *, on: date) -> dict[str, str]:
        """Everything that is asked for once the first answers are given, but files."""
        told = {**self._of_the_case(wish, who, on), **_of_the_person(who), "contact.channel": "none"}
        for path, question in self._service.questions().items():
            if path in told or not is_shown(question, told) or _belongs(path, told):
                continue
            said = self._said(question, who, on)
            if said:
                told[path] = said
        return told

    def _of_the_case(self, wish: Wish, who: Character, on: date) -> dict[str, str]:
        asked, chance = self._service.case, self._chance
        place = asked.place if asked else ""
        told = {
            f"{place}.district": wish.district or chance.pick(self._districts),
            f"{place}.street": chance.pick(self._streets),
            f"{place}.house": str(chance.between(1, 90)),
            f"{place}.flat": str(chance.between(1, 60)),
            "term.months": str(wish.months),
            "present.lawful-until": (on + timedelta(days=chance.between(31, 75))).isoformat(),
        }
        if asked:
            named = {asked.ground: wish.ground, asked.speed: wish.speed, asked.kind: wish.kind}
            told |= {path: value for path, value in named.items() if path and value}
            told |= {path: value for path, value in ((asked.filer, self._filer(who, on)),) if path and value}
            if asked.family and wish.family:
                told |= {asked.family: wish.family, f"{asked.family.rpartition('.')[0]}.together": "yes"}
        return told

    def _filer(self, who: Character, on: date) -> str:
        """Who fills the form in: for a child the later ones of what the form offers."""
        path = self._service.case.filer if self._service.case else None
        offered = self._service.questions()[path].options if path else ()
        age = age_of(who, on)
        if age >= _GROWN:
            return next(iter(offered), "")
        wanted = f"under-{_CHILD}" if age < _CHILD else f"{_CHILD}-{_GROWN - 1}"
        return next((each for each in offered if each.endswith(wanted)), next(iter(offered), ""))

    def _said(self, question: Question, who: Character, on: date) -> str:
        """A plain answer of the question's type."""
        chance, kind = self._chance, question.type
        if kind is QuestionType.CHOICE:
            return next(iter(question.options), "")
        if kind in {QuestionType.DATE, QuestionType.PARTIAL_DATE}:
            is_past = question.not_after is not None
            days = -chance.between(*_LATELY) if is_past else chance.between(*_LATER)
            return (on + timedelta(days=days)).isoformat()
        if kind is QuestionType.INTEGER:
            least, most = question.minimum or 0, question.maximum or _MOST_OF_ANYTHING
            return str(chance.between(least, min(most, least + _MOST_OF_ANYTHING)))
        if kind is QuestionType.TEXT:
            return _WORDS if len(_WORDS) <= (question.max_length or len(_WORDS)) else _SHORT
        return self._word(kind, who)

    def _word(self, kind: QuestionType, who: Character) -> str:
        chance = self._chance
        if kind is QuestionType.MONEY:
            return str(chance.between(*_SUM))
        if kind is QuestionType.DOCUMENT_NUMBER:
            return f"{chance.below(10**8):08}"
        if kind is QuestionType.PERSON_NAME:
            return f"{who.surname} {who.given}".strip()
        if kind is QuestionType.COUNTRY:
            return who.nationality
        return ""


def _belongs(path: str, told: Mapping[str, str]) -> bool:
    """A part of something that was told already, such as the address or the passport."""
    return path.startswith("passport.") or any(each.startswith(f"{path}.") for each in told)


def _of_the_person(who: Character) -> dict[str, str]:
    told = {
        "passport.surname": who.surname,
        "passport.given-names": who.given,
        "passport.nationality": who.nationality,
        "passport.birth-date": who.born,
        "passport.sex": who.sex,
    }
    if who.number:
        told |= {
            "passport.kind": KIND_OF_DOCUMENT,
            "passport.issuing-state": who.nationality,
            "passport.number": who.number,
            "passport.expires-on": who.expires_on,
        }
    else:
        told["passport.none"] = WHY_NONE
    return {path: value for path, value in told.items() if value}


def grounds_of(service: Service, *, family: bool) -> tuple[str, ...]:
    """The grounds of a service, those of relatives apart from the others."""
    return tuple(each.code for each in service.grounds if each.family is family)
