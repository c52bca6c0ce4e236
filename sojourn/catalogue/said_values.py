"""Values of the law inside the texts of a pack: `{fee:1 year:adult}` says what the law of a day has there.

The words of units stand in the pack, `locale/<language>/units.yaml`; where it has none, those of the Unicode
locale data are taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Self, cast

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from babel.units import format_unit

from sojourn.catalogue.law import Parameter, read_value
from sojourn.catalogue.values import Period, PeriodUnit
from sojourn.lib.money import Money

if TYPE_CHECKING:
    from sojourn.catalogue.types import Pack

NAMED = re.compile(r"\{([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?::[^:{}|]+)*)(?:\|([a-z-]+))?\}")
"""A parameter, the row and column of a table behind colons, and the form it is said in behind a bar."""
LEAST, MOST, NUMBER = "least", "most", "number"
ROW = "row"
NO_SUCH_RULE = "\N{OBJECT REPLACEMENT CHARACTER}"
_SENTENCES = re.compile(r"(?<=[.;!?])\s+")
_OF_LOCALES = {PeriodUnit.DAYS: "day", PeriodUnit.MONTHS: "month", PeriodUnit.YEARS: "year"}
_MOST_KEPT = 20_000
_READ_ONCE = ("calendar", "_read", "_filled", "_by_icao", "_office_by_district")
_ENGLISH = "en"
_ROUGHLY = {
    PeriodUnit.DAYS: 1.0,
    PeriodUnit.WORKING_DAYS: 1.4,
    PeriodUnit.MONTHS: 30.4,
    PeriodUnit.YEARS: 365.0,
}
"""Days, to tell the shortest of several periods from the longest."""


@dataclass(frozen=True, slots=True)
class Named:
    """A value a text names."""

    name: str
    parts: tuple[str, ...] = ()
    form: str = ""

    @classmethod
    def of(cls, found: re.Match[str]) -> Named:
        return cls(found[1], tuple(filter(None, found[2].split(":"))), found[3] or "")


class Telling:
    """What a pack does with its texts: it says the values of the law they name."""

    def fill_in(self, text: str, language: str) -> str:
        """A text with its values: those of the day of `as_of`, else of today. Written once for every day."""
        place = (text, language, self.told_on or self.today())
        if place not in self._filled:
            if len(self._filled) >= _MOST_KEPT:
                self._filled.clear()
            self._filled[place] = filled(text, cast("Pack", self), language, place[2])
        return self._filled[place]

    def told_by(self, today: Callable[[], date]) -> Self:
        """The same pack, told by someone who knows a clock which day it is."""
        other = copy(self)
        other.__dict__["today"] = today
        return other

    def as_of(self, day: date) -> Self:
        """The same pack, its texts saying the law of a day: a case is told the law it was filed under."""
        for name in _READ_ONCE:
            getattr(self, name)  # before it is copied, so that both keep the same
        other = copy(self)
        other.__dict__["told_on"] = day
        return other

    @cached_property
    def told_on(self) -> date | None:
        """The day whose law the texts say; none: today's."""
        return None

    @cached_property
    def today(self) -> Callable[[], date]:
        """Which day it is; to a pack that nobody told, the last of all: it says its newest law."""
        return lambda: date.max

    @cached_property
    def _filled(self) -> dict[tuple[str, str, date], str]:
        return {}


def named_in(text: str) -> Iterator[Named]:
    """Every value of the law a text names, in its order."""
    return map(Named.of, NAMED.finditer(text))


def filled(text: str, pack: Pack, language: str, day: date) -> str:
    """A text with the values of a day's law written into it; anything else in braces is left as it is.

    A sentence about a rule that is no law on that day is left out, unless it is the whole text.
    """
    said = NAMED.sub(lambda found: say(Named.of(found), pack, language, day), text)
    if NO_SUCH_RULE not in said or not NAMED.search(text):
        return said
    kept = [each for each in _SENTENCES.split(said) if NO_SUCH_RULE not in each]
    whole = "".join(f"{each.rstrip(';')}. " if each.endswith(";") else f"{each} " for each in kept)
    return whole.strip() or said.replace(NO_SUCH_RULE, "–")


def say(named: Named, pack: Pack, language: str, day: date) -> str:
    """One value as a language says it; `NO_SUCH_RULE` where the law of the day has none."""
    parameter = pack.parameters.get(named.name)
    dated = parameter.on(day) if parameter else None
    if parameter is None or dated is None or dated.value is None:
        return NO_SUCH_RULE
    if named.form == ROW:
        return row_words(named, dated.value, pack, language) or NO_SUCH_RULE
    value = cell_of(parameter, dated.value, named.parts, pack.currency)
    return (find_words(value, pack, language, named.form) if value is not None else None) or NO_SUCH_RULE


def row_words(named: Named, raw: Any, pack: Pack, language: str) -> str | None:
    """What a row of a table is called, as in "up to 1 year"; None where the table has no such row."""
    row = ":".join(named.parts)
    known = isinstance(raw, Mapping) and row in raw
    return pack.texts.get(language, {}).get(f"parameters.{named.name}.rows.{row}") if known else None


def cell_of(parameter: Parameter, raw: Any, parts: tuple[str, ...], currency: str) -> Any:
    """The period, amount or number meant; None where the table has no such cell."""
    value = read_value(raw, parameter.unit, currency)
    for part in parts:
        if part in (LEAST, MOST):
            cells = sorted(_cells(value), key=_size)
            value = (cells[0] if part == LEAST else cells[-1]) if cells else None
        else:
            value = value.get(part) if isinstance(value, Mapping) else None
    return value if type(value) in (int, Period, Money) else None


def _cells(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _cells(each)
    elif value is not None:
        yield value


def _size(value: Any) -> Any:
    if isinstance(value, Period):
        return value.length * _ROUGHLY[value.unit]
    return value.amount if isinstance(value, Money) else value


def find_words(value: int | Period | Money, pack: Pack, language: str, form: str = "") -> str | None:
    """A value with the word of its unit; `number`: without it. None: the language has no such word."""
    count = value.length if isinstance(value, Period) else value
    number = _number(count, pack, language)
    if form == NUMBER or (isinstance(value, int) and not form):
        return number
    unit = str(value.unit) if isinstance(value, Period) else "money" if isinstance(value, Money) else "number"
    word = _word(unit, _plural(count, language), pack, language, form)
    if word:
        return f"{number} {word}"
    return None if form else _of_the_locale(value, language)


def _number(count: int | Money, pack: Pack, language: str) -> str:
    like = pack.texts.get(language, {}).get("units.numbers-like", language)
    amount = count.amount if isinstance(count, Money) else count
    pattern = "#,##0" if amount == int(amount) else "#,##0.00"
    return format_decimal(amount, format=pattern, locale=locale_of(like))


def _plural(count: int | Money, language: str) -> str:
    amount = count.amount if isinstance(count, Money) else count
    return str(locale_of(language).plural_form(int(amount) if amount == int(amount) else amount))


def _word(unit: str, category: str, pack: Pack, language: str, form: str) -> str | None:
    texts = pack.texts.get(language, {})
    path = f"units.{form}.{unit}" if form else f"units.{unit}"
    return texts.get(f"{path}.{category}") or texts.get(f"{path}.other")


def _of_the_locale(value: Any, language: str) -> str | None:
    if isinstance(value, Money):
        return f"{format_decimal(value.amount, locale=locale_of(language))} {value.currency}"
    unit = _OF_LOCALES.get(value.unit, "day")
    return str(format_unit(value.length, f"duration-{unit}", locale=locale_of(language)))


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """How a language writes numbers; as English does, where nobody knows."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_ENGLISH)
