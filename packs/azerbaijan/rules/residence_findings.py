"""Everything the rules see in an application, for applicant and officer. They advise; an officer decides.

Source: Migration Code art. 45-51; R-TRP-1 to R-TRP-9, R-TRP-12, R-TRP-16, R-TRP-18.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TypeVar

from packs.azerbaijan.rules.children import child_part
from packs.azerbaijan.rules.regimes import stay_ends
from packs.azerbaijan.rules.residence import (
    Absence,
    EarlierDecision,
    ResidenceFacts,
    file_by,
    law_of_case,
    speed_of,
)
from packs.azerbaijan.rules.residence_grounds import of_ground
from packs.azerbaijan.rules.residence_term import validity
from packs.azerbaijan.rules.stay_limits import FormerCitizenFacts, former_citizen
from sojourn.catalogue.authoring import (
    Deadline,
    Findings,
    Law,
    Period,
    Reason,
    Validity,
    Weight,
    add_calendar,
)

_DAY = timedelta(days=1)
_F = TypeVar("_F", bound=ResidenceFacts)


def findings(facts: ResidenceFacts, law: Law) -> Findings:
    """Coded findings with their weight, the ground first."""
    found = [
        *of_ground(facts, law),
        *_of_filing(facts, law),
        *_of_former_citizen(facts, law),
        *_of_term(facts, law),
        *_of_age(facts, law),
        *_of_absence(facts, law),
        *_of_earlier_decisions(facts, law),
    ]
    return Findings(tuple(found))


def _of_filing(facts: ResidenceFacts, law: Law) -> Iterator[Reason]:
    """Late by R-TRP-2 is a mark; filed after the stay ended is more. Both are accepted."""
    yield from of_filing(facts, law, file_by, speed_of)


def _of_former_citizen(facts: ResidenceFacts, law: Law) -> Iterator[Reason]:
    """Whose citizenship ended has thirty days from the official notice to apply or to leave. R-STAY-7."""
    if facts.ground != "former-citizen":
        return
    if facts.notified_on is None:
        yield Reason("notice-of-end-unknown", weight=Weight.MISSING)
    elif late := former_citizen(FormerCitizenFacts(facts.notified_on), law).days_late(facts.filed_on):
        yield Reason("former-citizen-late", {"days": late}, Weight.AGAINST)


def of_filing(
    facts: _F, law: Law, file_by: Callable[[_F, Law], Deadline], speed_of: Callable[[_F, Law], str]
) -> Iterator[Reason]:
    """The same for any permit, by its own limit to file and its own speeds."""
    if facts.lawful_until is None:
        yield Reason("end-of-stay-unknown", weight=Weight.MISSING)
    elif facts.filed_on > (stay_ends(facts, law) or facts.lawful_until):
        yield Reason("filed-after-stay-ended", weight=Weight.AGAINST)
    elif late := file_by(facts, law).days_late(facts.filed_on):
        yield Reason("filed-after-limit", {"days": late}, Weight.NOTE)
    if facts.speed != speed_of(facts, law):
        yield Reason("speed-not-offered", weight=Weight.NOTE)


def _of_term(facts: ResidenceFacts, law: Law) -> Iterator[Reason]:
    """What shortens the term: the law, the passport, the end of the ground. R-TRP-3, R-TRP-4."""
    yield from of_term(facts, validity(facts, law))


def of_term(facts: ResidenceFacts, possible: Validity) -> Iterator[Reason]:
    """The same for any permit, by the term that is possible for it."""
    if facts.passport_expires_on is None:
        yield Reason("passport-expiry-unknown", weight=Weight.MISSING)
    yield from (each for each in possible.reasons if each.weight is not None)


def _of_age(facts: ResidenceFacts, law: Law) -> Iterator[Reason]:
    """Who is under age is spoken for by a parent or guardian, is heard, and from 14 consents."""
    yield from child_part(facts, law)


def _of_absence(facts: ResidenceFacts, law: Law) -> Iterator[Reason]:
    """More than 90 days out of the country within 180; not for highly qualified migrants. R-TRP-12."""
    if not facts.is_extension or facts.ground in law_of_case(facts, law)["residence.absence-exempt"]:
        return
    longest, days = law["residence.absence-days"], days_absent(facts, law)
    if days is not None and days > longest:
        yield Reason("absent-too-long", {"days": days, "longest": longest}, Weight.AGAINST)


def days_absent(facts: ResidenceFacts, law: Law) -> int | None:
    """The most days of absence in any window up to the decision: of the journeys, and of what the applicant
    says where the register does not know them. Windows look only at days under the present permit, by
    switch 25.
    """
    told = facts.absence_days if facts.absences is None else None
    away = days_away_at_most(facts, law)
    return told if away is None else max(away, told or 0)


def days_away_at_most(facts: ResidenceFacts, law: Law) -> int | None:
    """Of the journeys alone. Windows slide over every day up to the decision. R-TRP-12."""
    journeys = facts.journeys
    if journeys is None:
        return None
    window: Period = law["residence.absence-window"]
    only_present = law["counting.absence-window"] == "present-permit-only"
    first = facts.permit_from if only_present else None
    away = sorted(
        day
        for each in journeys
        for day in days_of(each, facts.judged_on, law)
        if first is None or day >= first
    )
    return max(
        (sum(1 for day in away if last - window.length * _DAY < day <= last) for last in away), default=0
    )


def days_of(absence: Absence, until: date, law: Law) -> tuple[date, ...]:
    """The days of one absence: neither the day of exit nor that of entry (switch 2)."""
    counted = law["counting.days-of-absence"]
    first = absence.left_on + (0 if counted == "both-days" else 1) * _DAY
    end = min(absence.returned_on or until + _DAY, until + _DAY)
    last = end if counted == "both-days" else end - _DAY
    return tuple(first + at * _DAY for at in range((last - first).days + 1))


def _of_earlier_decisions(facts: ResidenceFacts, law: Law) -> Iterator[Reason]:
    """The same unchanged facts as in a refusal of the last year. One may apply all the same. R-TRP-18."""
    period = law["procedure.same-facts-warning"]
    for each in facts.earlier_decisions:
        recent = facts.filed_on <= add_calendar(each.decided_on, period)
        if recent and each.ground == facts.ground:
            yield of_refusal(each, facts.cause_removed)


def of_refusal(earlier: EarlierDecision, cause_removed: bool) -> Reason:
    """What is pointed out about an earlier refusal: that nothing is new, or what is said to be. R-TRP-18."""
    gone = cause_removed or earlier.cause_removed
    code = "cause-said-to-be-gone" if gone else "same-facts-as-refused"
    return Reason(code, {"on": earlier.decided_on}, Weight.NOTE)


def of_person(facts: ResidenceFacts, law: Law) -> Iterator[Reason]:
    """Who speaks for a minor, and what was refused before: alike for every permit."""
    yield from _of_age(facts, law)
    yield from _of_earlier_decisions(facts, law)
