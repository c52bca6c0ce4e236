"""More time for a decision: the last day when an officer took all of it, with reasons in writing.

That of a claim of refugee status stands beside its limit, in `protection.decide_extended_claim_by` (R-RSD-1).
"""

from __future__ import annotations

from packs.azerbaijan.rules.citizenship import CitizenshipFacts, law_of_case
from packs.azerbaijan.rules.protection import ProtectionFacts
from sojourn.catalogue.authoring import Deadline, Law, Period, Reason

_WITH_REASONS = (Reason("extended-with-reasons"),)


def decide_extended_statelessness_by(facts: ProtectionFacts, law: Law) -> Deadline:
    """The last day to decide on statelessness with all the time there may be: from the day of filing.

    Source: UNHCR Handbook (2014), default of the pack: six months, and up to twelve.
    """
    usual, more = law["statelessness.decision"], law["statelessness.extension"]
    whole = Period(usual.length + more.length, usual.unit)
    return law.deadline(facts.filed_on, whole, moves=False, reasons=_WITH_REASONS)


def answer_extended_affiliation_by(facts: CitizenshipFacts, law: Law) -> Deadline:
    """The last day to answer about affiliation to citizenship where archives must be waited for.

    Source: Cabinet Decision 84 of 18 March 2015: the month may be made longer.
    """
    of_case = law_of_case(facts, law)
    usual: Period = of_case["citizenship.review-period"]["affiliation"]
    more: Period = of_case["citizenship.affiliation-extension"]
    if more.unit is not usual.unit:
        first = law.deadline(facts.filed_on, usual, moves=False).last_day
        return law.deadline(first, more, moves=False, reasons=_WITH_REASONS)
    whole = Period(usual.length + more.length, usual.unit)
    return law.deadline(facts.filed_on, whole, moves=False, reasons=_WITH_REASONS)
