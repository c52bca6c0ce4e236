"""A residence card that was lost or damaged, or whose data are no longer true. R-TRP-19.

Source: migrationto.az (duty for a lost card); summary of the Migration Code (report within ten working days).
A card this system made is replaced in its own case; these rules are for every other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from packs.azerbaijan.rules.children import AsksOfChild
from packs.azerbaijan.rules.filing import first_day_unpaid, limit_to_pay, speaks_for
from sojourn.catalogue.authoring import (
    Deadline,
    Fee,
    Findings,
    Law,
    PartialDate,
    Period,
    Reason,
    Validity,
    Weight,
)

_GONE = ("lost", "stolen")
_OUR_MISTAKE = "correction"


@dataclass(frozen=True)
class CardFacts(AsksOfChild):
    """A card and what became of it. happened: lost, stolen, damaged, or changed for data that are old.

    what: which data are old; card_until: the last day printed on it; paper: the file that shows the new data
    or the damage; dwelling_paper: the one about a new dwelling.
    """

    filed_on: date
    decided_on: date | None = None
    review_due_on: date | None = None
    notice_served_on: date | None = None
    filer: str = "self"
    born: PartialDate | None = None
    card_kind: str | None = None
    card_until: date | None = None
    happened: str = "changed"
    happened_on: date | None = None
    told_police: bool = False
    what: str | None = None
    paper: str | None = None
    dwelling_paper: str | None = None
    nationality: str | None = None


def findings(facts: CardFacts, law: Law) -> Findings:
    """Coded findings with their weight; they advise, an officer decides."""
    return Findings((*_of_card(facts, law), *speaks_for(facts, law)))


def _of_card(facts: CardFacts, law: Law) -> Iterator[Reason]:
    if facts.card_until is None:
        yield Reason("card-end-unknown", weight=Weight.MISSING)
    elif facts.card_until < facts.filed_on:
        yield Reason("card-already-ended", {"on": facts.card_until}, Weight.AGAINST)
    if facts.happened_on is None:
        yield Reason("card-day-unknown", weight=Weight.MISSING)
    elif facts.what != _OUR_MISTAKE and (late := report_by(facts, law).days_late(facts.filed_on)):
        yield Reason("reported-late", {"days": late}, Weight.NOTE)
    if facts.happened == "stolen" and not facts.told_police:
        yield Reason("card-theft-not-reported", weight=Weight.NOTE)
    paper = facts.dwelling_paper if facts.what == "address" else facts.paper
    if facts.happened not in _GONE and not paper:
        yield Reason("card-paper-missing", weight=Weight.MISSING)


def report_by(facts: CardFacts, law: Law) -> Deadline:
    """The last day to report: ten working days from what happened. Later reports are accepted with a mark."""
    if facts.happened_on is None:
        same = Period.parse("0 days")
        return Deadline(facts.filed_on, facts.filed_on, same, reasons=(Reason("card-day-unknown"),))
    period = law.at(facts.happened_on)["residence.card-report-period"]
    return law.deadline(facts.happened_on, period, reasons=(Reason("counted-from-loss-or-change"),))


def review_by(facts: CardFacts, law: Law) -> Deadline:
    """By when it is decided; a limit of the service itself does not move."""
    period: Period = law.at(facts.filed_on)["card.review-period"]
    reason = Reason("card-review", {"days": period.length})
    return law.deadline(facts.filed_on, period, moves=False, reasons=(reason,))


def fee(facts: CardFacts, law: Law) -> Fee:
    """The duty for another card: by what happened and the kind of card; none for a mistake made here."""
    name = "permanent.card-fee" if facts.card_kind == "permanent" else "residence.card-fee"
    if facts.happened == "changed":
        name = "card.correction-fee" if facts.what == _OUR_MISTAKE else "card.change-fee"
    return Fee(law.at(facts.filed_on)[name], (Reason("card-duty"),))


def validity(facts: CardFacts, law: Law) -> Validity:
    """The new card holds for the days that are left of the old one; it prolongs nothing."""
    start = facts.decided_on or facts.filed_on
    if facts.card_until is None:
        return Validity(start, None, (Reason("card-end-unknown"),))
    return Validity(start, max(start, facts.card_until), (Reason("card-keeps-its-end"),))


def pay_by(facts: CardFacts, law: Law) -> Deadline:
    due = facts.review_due_on or review_by(facts, law).last_day
    return limit_to_pay(due, facts.notice_served_on, law.at(facts.filed_on))


def lapse_from(facts: CardFacts, law: Law) -> Deadline:
    return first_day_unpaid(pay_by(facts, law), law)
