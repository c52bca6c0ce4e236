"""How long somebody has lived here on temporary permits without interruption. R-PRP-1, R-PRP-4, R-PRP-8.

Source: Migration Code art. 52; Law 1623-VQD of 27 June 2019. Grounds add up, and a short gap
between two permits is an absence (switch 26).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from packs.azerbaijan.rules.permanent import HeldPermit, PermanentFacts
from packs.azerbaijan.rules.residence import Absence, law_of_case
from packs.azerbaijan.rules.residence_findings import days_away_at_most
from sojourn.catalogue.authoring import Law, add_calendar

_DAY = timedelta(days=1)
_BY_FAMILY = "family-of-permit-holder"
_PERMANENT = "permanent-permit"


@dataclass(frozen=True)
class Residence:
    """Uninterrupted residence that counts: its first day, the longest break before it, the gaps within it."""

    since: date | None
    broken_for: int = 0
    gaps: tuple[Absence, ...] = ()


def counts(permit: HeldPermit, law: Law) -> bool:
    """Whether a temporary permit counts: grounds 45.1.1 to 45.1.7, and family of those who have such a ground
    or, by switch 12, a permanent permit. R-PRP-4, R-PRP-8.
    """
    counted = law["permanent.counted-grounds"]
    if permit.ground != _BY_FAMILY:
        return permit.ground in counted
    if permit.sponsor_ground == _PERMANENT:
        return bool(law["counting.sponsor-with-permanent"] == "counts")
    return permit.sponsor_ground in counted and permit.sponsor_ground != _BY_FAMILY


def permits_of(facts: PermanentFacts) -> tuple[HeldPermit, ...]:
    """The permits as the register knows them, or what the applicant tells of: one stretch, or two where the
    ground changed.
    """
    if facts.held is not None:
        return facts.held
    since, changed, sponsor = facts.held_since, facts.ground_since, facts.sponsor_ground
    if since is None or facts.held_ground is None:
        return ()
    if facts.held_before is None or changed is None or changed <= since:
        return (HeldPermit(facts.held_ground, since, None, sponsor),)
    return (
        HeldPermit(facts.held_before, since, changed - _DAY, sponsor),
        HeldPermit(facts.held_ground, changed, None, sponsor),
    )


def residence_of(facts: PermanentFacts, law: Law) -> Residence:
    """Goes through the permits that count, in order; a long gap begins the residence anew (switch 26)."""
    then = law_of_case(facts, law)
    counted = sorted(
        (each for each in permits_of(facts) if counts(each, then)), key=lambda each: each.from_on
    )
    if law["counting.grounds-add-up"] != "add-up":
        counted = [each for each in counted if each.ground == counted[-1].ground]
    if not counted:
        return Residence(None)
    short = _longest_gap(law)
    since, broken = counted[0].from_on, 0
    gaps: tuple[Absence, ...] = ()
    for before, after in pairwise(counted):
        days = _days_between(before, after)
        if days > short:
            since, gaps, broken = after.from_on, (), days
        elif days:
            gaps = (*gaps, Absence(before.until_on or after.from_on, after.from_on))
    ended = counted[-1].until_on
    if ended is not None and (facts.filed_on - ended).days - 1 > short:
        return Residence(None, (facts.filed_on - ended).days - 1)
    if facts.held is None and (facts.gap_days or 0) > short:
        return Residence(since, facts.gap_days or 0)
    return Residence(since, broken, gaps)


def _days_between(before: HeldPermit, after: HeldPermit) -> int:
    """Days without a permit, from the last day of one to the first day of the next, both not counted."""
    return 0 if before.until_on is None else max(0, (after.from_on - before.until_on).days - 1)


def _longest_gap(law: Law) -> int:
    """A gap up to so many days does not break the residence."""
    if law["counting.gap-between-permits"] == "breaks":
        return 0
    gap: int = law["permanent.gap"].length
    return gap


def complete_on(since: date, law: Law) -> date:
    """The first day on which the residence is long enough: since 1 June 2024 it is 1 June 2026. R-PRP-1."""
    return add_calendar(since, law["permanent.residence-period"])


def days_away(facts: PermanentFacts, lived: Residence, law: Law) -> int | None:
    """The most days of absence in any window of the residence; gaps between permits are absence too."""
    journeys, told = facts.journeys, None
    if facts.absences is None and facts.held is None and facts.absence_days is not None:
        told = facts.absence_days + (facts.gap_days or 0)
    if journeys is None and facts.held is None:
        return told
    absences = (*(journeys or ()), *lived.gaps)
    counted = days_away_at_most(replace(facts, absences=absences, permit_from=lived.since), law)
    return max(counted or 0, told or 0)
