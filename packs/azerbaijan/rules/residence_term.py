"""The term of a permit that can be granted. Source: Migration Code art. 46-49; R-TRP-3 and R-TRP-4."""

from __future__ import annotations

from datetime import date, timedelta

from packs.azerbaijan.rules.residence import ResidenceFacts, law_of_case
from sojourn.catalogue.authoring import Law, Period, Reason, Validity, Weight, add_calendar, add_months

_DAY = timedelta(days=1)


def first_day(facts: ResidenceFacts) -> date:
    """A first permit begins on the day of the decision, an extension the day after the present one ends."""
    if facts.is_extension and facts.lawful_until is not None:
        return max(facts.lawful_until + _DAY, facts.judged_on)
    return facts.judged_on


def longest_term(facts: ResidenceFacts, law: Law) -> Period:
    """R-TRP-4: 12 months at first, 24 on extension; 36 for investors and highly qualified migrants."""
    then = law_of_case(facts, law)
    if facts.ground in then["residence.long-term-grounds"]:
        longest: Period = then["residence.long-term"]
        return longest
    term: Period = then["residence.extension-term" if facts.is_extension else "residence.first-term"]
    return term


def last_day_of(start: date, months: int, law: Law) -> date:
    """An n-month permit ends the day before the day's number n months later (switch 11)."""
    same = add_months(start, months)
    return same - _DAY if law["counting.end-of-a-term"] == "day-before" else same


def last_day_by_passport(expires_on: date, law: Law) -> date:
    """The passport is valid at least three months longer than the permit (switch 5). R-TRP-3."""
    margin: Period = law["residence.passport-margin"]
    if law["counting.months-before"] == "keep-day-number":
        return add_calendar(expires_on, Period(-margin.length, margin.unit))
    return expires_on - margin.length * timedelta(days=30)


def validity(facts: ResidenceFacts, law: Law) -> Validity:
    """The term that can be granted: what is asked, within the law, never beyond the ground or the passport
    less three months. Where nothing is left the term is its first day, and a finding says so.
    """
    start = first_day(facts)
    longest = longest_term(facts, law).length
    months = min(facts.months or longest, longest)
    ends = [(last_day_of(start, months, law), _as_asked(facts, longest))]
    if facts.ends_on is not None:
        ends.append((facts.ends_on, Reason("ground-ends-earlier", {"until": facts.ends_on}, Weight.SHORTENS)))
    if facts.passport_expires_on is not None:
        by_passport = last_day_by_passport(facts.passport_expires_on, law_of_case(facts, law))
        reason = Reason("passport-too-short", {"until": by_passport}, Weight.SHORTENS)
        ends.append((by_passport, reason))
    until, reason = min(ends, key=lambda end: end[0])
    if until < start:
        return Validity(start, start, (reason, Reason("no-term-left", weight=Weight.AGAINST)))
    return Validity(start, until, (reason,))


def _as_asked(facts: ResidenceFacts, longest: int) -> Reason:
    if facts.months is None:
        return Reason("term-longest", {"months": longest})
    if facts.months > longest:
        return Reason("term-longer-than-law", {"months": longest}, Weight.SHORTENS)
    return Reason("term-as-asked", {"months": facts.months})


def months_between(start: date, until: date, law: Law) -> int:
    """The months a term takes up, a begun one whole: what the bands of the duty are counted in."""
    months = 1
    while last_day_of(start, months, law) < until:
        months += 1
    return months
