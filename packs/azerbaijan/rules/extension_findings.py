"""Everything the rules see in a request to extend a stay. They advise; an officer decides.

Source: Migration Code art. 39-41; R-STAY-3 and R-STAY-4.
"""

from __future__ import annotations

from collections.abc import Iterator

from packs.azerbaijan.rules.children import child_part
from packs.azerbaijan.rules.extension import ExtensionFacts, file_by, speed_of, validity
from packs.azerbaijan.rules.residence import law_of_case
from packs.azerbaijan.rules.residence_findings import of_filing, of_refusal
from sojourn.catalogue.authoring import Findings, Law, Reason, Weight, add_calendar


def findings(facts: ExtensionFacts, law: Law) -> Findings:
    """Coded findings with their weight, the ground first."""
    found = [
        *_of_ground(facts, law),
        *of_filing(facts, law, file_by, speed_of),
        *_of_term(facts, law),
        *_of_person(facts, law),
    ]
    return Findings(tuple(found))


def _of_ground(facts: ExtensionFacts, law: Law) -> Iterator[Reason]:
    """One of the grounds the law of the case knows, with what it rests on."""
    if facts.ground is None:
        yield Reason("ground-missing", weight=Weight.AGAINST)
        return
    if facts.ground not in law_of_case(facts, law)["extension.grounds"]:
        yield Reason("ground-not-in-force", weight=Weight.AGAINST)
    if facts.ground == "other":
        yield Reason("extension-need-weighed", weight=Weight.NOTE)
    if facts.ground == "family-extended" and facts.relative_until is None:
        yield Reason("relative-stay-unknown", weight=Weight.MISSING)


def _of_term(facts: ExtensionFacts, law: Law) -> Iterator[Reason]:
    """What shortens the stay, and what was extended before."""
    if facts.passport_expires_on is None and facts.without_passport is None:
        yield Reason("passport-expiry-unknown", weight=Weight.MISSING)
    if facts.days_before and law_of_case(facts, law)["extension.once-per-entry"]:
        yield Reason("extended-before", {"days": facts.days_before}, Weight.NOTE)
    yield from (each for each in validity(facts, law).reasons if each.weight is not None)


def _of_person(facts: ExtensionFacts, law: Law) -> Iterator[Reason]:
    """A parent or representative asks for a minor; what was refused before on the same ground."""
    yield from child_part(facts, law)
    period = law["procedure.same-facts-warning"]
    for each in facts.earlier_decisions:
        recent = facts.filed_on <= add_calendar(each.decided_on, period)
        if recent and each.ground == facts.ground:
            yield of_refusal(each, facts.cause_removed)
