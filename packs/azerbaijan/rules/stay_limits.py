"""Stays the law ends or prolongs without an application. R-STAY-7 and R-STAY-8."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sojourn.catalogue.authoring import Deadline, Law, Reason, Validity


@dataclass(frozen=True)
class FormerCitizenFacts:
    """notified_on: the official notice that the citizenship ended."""

    notified_on: date


@dataclass(frozen=True)
class RegimeFacts:
    """Who could not leave: the day of entry and the last day the stay was lawful otherwise."""

    arrived_on: date
    lawful_until: date


def former_citizen(facts: FormerCitizenFacts, law: Law) -> Deadline:
    """The last day to leave or to apply for a former citizen with another citizenship; it does not move."""
    period = law.at(facts.notified_on)["stay.former-citizen-period"]
    reason = Reason("time-of-former-citizen", {"days": period.length})
    return law.deadline(facts.notified_on, period, moves=False, reasons=(reason,))


def under_regime(facts: RegimeFacts, law: Law) -> Validity:
    """The stay of those who were in the country when borders closed: lawful to the last day of the special
    regime. From the day after it a stay counts as any other. R-STAY-8.
    """
    since = date.fromisoformat(law["stay.covid-present-since"])
    last = date.fromisoformat(law["stay.covid-apply-or-leave-by"])
    if facts.arrived_on <= since <= facts.lawful_until < last:
        return Validity(facts.arrived_on, last, (Reason("stay-under-regime", {"until": last}),))
    return Validity(facts.arrived_on, facts.lawful_until, (Reason("stay-without-regime"),))
