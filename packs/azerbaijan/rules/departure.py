"""Notice that a guest has left. Source: Migration Code art. 22; R-REG-6."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sojourn.catalogue.authoring import Eligibility, Fee, Law, Reason, Validity


@dataclass(frozen=True)
class DepartureFacts:
    filed_on: date
    left_on: date | None = None


def eligibility(facts: DepartureFacts, law: Law) -> Eligibility:
    """Anyone who was registered, or whose guest was, may tell that the stay at the address ended."""
    return Eligibility(True, "notice", (Reason("ends-registration"),))


def fee(facts: DepartureFacts, law: Law) -> Fee:
    """Nothing is charged. R-REG-7."""
    return Fee(law.at(facts.filed_on)["registration.fee"], (Reason("free-of-charge"),))


def end_of_registration(facts: DepartureFacts, law: Law) -> Validity:
    """The registration ends on the day of leaving; the day of notice where none is given."""
    left = facts.left_on or facts.filed_on
    return Validity(left, left, (Reason("ended-by-departure"),))
