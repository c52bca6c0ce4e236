"""Refugee status and statelessness: limits, what is seen in an application, what goes on while it waits.

Source: Convention of 1951 and Protocol of 1967; Law on the status of refugees and forcibly displaced persons;
Decree 419 of 13 November 2000; R-RSD-1 to R-RSD-4, R-SDP-1, R-SDP-2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from packs.azerbaijan.rules.children import AsksOfChild, child_under_protection
from packs.azerbaijan.rules.counting import full_years
from sojourn.catalogue.authoring import (
    Deadline,
    Eligibility,
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
_FOR_A_CHILD = ("child-under-14", "child-14-17")
_CLAIMS = frozenset({"claim-pending", "appeal-pending"})
_NO_NATIONALITY = frozenset({"", "XXA", "XXC", "XXX", "XXB"})


@dataclass(frozen=True)
class ClosedClaim:
    """An earlier claim. kind: a kind of decision such as `refuse` or `not-examined`."""

    decided_on: date
    served_on: date | None = None
    kind: str = "refuse"
    ground: str | None = None
    cause_removed: bool = False


@dataclass(frozen=True)
class ProtectionFacts(AsksOfChild):
    """What the rules know of one application for protection.

    kind: claim or again; filer: self, child-under-14, child-14-17 or other-person; language: spoken at the
    interview; afraid: of a State one is to be asked about; nationality: a country, or a status that stands
    for none; first: whether it is the first card; registered_on: the day of the registration interview.
    """

    filed_on: date
    kind: str = "claim"
    filer: str = "self"
    born: PartialDate | None = None
    without_passport: str | None = None
    nationality: str | None = None
    language: str | None = None
    afraid: bool = False
    asylum: str = "no"
    first: bool = True
    protections: tuple[str, ...] = ()
    earlier_decisions: tuple[ClosedClaim, ...] = ()
    registered_on: date | None = None
    decided_on: date | None = None
    decision_served_on: date | None = None

    @property
    def judged_on(self) -> date:
        return self.decided_on or self.filed_on


@dataclass(frozen=True)
class EnquiryFacts:
    """Whether a State may be asked. claim_open: a claim of asylum or an appeal; about_claim: it would learn
    of a claim.
    """

    claim_open: bool = False
    afraid: bool = False
    about_claim: bool = False


@dataclass(frozen=True)
class StatusFacts:
    """Someone who was granted refugee status on a day."""

    granted_on: date


@dataclass(frozen=True)
class AffiliationFacts:
    """How a determination of citizenship ended: citizen, not-citizen or not-determined."""

    outcome: str
    other_nationality: bool = False


@dataclass(frozen=True)
class DiscontinuanceFacts:
    """Why a claim might be closed without an answer. withdrawn: in person, confirmed with an interpreter."""

    withdrawn: bool = False
    invitations_missed: int = 0
    false_information: bool = False


def may_discontinue(facts: DiscontinuanceFacts, law: Law) -> Eligibility:
    """On withdrawal, or after two invitations that were served and not followed. What is untrue alone is
    weighed in the decision, unless the switch says otherwise. Source: Decree 419 of 13 November 2000.
    """
    missed = facts.invitations_missed >= law["protection.invitations-before-discontinuing"]
    for_untruth = law["protection.discontinue-for-false-information"] == "discontinued"
    if facts.withdrawn or missed or (facts.false_information and for_untruth):
        return Eligibility(True, "discontinued", (Reason("may-be-discontinued"),))
    return Eligibility(False, "goes-on", (Reason("goes-on-to-the-decision"),))


def decide_claim_by(facts: ProtectionFacts, law: Law) -> Deadline:
    """By when refugee status is decided: three months from the entry of the claim. R-RSD-1.

    A limit of the service does not move; more time is taken by an officer with reasons. Source: Decree 419.
    """
    period: Period = law["protection.decision"]
    reason = Reason("review-of-claim", {"months": period.length})
    return law.deadline(_registered_on(facts, law), period, moves=False, reasons=(reason,))


def decide_statelessness_by(facts: ProtectionFacts, law: Law) -> Deadline:
    """By when statelessness is decided. Source: UNHCR Handbook (2014), default of the pack."""
    period: Period = law["statelessness.decision"]
    reason = Reason("review-of-statelessness", {"months": period.length})
    return law.deadline(facts.filed_on, period, moves=False, reasons=(reason,))


def registration_interview_by(facts: ProtectionFacts, law: Law) -> Deadline:
    """The last day for the interview at which a claim is registered. R-RSD-1."""
    return law.deadline(facts.filed_on, law["protection.registration-interview"], moves=False)


def interview_by(facts: ProtectionFacts, law: Law) -> Deadline:
    """The last day for the interview on the claim itself; a month is a month (switch 38). R-RSD-1."""
    return law.deadline(_registered_on(facts, law), law["protection.interview"], moves=False)


def decide_extended_claim_by(facts: ProtectionFacts, law: Law) -> Deadline:
    """The last day when an officer took more time with reasons in writing. R-RSD-1."""
    whole = Period(
        law["protection.decision"].length + law["protection.extension"].length,
        law["protection.decision"].unit,
    )
    return law.deadline(
        _registered_on(facts, law), whole, moves=False, reasons=(Reason("extended-with-reasons"),)
    )


def _registered_on(facts: ProtectionFacts, law: Law) -> date:
    """Registration is the entry of the claim, or by switch 38 the interview at which it is registered."""
    by_entry = law["counting.registration-of-a-claim"] == "entry-of-the-claim"
    return facts.filed_on if by_entry else facts.registered_on or facts.filed_on


def appeal_claim_by(facts: ProtectionFacts, law: Law) -> Deadline:
    """The last day to appeal against a decision on protection, from its service."""
    served = facts.decision_served_on or facts.judged_on
    moves = law["counting.limits-of-the-person"] == "move"
    return law.deadline(served, law["protection.appeal-period"], moves=moves)


def reopen_by(facts: ProtectionFacts, law: Law) -> Deadline:
    """The last day to have a discontinued claim opened again, from service of that decision."""
    served = facts.decision_served_on or facts.judged_on
    moves = law["counting.limits-of-the-person"] == "move"
    return law.deadline(served, law["protection.reopening-period"], moves=moves)


def decider(facts: ProtectionFacts, law: Law) -> Eligibility:
    """Who decides a claim, by the day it was entered. R-RSD-3."""
    basis: str = law.at(facts.filed_on)["protection.decided-by"]
    return Eligibility(True, basis, (Reason(f"decided-by-{basis}"),))


def pending_claim(facts: ProtectionFacts, law: Law) -> Validity:
    """Until the decision, and through an appeal, the stay is lawful, however the person came. R-RSD-2."""
    return Validity(facts.filed_on, None, (Reason("lawful-while-claim-pending"),))


def refugee_card_term(facts: ProtectionFacts, law: Law) -> Validity:
    """The term of the card. The status does not end with it: it ceases by a decision only."""
    start = facts.judged_on
    until = add_calendar(start, law["protection.card-term"]) - _DAY
    return Validity(start, until, (Reason("status-outlives-card"),))


def stateless_card_term(facts: ProtectionFacts, law: Law) -> Validity:
    """A year at first, two years after it."""
    start = facts.judged_on
    name = "statelessness.first-card-term" if facts.first else "statelessness.card-term"
    until = add_calendar(start, law[name]) - _DAY
    return Validity(start, until, (Reason("status-outlives-card"),))


def centre_until(facts: StatusFacts, law: Law) -> Deadline:
    """The last day in the centre for someone who was granted refugee status. R-RSD-4."""
    return law.deadline(facts.granted_on, law["protection.centre-after-status"], moves=False)


def claim_findings(facts: ProtectionFacts, law: Law) -> Findings:
    """What is seen in a claim; nothing in it speaks against anybody, since only the interview can tell."""
    return Findings((*_of_anyone(facts, law), *_of_earlier(facts, law)))


def statelessness_findings(facts: ProtectionFacts, law: Law) -> Findings:
    """What is seen in an application of someone no State may know."""
    found = list(_of_anyone(facts, law))
    if (facts.nationality or "") not in _NO_NATIONALITY:
        found.append(Reason("nationality-to-be-looked-into", weight=Weight.NOTE))
    if not may_ask_state(_enquiry(facts), law).eligible:
        found.append(Reason("no-state-is-asked", weight=Weight.NOTE))
    return Findings((*found, *_of_earlier(facts, law)))


def _enquiry(facts: ProtectionFacts) -> EnquiryFacts:
    claims = facts.asylum == "yes" or bool(_CLAIMS & set(facts.protections))
    return EnquiryFacts(claim_open=claims, afraid=facts.afraid)


def may_ask_state(facts: EnquiryFacts, law: Law) -> Eligibility:
    """No State is asked while a claim of asylum or an appeal is open, nor ever told of a claim. R-SDP-2."""
    if facts.about_claim:
        return Eligibility(False, "never", (Reason("claim-is-never-told"),))
    if facts.claim_open:
        return Eligibility(False, "claim-open", (Reason("no-state-is-asked"),))
    if facts.afraid:
        return Eligibility(False, "afraid", (Reason("no-state-is-asked"),))
    return Eligibility(True, "may-be-asked", (Reason("state-may-be-asked"),))


def offered_after_affiliation(facts: AffiliationFacts, law: Law) -> Eligibility:
    """Whoever is found not to be a citizen, or cannot be placed, and has no other nationality, is offered
    a determination of statelessness at once, and a certificate of lawful stay meanwhile. R-SDP-1.
    """
    if facts.outcome == "citizen" or facts.other_nationality:
        return Eligibility(False, "none", (Reason("no-statelessness-to-determine"),))
    return Eligibility(True, "offered", (Reason("statelessness-offered"),))


def _of_anyone(facts: ProtectionFacts, law: Law) -> Iterator[Reason]:
    if not facts.language:
        yield Reason("language-of-interview-unknown", weight=Weight.MISSING)
    if facts.without_passport:
        yield Reason("no-document-counts-not-against", weight=Weight.NOTE)
    if facts.born is None:
        yield Reason("age-unknown", weight=Weight.NOTE)
    elif age_then(facts, law) < law["residence.minor-age"] and facts.filer not in (
        *_FOR_A_CHILD,
        "other-person",
    ):
        yield Reason("child-alone-needs-representative", weight=Weight.MISSING)
    for each in child_under_protection(facts, law):
        if each.code != "minor-needs-representative":
            yield each


def _of_earlier(facts: ProtectionFacts, law: Law) -> Iterator[Reason]:
    """A claim that was discontinued is opened again in time; later it is a new one, and examined as such."""
    closed = [each for each in facts.earlier_decisions if each.kind == "not-examined"]
    if not closed:
        if facts.kind == "again":
            yield Reason("earlier-claim-to-be-found", weight=Weight.NOTE)
        return
    newest = max(closed, key=lambda each: each.decided_on)
    moves = law["counting.limits-of-the-person"] == "move"
    start = newest.served_on or newest.decided_on
    limit = law.deadline(start, law["protection.reopening-period"], moves=moves)
    in_time = facts.filed_on <= limit.last_day
    yield Reason("opened-again" if in_time else "opened-as-new", weight=Weight.NOTE)


def age_then(facts: ProtectionFacts, law: Law) -> int:
    """Full years on the day of filing; where the birth date is unknown, as of an adult."""
    if facts.born is None:
        return int(law["residence.minor-age"])
    return full_years(facts.born, facts.filed_on, law)
