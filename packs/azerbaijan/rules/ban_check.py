"""A question whether entry is restricted: told to nobody but the person, or whoever proved to speak for them.

Source: Migration Code art. 16; rules of the pack on look-ups. No rule knows the answer: an officer looks
it up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from packs.azerbaijan.rules.children import AsksOfChild
from packs.azerbaijan.rules.filing import speaks_for
from sojourn.catalogue.authoring import Deadline, Findings, Law, PartialDate, Period, Reason, Weight


@dataclass(frozen=True)
class BanCheckFacts(AsksOfChild):
    """What is known of whoever asks. copy: of the passport; proof: that they speak for another."""

    filed_on: date
    filer: str = "self"
    born: PartialDate | None = None
    copy: str | None = None
    proof: str | None = None
    channel: str | None = None


def findings(facts: BanCheckFacts, law: Law) -> Findings:
    """What is missing before anything may be told. None of it depends on whether there is a restriction."""
    return Findings((*_of_identity(facts), *speaks_for(facts, law)))


def _of_identity(facts: BanCheckFacts) -> Iterator[Reason]:
    if not facts.copy:
        yield Reason("ban-check-identity-open", weight=Weight.MISSING)
    if facts.filer != "self" and not facts.proof:
        yield Reason("ban-check-proof-missing", weight=Weight.MISSING)
    if facts.channel not in ("email", "sms"):
        yield Reason("ban-check-at-the-counter", weight=Weight.NOTE)


def answer_by(facts: BanCheckFacts, law: Law) -> Deadline:
    """By when it is answered, whatever the answer is."""
    period: Period = law.at(facts.filed_on)["ban-check.answer-period"]
    reason = Reason("ban-check-within", {"days": period.length})
    return law.deadline(facts.filed_on, period, moves=False, reasons=(reason,))
