"""Dated, sourced values: what the law says on a day, remembering which values were used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sojourn.catalogue.errors import LawUnknown, NoLawInForce
from sojourn.catalogue.outcomes import Deadline, Reason
from sojourn.catalogue.values import Period, PeriodUnit, add_calendar
from sojourn.lib.money import Money
from sojourn.lib.working_days import Calendar

if TYPE_CHECKING:
    from sojourn.catalogue.regimes import Regime


class Confidence(StrEnum):
    CONFIRMED = "confirmed"
    KNOWN = "known"  # general knowledge, not read again in a source
    ASSUMED = "assumed"


class Unit(StrEnum):
    """What a parameter's value is."""

    PERIOD = "period"
    MONEY = "money"
    INTEGER = "integer"
    TEXT = "text"
    YES_NO = "yes-no"
    CHOICE = "choice"
    LIST = "list"
    PERIOD_TABLE = "period-table"
    PERIODS = "periods"
    MONEY_TABLE = "money-table"
    INTEGER_TABLE = "integer-table"


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value from a day on until the next one; `from_` None: as far back as known; `value` None: no rule."""

    source: str
    confidence: Confidence
    from_: date | None = None
    value: Any = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value of the law through time. With a `question` it is a switch the deploying service decides."""

    unit: Unit
    description: str
    values: tuple[DatedValue, ...]
    alternatives: tuple[str, ...] = ()
    question: str | None = None
    number: int | None = None

    def on(self, day: date) -> DatedValue | None:
        """The value in force on a day, if there is one."""
        found = None
        for dated in self.values:
            if dated.from_ is None or dated.from_ <= day:
                found = dated
        return found


@dataclass(frozen=True, slots=True)
class Used:
    """One value a rule looked at."""

    name: str
    value: Any
    from_: date | None
    source: str
    confidence: Confidence


def read_value(raw: Any, unit: Unit, currency: str) -> Any:
    """The typed value of what the pack writes. Raises: ValueError, TypeError, ArithmeticError."""
    if raw is None:
        return None
    return _READERS[unit](raw, currency)


def _exactly(kind: type) -> Any:
    def read(raw: Any, currency: str) -> Any:
        if type(raw) is not kind:
            raise TypeError
        return raw

    return read


def _period(raw: Any, currency: str) -> Period:
    return Period.parse(_exactly(str)(raw, currency))


def _money(raw: Any, currency: str) -> Money:
    return Money.of(_exactly(str)(raw, currency), currency)


def _list(raw: Any, currency: str) -> tuple[str, ...]:
    return tuple(_exactly(str)(item, currency) for item in _exactly(list)(raw, currency))


def _period_table(raw: Any, currency: str) -> dict[str, Period]:
    return {key: _period(item, currency) for key, item in _exactly(dict)(raw, currency).items()}


def _periods(raw: Any, currency: str) -> tuple[Period, ...]:
    return tuple(_period(item, currency) for item in _exactly(list)(raw, currency))


def _money_table(raw: Any, currency: str) -> dict[str, dict[str, Money]]:
    """Row → column → amount; a cell the law leaves empty is not there."""
    rows = _exactly(dict)(raw, currency).items()
    return {row: {column: _money(cell, currency) for column, cell in cells.items()} for row, cells in rows}


def _integer_table(raw: Any, currency: str) -> dict[str, int]:
    return {key: _exactly(int)(item, currency) for key, item in _exactly(dict)(raw, currency).items()}


_READERS = {
    Unit.PERIOD: _period,
    Unit.MONEY: _money,
    Unit.INTEGER: _exactly(int),
    Unit.TEXT: _exactly(str),
    Unit.YES_NO: _exactly(bool),
    Unit.CHOICE: _exactly(str),
    Unit.LIST: _list,
    Unit.PERIOD_TABLE: _period_table,
    Unit.PERIODS: _periods,
    Unit.MONEY_TABLE: _money_table,
    Unit.INTEGER_TABLE: _integer_table,
}

# A limit may end in a year whose calendar is not announced yet. Rest days are known for any year: those
# an answer may name (`answers.py`) and those of the longest limit after them.
_EVERY_YEAR = frozenset(range(1850, 2200))

_Place = tuple[str, date | None]
"""Where a value stands: its name and its first day."""


@lru_cache(maxsize=64)
def _for_every_year(known: Calendar) -> Calendar:
    return Calendar(known.closed, _EVERY_YEAR, known.opened, known.rest)


@dataclass(frozen=True)
class Law:
    """The law on one legal day: `law["stay.free-period"]` gives a value and remembers it in `used`."""

    day: date
    parameters: Mapping[str, Parameter]
    announced: Calendar
    currency: str
    seen: dict[_Place, Used] = field(default_factory=dict)
    known: dict[_Place, Used] = field(default_factory=dict, compare=False, repr=False)
    """What was read already, by name and first day; shared by every law of a pack."""
    regimes: tuple[Regime, ...] = ()
    """Special regimes of the pack; asked for with `regimes.relief_for`."""

    def __getitem__(self, name: str) -> Any:
        """Raises: LawUnknown, NoLawInForce."""
        parameter = self.parameters.get(name)
        if parameter is None:
            raise LawUnknown(name=name)
        dated = parameter.on(self.day)
        if dated is None:
            raise NoLawInForce(name=name, day=self.day.isoformat())
        place = (name, dated.from_)
        used = self.known.get(place)
        if used is None:
            value = read_value(dated.value, parameter.unit, self.currency)
            used = Used(name, value, dated.from_, dated.source, dated.confidence)
            self.known[place] = used
        self.seen[place] = used
        return used.value

    @property
    def used(self) -> tuple[Used, ...]:
        """What the rules looked at, in the order of first asking."""
        return tuple(self.seen.values())

    def at(self, day: date) -> Law:
        """The law of another day, for what is judged by when it happened; the memory of uses is shared."""
        if day == self.day:
            return self
        return Law(day, self.parameters, self.announced, self.currency, self.seen, self.known, self.regimes)

    @property
    def calendar(self) -> Calendar:
        """Working days of any year; where no calendar is announced only rest days are closed."""
        return _for_every_year(self.announced)

    def money(self, amount: str) -> Money:
        return Money.of(amount, self.currency)

    def deadline(
        self, start: date, period: Period, *, moves: bool = True, reasons: tuple[Reason, ...] = ()
    ) -> Deadline:
        """Count a limit from the day of the event (day 0). `moves`: a closed last day moves to an open one.

        Limits of a person for filing and payment move; the service's own and the right to stay do not.
        """
        if period.unit is PeriodUnit.WORKING_DAYS:
            end = last = self.calendar.add(start, period.length)
        else:
            end = add_calendar(start, period)
            last = self.calendar.next_working(end) if moves else end
        known = all(year in self.announced.years for year in range(start.year, last.year + 1))
        moved_from = end if end != last else None
        return Deadline(last, start, period, moved_from, known, reasons)

    def deadline_before(
        self, event: date, period: Period, *, moves: bool = True, reasons: tuple[Reason, ...] = ()
    ) -> Deadline:
        """The last day of an "at least so long before" limit, counted back from the event, which is day 0.

        `moves`: where that day is closed, the next working day is still in time.
        """
        if period.unit is PeriodUnit.WORKING_DAYS:
            end = last = self.calendar.subtract(event, period.length)
        else:
            end = add_calendar(event, Period(-period.length, period.unit))
            last = self.calendar.next_working(end) if moves else end
        known = all(year in self.announced.years for year in range(end.year, event.year + 1))
        return Deadline(last, event, period, end if end != last else None, known, reasons)

    def ago(self, name: str) -> date:
        """The day a period of the law before this one: what ended earlier is past such a term.

        Raises: LawUnknown, NoLawInForce.
        """
        period: Period = self[name]
        return add_calendar(self.day, Period(-period.length, period.unit))

    def days_between(self, first: date, last: date) -> int:
        """Length of a stay: the difference of the dates; the day of entry is day 0."""
        return (last - first) // timedelta(days=1)
