"""Going home by one's own will, and being taken back at the request of another State.

Source: agreement of the European Union and Azerbaijan on readmission, in force 1 September 2014; reports on
assisted voluntary return. A rule sends nobody away: where a protective hold is open no step is taken at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from packs.azerbaijan.rules.children import AsksOfChild, age_of
from packs.azerbaijan.rules.filing import speaks_for
from sojourn.catalogue.authoring import (
    Deadline,
    Eligibility,
    Findings,
    Law,
    PartialDate,
    Period,
    Reason,
    Weight,
)

_NOT_OWN = ("third-country-national", "stateless-person")


@dataclass(frozen=True)
class ReturnFacts(AsksOfChild):
    """A wish to return. direction: leaving Azerbaijan, or coming back to it. own_will, informed: as told."""

    filed_on: date
    filer: str = "self"
    born: PartialDate | None = None
    direction: str = "leaving"
    own_will: str | None = None
    informed: str | None = None
    declaration: str | None = None
    share_consent: str | None = None
    document: str | None = None
    unpaid_fine: str | None = None
    needs: str | None = None
    nationality: str | None = None


@dataclass(frozen=True)
class ReadmissionFacts:
    """A request of another State. category: own-national, former-national, third-country-national,
    stateless-person. link: what ties a person who is no national to the country. travels: alone or
    with-family; asked_on: the day on which one asks, later in a case.
    """

    filed_on: date
    requesting_state: str | None = None
    procedure: str = "ordinary"
    category: str = "own-national"
    link: str | None = None
    evidence: str | None = None
    photo: str | None = None
    language: str | None = None
    born: PartialDate | None = None
    travels: str | None = None
    asked_on: date | None = None


@dataclass(frozen=True)
class TransferFacts:
    """The day on which a person is to be handed over."""

    transfer_on: date


@dataclass(frozen=True)
class AnsweredFacts:
    """The day on which a request was answered with yes."""

    answered_on: date


def return_findings(facts: ReturnFacts, law: Law) -> Findings:
    """What speaks for and against helping somebody to return; nobody returns who does not want to."""
    return Findings((*_of_will(facts), *_of_journey(facts), *_of_filer(facts, law)))


def _of_will(facts: ReturnFacts) -> Iterator[Reason]:
    if facts.own_will == "no":
        yield Reason("return-not-of-own-will", weight=Weight.AGAINST)
    elif facts.own_will is None:
        yield Reason("return-will-not-told", weight=Weight.MISSING)
    if facts.informed != "yes":
        yield Reason("return-counselling-needed", weight=Weight.MISSING)
    if not facts.declaration:
        yield Reason("return-declaration-missing", weight=Weight.MISSING)
    if facts.share_consent == "no":
        yield Reason("return-data-not-shared", weight=Weight.NOTE)


def _of_journey(facts: ReturnFacts) -> Iterator[Reason]:
    if facts.document == "no":
        yield Reason("return-document-needed", weight=Weight.NOTE)
    if facts.unpaid_fine == "yes":
        yield Reason("return-with-unpaid-fine", weight=Weight.NOTE)
    if facts.needs == "yes":
        yield Reason("return-needs-care", weight=Weight.NOTE)


def _of_filer(facts: ReturnFacts, law: Law) -> Iterator[Reason]:
    yield from speaks_for(facts, law)


def return_decided_by(facts: ReturnFacts, law: Law) -> Deadline:
    """By when it is decided whether help is given; a limit of the service itself does not move."""
    period: Period = law.at(facts.filed_on)["return.review-period"]
    return law.deadline(
        facts.filed_on, period, moves=False, reasons=(Reason("return-review", {"days": period.length}),)
    )


def readmission_findings(facts: ReadmissionFacts, law: Law) -> Findings:
    """What speaks for and against taking a person back."""
    then = law.at(facts.filed_on)
    found: list[Reason] = []
    if facts.requesting_state not in then["readmission.agreements"]:
        found.append(Reason("readmission-no-agreement", weight=Weight.NOTE))
    if facts.category in _NOT_OWN and facts.link in (None, "none"):
        found.append(Reason("readmission-no-link", weight=Weight.AGAINST))
    if not facts.evidence:
        found.append(Reason("readmission-evidence-missing", weight=Weight.MISSING))
    if not facts.photo:
        found.append(Reason("readmission-photo-missing", weight=Weight.MISSING))
    if facts.language is not None and facts.language not in then["readmission.languages"]:
        found.append(Reason("readmission-language", weight=Weight.MISSING))
    found.append(Reason("readmission-prefer-voluntary", weight=Weight.NOTE))
    found += _of_child_to_take_back(facts, law)
    return Findings(tuple(found))


def _of_child_to_take_back(facts: ReadmissionFacts, law: Law) -> Iterator[Reason]:
    age = age_of(facts.born, facts.filed_on, law)
    if age is None or age >= law["child.age-of-majority"]:
        return
    if facts.travels is None:
        yield Reason("child-company-unknown", weight=Weight.MISSING)
    elif facts.travels == "alone":
        yield Reason("child-alone-needs-representative", weight=Weight.MISSING)


def is_taken_back_alone(facts: ReadmissionFacts, law: Law) -> Eligibility:
    """Whether a child is taken back without its family: then somebody here represents it before it comes, and
    before anybody asks it anything. Not told whether alone, it is treated as if it were.

    Source: Convention on the Rights of the Child art. 10 and 20; default of the pack.
    """
    age = age_of(facts.born, facts.asked_on or facts.filed_on, law)
    if age is None:
        return Eligibility(False, "unknown", (Reason("age-unknown"),))
    if age >= law["child.age-of-majority"]:
        return Eligibility(False, "of-age", (Reason("of-age-now"),))
    if facts.travels == "with-family":
        return Eligibility(False, "with-family", (Reason("child-with-family"),))
    return Eligibility(True, "alone", (Reason("child-alone-needs-representative"),))


def readmission_answer_by(facts: ReadmissionFacts, law: Law) -> Deadline:
    """By when a request is answered; days of the calendar, which do not move. Silence decides nothing."""
    then = law.at(facts.filed_on)
    periods: dict[str, Period] = then["readmission.reply-period"]
    procedure = facts.procedure if facts.procedure in periods else "ordinary"
    reason = Reason(f"readmission-reply-{procedure}", {"days": periods[procedure].length})
    return law.deadline(facts.filed_on, periods[procedure], moves=False, reasons=(reason,))


def travel_document_by(facts: AnsweredFacts, law: Law) -> Deadline:
    """By when the mission issues the document the person travels with."""
    period = law.at(facts.answered_on)["readmission.travel-document-period"]
    return law.deadline(facts.answered_on, period, moves=False, reasons=(Reason("travel-document-limit"),))


def transfer_told_by(facts: TransferFacts, law: Law) -> Deadline:
    """The last day to tell of a transfer: so many working days before it."""
    period = law.at(facts.transfer_on)["readmission.transfer-notice"]
    return law.deadline_before(facts.transfer_on, period, moves=False, reasons=(Reason("transfer-notice"),))
