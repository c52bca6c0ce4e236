"""Stays the law ends without an application. R-STAY-7; those a special regime prolongs are in `regimes`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sojourn.catalogue.authoring import Deadline, Law, Reason


@dataclass(frozen=True)
class FormerCitizenFacts:
    """notified_on: the official notice that the citizenship ended."""

    notified_on: date


def former_citizen(facts: FormerCitizenFacts, law: Law) -> Deadline:
    """The last day to leave or to apply for a former citizen with another citizenship; it does not move."""
    period = law.at(facts.notified_on)["stay.after-loss-of-citizenship"]
    reason = Reason("time-of-former-citizen", {"days": period.length})
    return law.deadline(facts.notified_on, period, moves=False, reasons=(reason,))
