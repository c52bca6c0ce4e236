"""Registration upon place of stay. Source: Migration Code art. 21-22; R-REG-1 to R-REG-10."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from packs.azerbaijan.rules import counting
from sojourn.catalogue.authoring import (
    Candidates,
    Deadline,
    Eligibility,
    Fee,
    Law,
    PartialDate,
    Period,
    Reason,
    Validity,
    add_calendar,
)


@dataclass(frozen=True)
class RegistrationFacts:
    """What the rules know of one registration.

    lawful_until: the last lawful day as stamped or printed on the visa; change_of_place: the guest lived at
    another address in the country before; registered_before: and was registered there; status and
    protections: what the service knows of the person, never what another register holds.
    """

    filed_on: date
    arrived_in_country_on: date | None = None
    arrived_here_on: date | None = None
    leaves_on: date | None = None
    lawful_until: date | None = None
    nationality: str | None = None
    host_kind: str | None = None
    change_of_place: bool = False
    registered_before: bool = True
    same_owner: bool = False
    born: PartialDate | None = None
    door: str = "portal"
    status: tuple[str, ...] = ()
    protections: tuple[str, ...] = ()

    @property
    def in_country_on(self) -> date:
        """Arrival in the country, or the earliest day known instead."""
        return self.arrived_in_country_on or self.here_on

    @property
    def here_on(self) -> date:
        return self.arrived_here_on or self.arrived_in_country_on or self.filed_on


@dataclass(frozen=True)
class ChangeFacts:
    """What happened to a stay later. kind: extension, pending-application or residence-permit."""

    kind: str
    happened_on: date
    registered_until: date
    extended_until: date | None = None


def free_period(facts: RegistrationFacts, law: Law) -> Period:
    """How long the guest may stay unregistered, by the law of the day of arrival. R-REG-1, R-REG-2."""
    then = law.at(facts.in_country_on)
    special: Period | None = then["registration.free-period-by-nationality"].get(facts.nationality)
    return special or then["registration.free-period"]


def filing_period(facts: RegistrationFacts, law: Law) -> Period:
    """Within how long of arrival to file, by the law of the day of arrival. R-REG-1, R-REG-2."""
    then = law.at(facts.in_country_on)
    special: Period | None = then["registration.free-period-by-nationality"].get(facts.nationality)
    return special or then["registration.filing-period"]


def eligibility(facts: RegistrationFacts, law: Law) -> Eligibility:
    """Whether registration is required, voluntary or not needed. R-REG-3, R-REG-5, R-REG-7.

    Source: Migration Code art. 21; Law of 1 December 2017 (same owner).
    """
    exempt = sorted(set(facts.status) & set(law["registration.not-subject"]))
    if exempt:
        return Eligibility(False, "not-subject", (Reason(f"not-subject-{exempt[0]}"),))
    if _stays_with_the_same_owner(facts, law):
        return Eligibility(False, "not-needed", (Reason("same-owner"),))
    basis, reason = _required(facts, law)
    reasons = (reason, *_closed_door(facts, law))
    return Eligibility(True, basis, reasons)


def _stays_with_the_same_owner(facts: RegistrationFacts, law: Law) -> bool:
    moved = facts.change_of_place and facts.registered_before and facts.same_owner
    return moved and bool(law.at(facts.here_on)["registration.same-owner-exempt"])


def _required(facts: RegistrationFacts, law: Law) -> tuple[str, Reason]:
    """A stay of exactly the free period needs no registration; one day more does."""
    if facts.change_of_place and facts.registered_before:
        return "required", Reason("new-address")
    free = free_period(facts, law)
    if facts.leaves_on is None:
        return "required", Reason("length-unknown", {"days": free.length})
    length = law.days_between(facts.in_country_on, facts.leaves_on)
    if length <= free.length:
        return "voluntary", Reason("within-free-period", {"days": free.length, "length": length})
    return "required", Reason("longer-than-free-period", {"days": free.length, "length": length})


def _closed_door(facts: RegistrationFacts, law: Law) -> tuple[Reason, ...]:
    closed = facts.door in law.at(facts.filed_on)["registration.closed-doors"]
    return (Reason("door-closed"),) if closed else ()


def last_filing_day(facts: RegistrationFacts, law: Law) -> Deadline:
    """The last day to file. R-REG-1 to R-REG-4; moving before the first registration is switch 31.

    Source: Migration Code art. 21; Law 1623-VQD of 27 June 2019 (new address).
    """
    at_new_address = _new_address_limit(facts, law)
    if at_new_address and facts.registered_before:
        return at_new_address
    reason = Reason("counted-from-arrival")
    first = law.deadline(
        facts.in_country_on, filing_period(facts, law), moves=_limits_move(facts, law), reasons=(reason,)
    )
    if at_new_address and law["counting.move-before-first-registration"] == "earlier-of-both":
        return min(first, at_new_address, key=lambda limit: limit.last_day)
    return at_new_address or first


def _new_address_limit(facts: RegistrationFacts, law: Law) -> Deadline | None:
    if not facts.change_of_place:
        return None
    then = law.at(facts.here_on)
    period = then["registration.new-address-period"] or then["registration.filing-period"]
    reason = Reason("counted-from-new-address")
    return law.deadline(facts.here_on, period, moves=_limits_move(facts, law), reasons=(reason,))


def _limits_move(facts: RegistrationFacts, law: Law) -> bool:
    """A limit that ends on a closed day moves; at doors that never close too, by switch 13."""
    return counting.limits_move(facts.door, law)


def answer_by(facts: RegistrationFacts, law: Law) -> Deadline:
    """By when the applicant is told. A limit of the service itself does not move. R-REG-8."""
    period = law.at(facts.filed_on)["registration.answer-period"]
    return law.deadline(facts.filed_on, period, moves=False)


def fee(facts: RegistrationFacts, law: Law) -> Fee:
    """Nothing is charged. R-REG-7."""
    return Fee(law.at(facts.filed_on)["registration.fee"], (Reason("free-of-charge"),))


def validity(facts: RegistrationFacts, law: Law) -> Validity:
    """From arrival at the address to the last lawful day, which is stamped, printed, or entry + 90. R-REG-6.

    A last lawful day that has passed does not keep anyone from being registered: the registration then ends
    on the day it began, and an officer sees why.
    """
    start = facts.here_on
    if facts.lawful_until is None:
        longest = law.at(facts.in_country_on)["registration.visa-free-validity"]
        until = add_calendar(facts.in_country_on, longest)
        reason = Reason("valid-from-entry", {"days": longest.length})
    else:
        until, reason = facts.lawful_until, Reason("valid-until-last-lawful-day")
    if until < start:
        return Validity(start, start, (reason, Reason("last-lawful-day-passed")))
    return Validity(start, until, (reason,))


def validity_after(change: ChangeFacts, law: Law) -> Validity:
    """How a registration goes on after an extension, a permit or an application for one. R-REG-10.

    No new filing is asked for. `valid_until` None: until the decision on the application is served.
    """
    if change.kind == "extension" and change.extended_until:
        until = max(change.registered_until, change.extended_until)
        return Validity(change.happened_on, until, (Reason("prolonged-by-extension"),))
    if change.kind == "pending-application":
        prolongs = law["counting.pending-application"] == "prolongs"
        end = None if prolongs else change.registered_until
        return Validity(change.happened_on, end, (Reason("prolonged-while-pending"),) if prolongs else ())
    return Validity(change.happened_on, change.happened_on, (Reason("ended-by-permit"),))


def candidates(facts: RegistrationFacts, law: Law) -> Candidates:
    """Whom an officer may look at because of lateness: the host where the host was obliged. R-REG-9.

    Nobody for asylum seekers, victims, children, or while a hold is open; the registration stands.
    """
    if eligibility(facts, law).basis != "required":
        return Candidates(0, ())
    late = last_filing_day(facts, law).days_late(facts.filed_on)
    if not late:
        return Candidates(0, ())
    shielded = set(law["registration.no-candidate"])
    if shielded & {*facts.protections, *facts.status, *_childhood(facts, law)}:
        return Candidates(late, (), (Reason("shielded-from-lateness"),))
    return Candidates(late, (obliged_party(facts),), (Reason("filed-late", {"days": late}),))


def _childhood(facts: RegistrationFacts, law: Law) -> tuple[str, ...]:
    if facts.born is None:
        return ()
    age = counting.full_years(facts.born, facts.filed_on, law)
    return ("child",) if age < law["stay.child-age"] else ()


def obliged_party(facts: RegistrationFacts) -> str:
    """Whose duty it was to file: a hotel's or an owner's, or the guest's own."""
    return "host" if facts.host_kind in ("hotel", "owner") else "foreigner"
