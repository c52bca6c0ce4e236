"""Special regimes: for a class of people and dates a decree prolongs stays, stops clocks, waives duties.

A regime is data of the pack. Rules ask for it in one place, `relief_for`, and what it gave stands among
the law that was used. Whose clock stops and who owes no duty needs no rule: the platform asks, by the facts
named `entered-on`, `left-on`, `lawful-until` and `nationality`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sojourn.catalogue.law import Confidence, Law, Used
from sojourn.catalogue.outcomes import Deadline, Fee, Reason
from sojourn.catalogue.questions import Code, OutsideCode
from sojourn.catalogue.values import Period, PeriodUnit, add_calendar

FINES = "fines"
"""What a regime waives besides the duties of services."""
WAIVED = "duty-waived-by-regime"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from one to another, both included; `until` None: without an end yet."""

    from_: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.from_ <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class ForWhom:
    """The class of people. entered_by: who came on or before that day and has not left since; lawful_on: and
    whose stay was lawful on that day; nationalities: only these (none named: all).
    """

    entered_by: date | None = None
    lawful_on: date | None = None
    nationalities: tuple[OutsideCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Regime:
    """What a decree gives a class of people. in_force: from when it is the law, for ever or until a day.

    stay_until: the last lawful day of their stay at the earliest; stops: days on which their limits do not
    run, from the first to the last known; waives: services for which they owe no duty, and `FINES`.
    """

    code: Code
    source: str
    confidence: Confidence
    in_force: Span
    for_whom: ForWhom
    stay_until: date | None = None
    stops: Span | None = None
    waives: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class Stayer:
    """Whom a rule asks for. lawful_until: the last lawful day without any regime."""

    entered_on: date | None = None
    left_on: date | None = None
    lawful_until: date | None = None
    nationality: str | None = None


@dataclass(frozen=True, slots=True)
class Relief:
    """What the regimes together give somebody on a day; empty where none is theirs."""

    regimes: tuple[Regime, ...] = ()

    def stay_until(self, own: date | None) -> date | None:
        """The last lawful day, the person's own or that of a regime, whichever is later."""
        days = [each.stay_until for each in self.regimes if each.stay_until is not None]
        return max([*days, own] if own is not None else days, default=None)

    def waives(self, service: str) -> bool:
        return any(service in each.waives for each in self.regimes)

    def duty(self, fee: Fee, *, service: str) -> Fee:
        """What is owed of a duty: all of it, or nothing where a regime waives it; the reason says so."""
        if not fee.amount or not self.waives(service):
            return fee
        waived = Reason(WAIVED, {"amount": fee.amount})
        return replace(fee, amount=fee.amount - fee.amount, reasons=(*fee.reasons, waived))

    def stops(self, day: date) -> bool:
        return any(each.stops is not None and each.stops.holds(day) for each in self.regimes)

    def stopped(self, limit: Deadline, law: Law) -> Deadline:
        """A limit that was counted without the regimes, as they leave it."""
        if not any(each.stops for each in self.regimes):
            return limit
        found = self.deadline(law, limit.counted_from, limit.period, moves=limit.moved_from is not None)
        return replace(limit, last_day=found.last_day, reasons=(*limit.reasons, *found.reasons))

    def deadline(self, law: Law, start: date, period: Period, *, moves: bool = True) -> Deadline:
        """A limit counted without the days a regime stops. The day of the event is day 0."""
        if not any(each.stops for each in self.regimes):
            return law.deadline(start, period, moves=moves)
        by_working_days = period.unit is PeriodUnit.WORKING_DAYS
        left = period.length if by_working_days else (add_calendar(start, period) - start).days
        day, skipped = start, False
        while left:
            day += _DAY
            counts = law.calendar.is_working(day) if by_working_days else True
            skipped = skipped or (counts and self.stops(day))
            left -= counts and not self.stops(day)
        last = law.calendar.next_working(day) if moves else day
        reasons = (Reason("stopped-by-regime"),) if skipped else ()
        return Deadline(last, start, period, day if last != day else None, True, reasons)


def stayer_of(facts: Any) -> Stayer:
    """Whom facts are about, by the names of the facts; what a service does not ask for is not known."""
    names = ("entered_on", "left_on", "lawful_until", "nationality")
    return Stayer(**{name: getattr(facts, name, None) for name in names})


def relief_for(stayer: Stayer, law: Law) -> Relief:
    """The regimes in force on the legal day that are this person's. Each stands among the law used."""
    found = tuple(each for each in law.regimes if each.in_force.holds(law.day) and _is_theirs(each, stayer))
    for each in found:
        said = each.stay_until.isoformat() if each.stay_until else each.code
        name = f"regimes.{each.code}"
        used = Used(name, said, each.in_force.from_, each.source, each.confidence)
        law.seen[(name, each.in_force.from_)] = used
    return Relief(found)


def _is_theirs(regime: Regime, stayer: Stayer) -> bool:
    who = regime.for_whom
    if who.nationalities and stayer.nationality not in who.nationalities:
        return False
    if who.entered_by is not None:
        if stayer.entered_on is None or stayer.entered_on > who.entered_by:
            return False
        if stayer.left_on is not None and stayer.left_on <= regime.in_force.from_:
            return False
    lawful_on, until = who.lawful_on, stayer.lawful_until
    return lawful_on is None or until is None or until >= lawful_on
