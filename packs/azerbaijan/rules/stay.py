"""How long a foreigner may stay. Source: Migration Code art. 37-41; R-STAY-1 and R-STAY-2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sojourn.catalogue.authoring import Law, Reason, Validity, add_calendar

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class EarlierStay:
    """A stay that ended; its length is the difference of the dates, the day of entry is day 0."""

    entered_on: date
    left_on: date


@dataclass(frozen=True)
class StayFacts:
    """visa_kind: none, visa, single-e-visa or multiple-e-visa; visa_days: the days printed on it."""

    arrived_on: date
    visa_kind: str = "none"
    visa_days: int | None = None
    earlier_stays: tuple[EarlierStay, ...] = ()


def lawful_stay(facts: StayFacts, law: Law) -> Validity:
    """From arrival to the last lawful day, both included.

    Source: Migration Code art. 38 (visa-free), electronic visa rules. A treaty may say otherwise: then the
    last lawful day is the one stamped or printed, and this rule is not asked.
    """
    if facts.visa_kind != "none" and facts.visa_days is not None:
        return _on_visa(facts, facts.visa_days, law.at(facts.arrived_on))
    return _without_visa(facts, law.at(facts.arrived_on))


def _on_visa(facts: StayFacts, days: int, law: Law) -> Validity:
    single = facts.visa_kind == "single-e-visa"
    multiple = facts.visa_kind == "multiple-e-visa"
    if single or (multiple and law["counting.multiple-e-visa"] == "single-limit"):
        days = min(days, law["stay.single-e-visa-period"].length)
    reason = Reason("stay-on-visa", {"days": days})
    return Validity(facts.arrived_on, facts.arrived_on + days * _DAY, (reason,))


def _without_visa(facts: StayFacts, law: Law) -> Validity:
    longest, window = law["stay.visa-free-period"], law["stay.visa-free-window"]
    last, end = facts.arrived_on, add_calendar(facts.arrived_on, longest)
    while last < end and days_in_window(facts, last + _DAY, window.length) <= longest.length:
        last += _DAY
    reason = Reason("stay-without-visa", {"days": longest.length, "window": window.length})
    return Validity(facts.arrived_on, last, (reason,))


def days_in_window(facts: StayFacts, day: date, window: int) -> int:
    """Days of stay in the window that ends on `day`, this stay and earlier ones together."""
    first = day - window * _DAY
    stays = [(each.entered_on, each.left_on) for each in facts.earlier_stays]
    stays.append((facts.arrived_on, day))
    return sum(max(0, (min(left, day) - max(entered, first)) // _DAY) for entered, left in stays)
