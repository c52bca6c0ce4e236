"""Places of the labour migration quota. Source: Cabinet Decision 124 of 14 March 2016; R-WP-6 and R-WP-7."""

from __future__ import annotations

from packs.azerbaijan.rules.counting import full_years
from packs.azerbaijan.rules.labour import LabourFacts, is_liberated
from sojourn.catalogue.authoring import Eligibility, Law, Reason

TOTAL = "total"
_FAMILY = ("spouse", "child")


def place(facts: LabourFacts, law: Law) -> Eligibility:
    """Whether a place of the year's quota is needed, and whether one is left.

    basis: `not-counted`, `reserved` or `queued`. The year is that of the law's day. A kind of work without a
    number of its own is limited by the number of all together.
    """
    if outside := not_counted(facts, law):
        return Eligibility(True, "not-counted", (outside,))
    limits, activity = law["labour.quota"], facts.activity or ""
    taken = {TOTAL: facts.taken or 0, activity: facts.taken_in_activity or 0}
    for row, used in taken.items():
        if row in limits and used >= limits[row]:
            return Eligibility(False, "queued", (Reason("quota-exhausted", {"limit": limits[row]}),))
    left = [limits[row] - used for row, used in taken.items() if row in limits]
    told = Reason("quota-place-left", {"left": min(left)}) if left else Reason("quota-number-unknown")
    return Eligibility(True, "reserved", (told,))


def not_counted(facts: LabourFacts, law: Law) -> Reason | None:
    """Why a permit takes no place: work in the liberated territories within the window, and wives, husbands
    and children under 23 of highly qualified migrants; as of the day of the decision (switch 35). R-WP-6.
    """
    by_decision = law["counting.quota-conditions"] == "decision-day"
    day = facts.judged_on if by_decision else facts.filed_on
    if is_liberated(facts, law, on=day):
        return Reason("quota-not-counted-liberated")
    age: int | None = law.at(day)["labour.quota-child-age"]
    if age is None or facts.relation not in _FAMILY:
        return None
    if facts.relation == "child" and (facts.born is None or full_years(facts.born, day, law) >= age):
        return None
    return Reason("quota-not-counted-family")
