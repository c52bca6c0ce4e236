"""What the rules see in an application for a work permit. They advise; an officer decides. R-WP-1 to 16."""

from __future__ import annotations

from collections.abc import Iterator

from packs.azerbaijan.rules.counting import full_years
from packs.azerbaijan.rules.labour import LabourFacts, file_by, law_of_case, speed_of
from packs.azerbaijan.rules.labour_exemptions import eligibility
from packs.azerbaijan.rules.labour_term import validity
from sojourn.catalogue.authoring import Findings, Law, Reason, Weight, add_calendar


def findings(facts: LabourFacts, law: Law) -> Findings:
    """Everything that is to be looked at, the gravest question first: whether a permit is needed at all."""
    return Findings(
        (
            *_of_need(facts, law),
            *_of_worker(facts, law),
            *_of_vacancy(facts, law),
            *_of_time(facts, law),
            *_of_residence(facts, law),
            *_of_earlier_decisions(facts, law),
        )
    )


def _of_need(facts: LabourFacts, law: Law) -> Iterator[Reason]:
    """Not required, or why a category that was named does not help. R-WP-2, R-WP-3."""
    needed = eligibility(facts, law)
    for each in needed.reasons:
        if not needed.eligible:
            yield Reason(each.code, each.values, Weight.AGAINST)
        elif each.code != "work-permit-required":
            yield Reason(each.code, each.values, Weight.NOTE)


def _of_worker(facts: LabourFacts, law: Law) -> Iterator[Reason]:
    """The worker is eighteen on the first day of work. R-WP-1."""
    if facts.born is None:
        yield Reason("worker-birth-unknown", weight=Weight.MISSING)
        return
    needed: int = law_of_case(facts, law)["labour.worker-age"]
    if full_years(facts.born, facts.starts_on or facts.filed_on, law) < needed:
        yield Reason("worker-too-young", {"age": needed}, Weight.AGAINST)


def _of_vacancy(facts: LabourFacts, law: Law) -> Iterator[Reason]:
    """No citizen able to do the work claims the vacancy."""
    if facts.is_extension:
        return
    if facts.announced_on is None:
        yield Reason("vacancy-not-announced", weight=Weight.MISSING)
    if facts.vacancy == "candidate-found":
        yield Reason("local-candidate-found", weight=Weight.AGAINST)


def _of_time(facts: LabourFacts, law: Law) -> Iterator[Reason]:
    """Late filings, a speed that is not offered, and what shortens the term. R-WP-4, R-WP-14."""
    if facts.is_extension and facts.permit_until is None:
        yield Reason("end-of-work-permit-unknown", weight=Weight.MISSING)
    elif late := facts.is_extension and file_by(facts, law).days_late(facts.filed_on):
        yield Reason("filed-after-limit", {"days": late}, Weight.NOTE)
    if facts.speed != speed_of(facts, law):
        yield Reason("speed-not-offered", weight=Weight.NOTE)
    yield from (each for each in validity(facts, law).reasons if each.weight is not None)


def _of_residence(facts: LabourFacts, law: Law) -> Iterator[Reason]:
    """A missing residence permit counts on extension only, else the two wait for each other. R-WP-16."""
    if facts.is_extension and not facts.residence_card:
        yield Reason("residence-permit-missing", weight=Weight.AGAINST)


def _of_earlier_decisions(facts: LabourFacts, law: Law) -> Iterator[Reason]:
    """The same unchanged facts as in a refusal of the last year. One may apply all the same."""
    period = law["procedure.same-facts-warning"]
    for each in facts.earlier_decisions:
        if facts.filed_on > add_calendar(each.decided_on, period):
            continue
        gone = facts.cause_removed or each.cause_removed
        code = "cause-said-to-be-gone" if gone else "work-permit-refused-before"
        yield Reason(code, {"on": each.decided_on}, Weight.NOTE)
