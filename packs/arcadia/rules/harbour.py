"""The harbour pass. Source: Harbour Act of Arcadia, s. 20-26."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sojourn.catalogue.authoring import (
    Deadline,
    Fee,
    FeeClass,
    Findings,
    Law,
    Money,
    PartialDate,
    Period,
    Reason,
    Validity,
    Weight,
    add_calendar,
    add_months,
    age_on,
)

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class HarbourFacts:
    """What is known of an application; what was granted or served is known later."""

    filed_on: date
    reason: str | None = None
    months: int | None = None
    born: PartialDate | None = None
    fee_class: str | None = None
    granted_from: date | None = None
    granted_until: date | None = None
    review_due_on: date | None = None
    notice_served_on: date | None = None
    decision_served_on: date | None = None


def findings(facts: HarbourFacts, law: Law) -> Findings:
    """A pass needs a reason the law of the day knows. Source: Harbour Act s. 21."""
    known = facts.reason in law.at(facts.filed_on)["harbour.reasons"]
    return Findings(() if known else (Reason("no-reason", weight=Weight.AGAINST),))


def decide_by(facts: HarbourFacts, law: Law) -> Deadline:
    """Source: Harbour Act s. 23."""
    return law.deadline(facts.filed_on, law["harbour.decided-within"], moves=False)


def fee_class(facts: HarbourFacts, law: Law) -> FeeClass:
    """Source: Fees Schedule, item 9."""
    is_child = facts.born is not None and age_on(facts.born, facts.filed_on) < 18
    return FeeClass("child" if is_child else "grown")


def validity(facts: HarbourFacts, law: Law) -> Validity:
    """Source: Harbour Act s. 22."""
    longest = law["harbour.longest"].length
    months = min(facts.months or longest, longest)
    return Validity(facts.filed_on, add_months(facts.filed_on, months) - _DAY)


def fee(facts: HarbourFacts, law: Law) -> Fee:
    """By the length of the pass; a row without a price for children has one price for all."""
    possible = validity(facts, law)
    start, until = facts.granted_from or possible.valid_from, facts.granted_until or possible.valid_until
    code = facts.fee_class or fee_class(facts, law).code
    table: dict[str, dict[str, Money]] = law["harbour.fee"]
    rows = sorted((add_calendar(start, Period.parse(row)) - _DAY, cells) for row, cells in table.items())
    cells = next((cells for last, cells in rows if until is None or until <= last), rows[-1][1])
    return Fee(cells.get(code, cells["grown"]))


def pending(facts: HarbourFacts, law: Law) -> Validity:
    """Who has applied may stay at the berth until the answer is served. Source: Harbour Act s. 25."""
    return Validity(facts.filed_on, None)


def pay_by(facts: HarbourFacts, law: Law) -> Deadline:
    """From the notice, or the end of the time to decide. Source: Fees Schedule, item 1."""
    start = facts.notice_served_on or facts.review_due_on or decide_by(facts, law).last_day
    return law.deadline(start, law["payment.period"])


def lapse_from(facts: HarbourFacts, law: Law) -> Deadline:
    """The day after the last day to pay."""
    return law.deadline(pay_by(facts, law).last_day, Period.parse("1 day"), moves=False)


def leave_by(facts: HarbourFacts, law: Law) -> Deadline:
    """Source: Procedure Act s. 5."""
    served = facts.decision_served_on or facts.filed_on
    return law.deadline(served, law["stay.after-late-refusal"], moves=False)
