"""Everything the rules see in an application for a permanent permit. They advise; an officer decides.

Source: Migration Code art. 52-56; R-PRP-1, R-PRP-2, R-PRP-4 to R-PRP-6, R-PRP-8, R-PRP-9.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from packs.azerbaijan.rules.permanent import PermanentFacts, file_by, speed_of, validity
from packs.azerbaijan.rules.permanent_held import (
    complete_on,
    counts,
    days_away,
    permits_of,
    residence_of,
)
from packs.azerbaijan.rules.residence import age_at_filing, law_of_case
from packs.azerbaijan.rules.residence_findings import of_filing, of_person, of_term
from packs.azerbaijan.rules.residence_grounds import (
    against_threshold,
    conditions_of,
    of_investment,
    own_share,
)
from sojourn.catalogue.authoring import Deadline, Eligibility, Findings, Law, Reason, Weight

_HIGHER_THRESHOLDS = ("real-estate", "deposit", "securities")


@dataclass(frozen=True)
class RefusalFacts:
    """A permanent permit that was refused, and the codes of the reasons why."""

    refused_on: date
    causes: tuple[str, ...] = ()


@dataclass(frozen=True)
class FailedTestFacts:
    """A test that was not passed."""

    failed_on: date


def findings(facts: PermanentFacts, law: Law) -> Findings:
    """Coded findings with their weight, the ground first."""
    found = [*_of_ground(facts, law)]
    found += _of_residence(facts, law) if not facts.is_extension else _of_absence_as_holder(facts, law)
    found += [*of_filing(facts, law, file_by, speed_of), *of_term(facts, validity(facts, law))]
    found += [*_of_test(facts, law), *of_person(facts, law)]
    return Findings((*found, *_of_another_way(found, facts, law)))


def _of_ground(facts: PermanentFacts, law: Law) -> Iterator[Reason]:
    """A ground of the permanent permit holds at filing, whatever the temporary one rested on. R-PRP-9."""
    then = law_of_case(facts, law)
    if facts.ground is None:
        yield Reason("ground-missing", weight=Weight.AGAINST)
    elif facts.ground not in then["permanent.grounds"]:
        yield Reason("ground-not-in-force", weight=Weight.AGAINST)
    elif facts.ground in _HIGHER_THRESHOLDS:
        yield from _of_value(facts, then)
    elif facts.ground == "investment":
        yield from of_investment(facts, then, "permanent.threshold-")
    elif facts.ground == "close-relative-of-citizen":
        yield from _of_relation(facts, then)
    else:
        yield from conditions_of(facts.ground, facts, then)


def _of_value(facts: PermanentFacts, law: Law) -> Iterator[Reason]:
    """Twice what a temporary permit asks for since 16 May 2023, the same before; the own share only."""
    own = own_share(facts)
    if facts.ground == "real-estate" and own is not None and own != facts.property_value:
        yield Reason("own-share-counts", {"value": own}, Weight.NOTE)
    value = {"real-estate": own, "deposit": facts.deposit, "securities": facts.securities}[facts.ground or ""]
    yield from against_threshold(value, law[f"permanent.threshold-{facts.ground}"])


def _of_relation(facts: PermanentFacts, law: Law) -> Iterator[Reason]:
    if facts.relation is not None and facts.relation not in law["permanent.close-relations"]:
        yield Reason("relation-not-close-enough", weight=Weight.AGAINST)


def _of_residence(facts: PermanentFacts, law: Law) -> Iterator[Reason]:
    """Two years without interruption on grounds that count. R-PRP-1, R-PRP-4, R-PRP-8."""
    then = law_of_case(facts, law)
    if facts.ground in then["permanent.without-residence"]:
        return
    permits = permits_of(facts)
    if not permits:
        yield Reason("residence-unknown", weight=Weight.MISSING)
        return
    if not any(counts(each, then) for each in permits):
        yield Reason("residence-ground-does-not-count", weight=Weight.AGAINST)
        return
    lived = residence_of(facts, law)
    if lived.broken_for:
        yield Reason("residence-interrupted", {"days": lived.broken_for}, Weight.AGAINST)
    if lived.since is not None and facts.filed_on < complete_on(lived.since, then):
        yield Reason("residence-too-short", {"from_on": complete_on(lived.since, then)}, Weight.AGAINST)
    away, longest = days_away(facts, lived, law), then["residence.absence-days"]
    if away is not None and away > longest and facts.ground not in then["residence.absence-exempt"]:
        yield Reason("absent-too-long", {"days": away, "longest": longest}, Weight.AGAINST)


def _of_absence_as_holder(facts: PermanentFacts, law: Law) -> Iterator[Reason]:
    """Out of the country for more than six months of a year a permanent permit may end.

    Source: Migration Code art. 56, to be confirmed.
    """
    longest, days = law_of_case(facts, law)["permanent.absence-in-a-year"], facts.absence_days_in_a_year
    if days is not None and days > longest:
        yield Reason("absent-most-of-a-year", {"days": days, "longest": longest}, Weight.AGAINST)


def _of_test(facts: PermanentFacts, law: Law) -> Iterator[Reason]:
    """Rights, duties and the state language: asked of everyone who is not excused, once. R-PRP-5."""
    if facts.is_extension or facts.test == "passed":
        return
    if is_excused(facts, law):
        yield Reason("test-excused", weight=Weight.NOTE)
    elif facts.test == "failed" and facts.failed_on is not None:
        again = test_again_from(FailedTestFacts(facts.failed_on), law).last_day
        yield Reason("test-failed", {"from_on": again}, Weight.MISSING)
    else:
        yield Reason("test-still-to-pass", weight=Weight.MISSING)


def is_excused(facts: PermanentFacts, law: Law) -> bool:
    """By age on the day of filing, or by a disability. The law's own list was not found: all assumed."""
    then = law_of_case(facts, law)
    if facts.disabled and then["permanent.test-excuses-disability"]:
        return True
    age = age_at_filing(facts, law)
    return age is not None and (age < then["permanent.test-from-age"] or age >= then["permanent.test-to-age"])


def test_again_from(facts: FailedTestFacts, law: Law) -> Deadline:
    """The first day on which whoever failed is tested again."""
    period = law["permanent.test-again-after"]
    return law.deadline(facts.failed_on, period, moves=False, reasons=(Reason("test-again"),))


def _of_another_way(found: list[Reason], facts: PermanentFacts, law: Law) -> Iterator[Reason]:
    """What speaks against the permanent permit only, leaves the temporary one open. R-PRP-6."""
    against = tuple(each.code for each in found if each.weight is Weight.AGAINST)
    if (
        against
        and not facts.is_extension
        and after_refusal(RefusalFacts(facts.judged_on, against), law).eligible
    ):
        yield Reason("temporary-permit-instead", weight=Weight.NOTE)


def after_refusal(facts: RefusalFacts, law: Law) -> Eligibility:
    """Whether a temporary permit may then be asked for with a simple application: since July 2018, unless
    the cause bars that one too. R-PRP-6. Source: Migration Code art. 54.11-1.
    """
    then = law.at(facts.refused_on)
    if not then["permanent.temporary-after-refusal"]:
        return Eligibility(False, "not-in-force", (Reason("temporary-not-offered-yet"),))
    if set(facts.causes) & set(then["permanent.causes-that-bar-temporary"]):
        return Eligibility(False, "barred", (Reason("cause-bars-temporary-too"),))
    return Eligibility(True, "temporary-permit", (Reason("temporary-permit-instead"),))
