"""Residence of victims of trafficking, and of those who help a prosecution: time to rest, term, what is seen.

Source: Law on combating trafficking in human beings (958-IIQ of 28 June 2005); Cabinet Decision 123 (2009).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from packs.azerbaijan.rules.children import child_under_protection
from packs.azerbaijan.rules.protection import ProtectionFacts
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


@dataclass(frozen=True)
class VictimFacts(ProtectionFacts):
    """One application. who: victim, or helps (a prosecution)."""

    who: str = "victim"


def decide_by(facts: VictimFacts, law: Law) -> Deadline:
    """By when it is decided; a limit of the service does not move."""
    period: Period = law["trafficking.decision"]
    reason = Reason("review-of-document", {"days": period.length})
    return law.deadline(facts.filed_on, period, moves=False, reasons=(reason,))


def rest_until(facts: VictimFacts, law: Law) -> Deadline:
    """The last day on which a victim rests and thinks, and nobody asks for help with an investigation."""
    return law.deadline(facts.filed_on, law["protection.reflection-period"], moves=False)


def term(facts: VictimFacts, law: Law) -> Validity:
    """The term of the permit, at first and each time after."""
    until = add_calendar(facts.judged_on, law["trafficking.residence-term"]) - _DAY
    return Validity(facts.judged_on, until, (Reason("victim-term"),))


def pending_stay(facts: VictimFacts, law: Law) -> Validity:
    """From the day of the application the stay is lawful, whether a visa ran out or there never was one."""
    return Validity(facts.filed_on, None, (Reason("lawful-while-pending"),))


def findings(facts: VictimFacts, law: Law) -> Findings:
    """What is seen in an application; nothing in it speaks against anybody."""
    return Findings((*_of_victim(facts, law), *child_under_protection(facts, law)))


def _of_victim(facts: VictimFacts, law: Law) -> Iterator[Reason]:
    if facts.who == "victim":
        yield Reason("time-to-rest", {"until": rest_until(facts, law).last_day}, Weight.NOTE)
    if not facts.language:
        yield Reason("language-of-interview-unknown", weight=Weight.MISSING)
    if facts.without_passport:
        yield Reason("no-document-counts-not-against", weight=Weight.NOTE)
