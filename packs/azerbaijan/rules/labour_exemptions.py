"""Who needs no work permit. Source: Migration Code art. 64; R-WP-2 and R-WP-3."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from packs.azerbaijan.rules.labour import LabourFacts, law_of_case
from sojourn.catalogue.authoring import Deadline, Eligibility, Law, Period, Reason

BUSINESS = "business-visitor"
_NONE = (None, "none")


@dataclass(frozen=True)
class BusinessFacts:
    """Work on a business visit. ninety_first_on: the day that would be one day of work too many."""

    arrived_on: date
    ninety_first_on: date


def eligibility(facts: LabourFacts, law: Law) -> Eligibility:
    """Whether a permit is needed at all. Nothing is prevented: whoever is not sure may apply. R-WP-2."""
    if facts.exemption in _NONE:
        return Eligibility(True, "required", (Reason("work-permit-required"),))
    if facts.exemption == BUSINESS:
        return _business(facts, law)
    then = law_of_case(facts, law)
    if facts.exemption in (*then["labour.exemptions"], *then["labour.exemptions-by-family"]):
        return Eligibility(False, "not-required", (Reason("work-permit-not-required"),))
    return Eligibility(True, "required", (Reason("exemption-not-in-force"),))


def _business(facts: LabourFacts, law: Law) -> Eligibility:
    """Ninety days of work in a calendar year, in the fields the Cabinet listed; no more. R-WP-3."""
    then = law_of_case(facts, law)
    if facts.business_field not in then["labour.business-fields"]:
        return Eligibility(True, "required", (Reason("business-field-not-listed"),))
    most: int = then["labour.business-days"]
    days = days_of_business(facts, law)
    if days is None:
        return Eligibility(True, "required", (Reason("business-days-unknown", {"days": most}),))
    told = {"days": days, "most": most}
    if days > most:
        return Eligibility(True, "required", (Reason("business-days-exceeded", told),))
    return Eligibility(False, "not-required", (Reason("business-days-within", told),))


def days_of_business(facts: LabourFacts, law: Law) -> int | None:
    """Days of work, not of presence (switch 32)."""
    by_work = law["counting.days-of-business"] == "days-of-work"
    return facts.business_days if by_work else facts.business_presence


def business_file_by(facts: BusinessFacts, law: Law) -> Deadline:
    """The last day to apply where the visit outgrows the exemption: before day 91. In 2015 it was
    due within thirty days of arrival instead. R-WP-3.
    """
    period: Period | None = law.at(facts.arrived_on)["labour.business-file-within"]
    if period is not None:
        return law.deadline(facts.arrived_on, period, reasons=(Reason("business-from-arrival"),))
    eve = facts.ninety_first_on - timedelta(days=1)
    reason = Reason("business-before-day-91")
    return law.deadline(eve, Period.parse("0 days"), moves=False, reasons=(reason,))
