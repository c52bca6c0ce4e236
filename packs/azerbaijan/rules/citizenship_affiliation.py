"""Whether a person is a citizen: determination of affiliation to citizenship.

Source: Law on Citizenship art. 5 and 11-13; Cabinet Decision 84 of 18 March 2015; R-SDP-1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from packs.azerbaijan.rules import citizenship
from packs.azerbaijan.rules.citizenship import (
    CitizenshipFacts,
    EndedFacts,
    age_at_filing,
    law_of_case,
    leave_or_apply_by,
    of_everybody,
)
from sojourn.catalogue.authoring import Deadline, Eligibility, Findings, Law, Reason, Weight

_NO_OTHER = ("none", "unknown")
_WHERE_ANYBODY_WRITES = ("portal", "api")


@dataclass(frozen=True)
class AffiliationFacts(CitizenshipFacts):
    """ground: why the person may be a citizen; registered_from and registered_until: of the registration at
    a place of residence; settled_on: when a refugee settled; other_nationality: none, held or unknown;
    under_five: what was answered, so that no photo was asked for; asked_by: person, or a body that has to
    know, and door: where it was asked; outcome: the one that was decided.
    """

    matter: ClassVar[str] = "affiliation"

    ground: str | None = None
    registered_from: date | None = None
    registered_until: date | None = None
    settled_on: date | None = None
    other_nationality: str | None = None
    under_five: bool | None = None
    asked_by: str | None = None
    door: str = "portal"
    outcome: str | None = None


@dataclass(frozen=True)
class OfferFacts:
    """How a determination ended, and what is known of another nationality: none, held or unknown."""

    outcome: str
    other_nationality: str | None = None


def findings(facts: AffiliationFacts, law: Law) -> Findings:
    """Coded findings: the reason named, then what would follow if the answer is not `citizen`."""
    then = law_of_case(facts, law)
    found = [*_of_who_asks(facts), *_of_ground(facts, then), *_of_photo(facts, then), *_of_nationality(facts)]
    return Findings((*found, *of_everybody(facts, law)))


def _of_who_asks(facts: AffiliationFacts) -> Iterator[Reason]:
    """A body asks by a letter an officer enters: nobody learns of another by calling themselves a court."""
    if facts.asked_by not in (None, "person") and facts.door in _WHERE_ANYBODY_WRITES:
        yield Reason("body-asks-by-letter", weight=Weight.AGAINST)


def leave_by(facts: AffiliationFacts, law: Law) -> Deadline:
    """The last lawful day after the answer: of whose citizenship ended, thirty days from the notice, to leave
    or to apply for a stay (R-STAY-7); of others as after any refusal (R-STAY-9).
    """
    if facts.outcome == "no-longer-citizen":
        return leave_or_apply_by(EndedFacts(facts.decision_served_on or facts.judged_on), law)
    return citizenship.leave_by(facts, law)


def _of_ground(facts: AffiliationFacts, law: Law) -> Iterator[Reason]:
    """The dates the law names: who was registered, and who settled as a refugee. Art. 5."""
    if facts.ground is None:
        yield Reason("ground-missing", weight=Weight.MISSING)
    if facts.ground == "registered":
        yield from _of_registration(facts, date.fromisoformat(law["citizenship.registered-on"]))
    if facts.ground == "settled-as-refugee":
        first, last = (date.fromisoformat(law[f"citizenship.settled-{end}"]) for end in ("from", "until"))
        if facts.settled_on is None:
            yield Reason("settled-on-unknown", weight=Weight.MISSING)
        elif not first <= facts.settled_on <= last:
            yield Reason("settled-outside", {"first": first, "last": last}, Weight.AGAINST)


def _of_registration(facts: AffiliationFacts, day: date) -> Iterator[Reason]:
    if facts.registered_from is None:
        yield Reason("registered-on-unknown", {"day": day}, Weight.MISSING)
    elif facts.registered_from > day or (facts.registered_until or day) < day:
        yield Reason("not-registered-then", {"day": day}, Weight.AGAINST)


def _of_photo(facts: AffiliationFacts, law: Law) -> Iterator[Reason]:
    """Of small children no photo is asked for; the birth date counts, not the answer."""
    age, needed_from = age_at_filing(facts, law), law["citizenship.photo-from-age"]
    if facts.under_five and age is not None and age >= needed_from:
        yield Reason("photo-needed", {"age": needed_from}, Weight.MISSING)


def _of_nationality(facts: AffiliationFacts) -> Iterator[Reason]:
    if facts.other_nationality is None:
        yield Reason("other-nationality-unknown", weight=Weight.MISSING)
    elif facts.other_nationality in _NO_OTHER:
        yield Reason("statelessness-would-be-offered", weight=Weight.NOTE)


def statelessness_offer(facts: OfferFacts, law: Law) -> Eligibility:
    """Whether statelessness determination is offered at once: the person was not found to be a citizen, and
    no other nationality is known. R-SDP-1.
    """
    offering = facts.outcome in law["citizenship.offers-statelessness"]
    if offering and (facts.other_nationality or "unknown") in _NO_OTHER:
        return Eligibility(True, "offered", (Reason("statelessness-offered"),))
    return Eligibility(False, "not-offered", (Reason("statelessness-not-offered"),))
