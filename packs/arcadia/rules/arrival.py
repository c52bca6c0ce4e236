"""Registration of visitors. Source: Visitors Act of Arcadia."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sojourn.catalogue.authoring import (
    Deadline,
    Eligibility,
    Fee,
    Law,
    PartialDate,
    Reason,
    Validity,
    add_calendar,
    age_on,
)


@dataclass(frozen=True)
class ArrivalFacts:
    filed_on: date
    arrived_on: date | None = None
    born: PartialDate | None = None

    @property
    def here_on(self) -> date:
        return self.arrived_on or self.filed_on


def eligibility(facts: ArrivalFacts, law: Law) -> Eligibility:
    """Every visitor may register. Source: Visitors Act s. 4."""
    return Eligibility(True, "visitor", (Reason("every-visitor"),))


def last_day(facts: ArrivalFacts, law: Law) -> Deadline:
    """The last day to register, by the law of the day of arrival. Source: Visitors Act s. 4."""
    return law.deadline(facts.here_on, law.at(facts.here_on)["arrival.free-period"])


def fee(facts: ArrivalFacts, law: Law) -> Fee:
    """What is paid; children pay nothing unless the ministry says so. Source: Fees Schedule, item 3."""
    amount = law["arrival.fee"]
    is_child = facts.born is not None and age_on(facts.born, facts.filed_on) < 18
    if is_child and law["arrival.children-pay"] == "no":
        return Fee(law.money("0.00"), (Reason("children-free"),))
    return Fee(amount)


def validity(facts: ArrivalFacts, law: Law) -> Validity:
    """Source: Visitors Act s. 6."""
    return Validity(facts.here_on, add_calendar(facts.here_on, law["arrival.validity"]))
