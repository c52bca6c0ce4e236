"""Travel documents of refugees and stateless persons, and documents by the law of 1997.

Source: Convention of 1951, Schedule; Convention of 1954, art. 27 and 28; Law 421-IQ of 30 December 1997.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from packs.azerbaijan.rules.children import AsksOfChild, child_under_protection
from packs.azerbaijan.rules.counting import full_years
from packs.azerbaijan.rules.filing import first_day_unpaid, limit_to_pay
from sojourn.catalogue.authoring import (
    Deadline,
    Fee,
    FeeClass,
    Findings,
    Law,
    PartialDate,
    Period,
    Reason,
    Validity,
    Weight,
    add_calendar,
)

_DAY = timedelta(days=1)
_CHILD, _ADULT = "under-16", "from-16"


@dataclass(frozen=True)
class DocumentFacts(AsksOfChild):
    """What the rules know of one application for a document.

    document: travel-document or identity-card; basis: status or old-stock; resident_since: the day the
    permanent residence here began, for documents by the law of 1997; parent_resident: born here to such a
    person before the law on citizenship; card: the number of the card of status.
    """

    filed_on: date
    filer: str = "self"
    document: str = "travel-document"
    basis: str = "status"
    born: PartialDate | None = None
    resident_since: date | None = None
    parent_resident: bool = False
    card: str | None = None
    fee_class: str | None = None
    decided_on: date | None = None
    review_due_on: date | None = None
    notice_served_on: date | None = None
    granted_from: date | None = None
    granted_until: date | None = None
    nationality: str | None = None

    @property
    def judged_on(self) -> date:
        return self.decided_on or self.filed_on


def make_by(facts: DocumentFacts, law: Law) -> Deadline:
    """By when the document is decided on."""
    period: Period = law["protection.document-period"]
    reason = Reason("review-of-document", {"days": period.length})
    return law.deadline(facts.filed_on, period, moves=False, reasons=(reason,))


def document_findings(facts: DocumentFacts, law: Law) -> Findings:
    """Whether it rests on a status, or on the law of 1997."""
    found = _of_old_stock(facts, law) if facts.basis == "old-stock" else _of_status(facts)
    return Findings((*found, *child_under_protection(facts, law)))


def _of_status(facts: DocumentFacts) -> Iterator[Reason]:
    if not facts.card:
        yield Reason("card-of-status-to-be-shown", weight=Weight.MISSING)


def _of_old_stock(facts: DocumentFacts, law: Law) -> Iterator[Reason]:
    """Permanent residence before 1 January 1992, or a child of such a person. Source: Law 421-IQ."""
    since = date.fromisoformat(law["statelessness.old-stock-since"])
    if facts.parent_resident:
        return
    if facts.resident_since is None:
        yield Reason("residence-before-1992-to-be-shown", weight=Weight.MISSING)
    elif facts.resident_since >= since:
        yield Reason("residence-began-too-late", weight=Weight.AGAINST)


def document_class(facts: DocumentFacts, law: Law) -> FeeClass:
    """By age on the day of filing; where the birth date is unknown, as of an adult."""
    of_age = _age(facts, facts.filed_on, law) >= law["statelessness.old-stock-card-age"]
    code = _ADULT if of_age else _CHILD
    return FeeClass(code, (Reason(f"document-{code}"),))


def refugee_document_fee(facts: DocumentFacts, law: Law) -> Fee:
    """The duty for a travel document of a refugee: one amount for everybody."""
    return Fee(law.at(facts.filed_on)["protection.travel-document-fee"], (Reason("fee-travel-document"),))


def stateless_document_fee(facts: DocumentFacts, law: Law) -> Fee:
    """By document and age. Source: Law on State Duty as told by the Ministry of Internal Affairs."""
    row = law.at(facts.filed_on)["statelessness.document-fees"][facts.document]
    return Fee(row[facts.fee_class or document_class(facts, law).code], (Reason(f"fee-{facts.document}"),))


def document_term(facts: DocumentFacts, law: Law) -> Validity:
    """Two years on a status; by the law of 1997 to the next age of renewal, then five years each."""
    start = facts.judged_on
    if facts.basis != "old-stock":
        until = add_calendar(start, law["protection.travel-document-term"]) - _DAY
        return Validity(start, until, (Reason("document-term"),))
    return Validity(start, _old_stock_end(facts, start, law), (Reason("document-to-age-of-renewal"),))


def _old_stock_end(facts: DocumentFacts, start: date, law: Law) -> date:
    """The day before the next age of renewal; where none is left or the birth date is unknown, five years."""
    born = facts.born.whole if facts.born else None
    ages = [int(each) for each in law["statelessness.old-stock-renewal-ages"]]
    birthdays = [_turns(born, age, law) for age in ages] if born else []
    ahead = [day for day in birthdays if day > start]
    return (min(ahead) if ahead else add_calendar(start, law["statelessness.old-stock-term"])) - _DAY


def _turns(born: date, age: int, law: Law) -> date:
    """The day somebody reaches an age; of a leap birthday as switch 6 says."""
    day = add_calendar(born, Period.parse(f"{age} years"))
    whole = PartialDate(born.year, born.month, born.day)
    return day if full_years(whole, day, law) >= age else day + _DAY


def pay_document_by(facts: DocumentFacts, law: Law) -> Deadline:
    """The last day to pay: from the end of the time for examining, or from the notice if that was later."""
    due = facts.review_due_on or make_by(facts, law).last_day
    return limit_to_pay(due, facts.notice_served_on, law)


def document_lapses_from(facts: DocumentFacts, law: Law) -> Deadline:
    """The first day on which an officer may record that the grant lapsed for want of payment."""
    return first_day_unpaid(pay_document_by(facts, law), law)


def _age(facts: DocumentFacts, on: date, law: Law) -> int:
    if facts.born is None:
        return int(law["statelessness.old-stock-card-age"])
    return full_years(facts.born, on, law)
