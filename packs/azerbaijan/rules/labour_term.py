"""The term of a work permit that can be granted. Source: Migration Code art. 61-62; R-WP-4."""

from __future__ import annotations

from datetime import date, timedelta

from packs.azerbaijan.rules.labour import LabourFacts, is_liberated, law_of_case
from packs.azerbaijan.rules.residence_term import last_day_of
from sojourn.catalogue.authoring import Law, Period, Reason, Validity, Weight

_DAY = timedelta(days=1)


def first_day(facts: LabourFacts) -> date:
    """The day of the decision, or of the first work if later; an extension follows the present permit."""
    if facts.is_extension and facts.permit_until is not None:
        return max(facts.permit_until + _DAY, facts.judged_on)
    return max(facts.judged_on, facts.starts_on or facts.judged_on)


def longest_term(facts: LabourFacts, law: Law) -> Period:
    """A year; two for an extension in the liberated territories that is decided within the window. R-WP-4."""
    if facts.is_extension and is_liberated(facts, law, on=facts.judged_on):
        longer: Period = law.at(facts.judged_on)["labour.liberated-extension-term"]
        return longer
    longest: Period = law_of_case(facts, law)["labour.longest-term"]
    return longest


def validity(facts: LabourFacts, law: Law) -> Validity:
    """What can be granted: what is asked, within the law and never beyond the labour contract.

    Where nothing is left the term is its first day, and a finding says so.
    """
    start, longest = first_day(facts), longest_term(facts, law).length
    months = min(facts.months or longest, longest)
    until, reason = last_day_of(start, months, law), _as_asked(facts, longest)
    if facts.contract_until is not None and facts.contract_until < until:
        until = facts.contract_until
        reason = Reason("contract-ends-earlier", {"until": until}, Weight.SHORTENS)
    if until < start:
        return Validity(start, start, (reason, Reason("no-work-term-left", weight=Weight.AGAINST)))
    return Validity(start, until, (reason,))


def _as_asked(facts: LabourFacts, longest: int) -> Reason:
    if facts.months is None:
        return Reason("term-longest", {"months": longest})
    if facts.months > longest:
        return Reason("work-term-longer-than-law", {"months": longest}, Weight.SHORTENS)
    return Reason("term-as-asked", {"months": facts.months})
