"""The permanent residence permit: what the rules know of an application, its limits, term and duty.

Source: Migration Code art. 52-56; Law on State Duty; R-PRP-2, R-PRP-3, R-PRP-7. How long somebody has
lived here is in `permanent_held`, what is found in an application in `permanent_findings`. What does not
differ from the temporary permit (the stay while pending, the time to leave) the service takes from
`residence`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from packs.azerbaijan.rules import residence
from packs.azerbaijan.rules.regimes import stay_ends
from packs.azerbaijan.rules.residence import ResidenceFacts, law_of_case
from packs.azerbaijan.rules.residence_term import first_day, last_day_by_passport, last_day_of
from sojourn.catalogue.authoring import Deadline, Fee, FeeClass, Law, Money, Period, Reason, Validity, Weight

_YEAR = 12
_MONTH_IN_DAYS = 30


@dataclass(frozen=True)
class HeldPermit:
    """A temporary permit. until_on None: it still runs; sponsor_ground: of the relative it rests on."""

    ground: str
    from_on: date
    until_on: date | None = None
    sponsor_ground: str | None = None


@dataclass(frozen=True)
class PermanentFacts(ResidenceFacts):
    """What the rules know beside what they know of any permit.

    relation: to the citizen or holder; held: the temporary permits, where the register knows them;
    held_since, held_ground, sponsor_ground and gap_days: what the applicant says where it does not (since
    when, on which ground, on which ground the relative lives here, days without a permit in between),
    held_before and ground_since: the ground before that one, and the day it changed;
    absence_days: in the worst 180 days; absence_days_in_a_year: on extension; test: passed, not-yet or
    failed; failed_on: the last test that was not passed; disabled: by a medical paper.
    """

    relation: str | None = None
    held: tuple[HeldPermit, ...] | None = None
    held_since: date | None = None
    held_ground: str | None = None
    held_before: str | None = None
    ground_since: date | None = None
    sponsor_ground: str | None = None
    gap_days: int | None = None
    absence_days_in_a_year: int | None = None
    test: str | None = None
    failed_on: date | None = None
    disabled: bool = False


def file_by(facts: PermanentFacts, law: Law) -> Deadline:
    """The last day to file: three months before the card ends; later is accepted with a mark. R-PRP-2.

    Source: State Migration Service news 12742.
    """
    stay_until = stay_ends(facts, law)
    if stay_until is None:
        reason = Reason("end-of-stay-unknown")
        return Deadline(facts.filed_on, facts.filed_on, Period.parse("0 days"), reasons=(reason,))
    period: Period = law_of_case(facts, law)["permanent.filing-period"]
    if law["counting.months-before"] != "keep-day-number":
        period = Period.parse(f"{period.length * _MONTH_IN_DAYS} days")
    reason = Reason("counted-back-from-end-of-stay")
    moves = residence.limits_move(facts, law)
    return law.deadline_before(stay_until, period, moves=moves, reasons=(reason,))


def speed_of(facts: PermanentFacts, law: Law) -> str:
    """The speed asked for, where the law of the case offers it; else the ordinary one."""
    offered = law_of_case(facts, law)["permanent.review-period"]
    return facts.speed if facts.speed in offered else "standard"


def review_limit(facts: PermanentFacts, law: Law) -> Deadline:
    """By when it is decided: 60, 50, 40 or 35 working days, ten fewer for highly qualified migrants and their
    families; one speed only before 24 July 2019 (switch 27). R-PRP-7.

    Source: Law 1624-VQD of 27 June 2019; bill on highly qualified migrants.
    """
    then = law_of_case(facts, law)
    speed = speed_of(facts, law)
    period: Period = then["permanent.review-period"][speed]
    reasons: tuple[Reason, ...] = (Reason(f"review-{speed}", {"days": period.length}),)
    shorter: Period | None = then["permanent.review-shortening"] if facts.is_highly_qualified else None
    if shorter is not None:
        period = Period(period.length - shorter.length, period.unit)
        reasons += (Reason("review-shortened", {"days": shorter.length}),)
    return law.deadline(facts.filed_on, period, moves=False, reasons=reasons)


def pay_by(facts: PermanentFacts, law: Law) -> Deadline:
    """The last day to pay: as for a temporary permit (R-TRP-11), by switch 28."""
    return residence.pay_by(_with_its_review(facts, law), law)


def lapse_from(facts: PermanentFacts, law: Law) -> Deadline:
    """The first day on which an officer may record a lapse for want of payment."""
    return residence.lapse_from(_with_its_review(facts, law), law)


def _with_its_review(facts: PermanentFacts, law: Law) -> PermanentFacts:
    """With the end of examining. Where only the notice counts (switch 28) it takes the place of that day."""
    due = facts.review_due_on or review_limit(facts, law).last_day
    if facts.notice_served_on and law["counting.payment-limit-elsewhere"] == "from-notice-only":
        due = facts.notice_served_on
    return replace(facts, review_due_on=due)


def validity(facts: PermanentFacts, law: Law) -> Validity:
    """Five years, however often it is extended. R-PRP-3.

    Whether the passport limits the term is a question still open; as long as it does not, a shorter passport
    is only pointed out.
    """
    then = law_of_case(facts, law)
    start = first_day(facts)
    term: Period = then["permanent.term"]
    until = last_day_of(start, term.length * _YEAR, law)
    reason = Reason("term-of-years", {"years": term.length})
    if facts.passport_expires_on is None:
        return Validity(start, until, (reason,))
    by_passport = last_day_by_passport(facts.passport_expires_on, then)
    if by_passport >= until:
        return Validity(start, until, (reason,))
    if not then["permanent.passport-limits-term"]:
        note = Reason("passport-ends-before-permit", {"on": facts.passport_expires_on}, Weight.NOTE)
        return Validity(start, until, (reason, note))
    short = Reason("passport-too-short", {"until": by_passport}, Weight.SHORTENS)
    if by_passport < start:
        return Validity(start, start, (short, Reason("no-term-left", weight=Weight.AGAINST)))
    return Validity(start, by_passport, (short,))


def fee_class(facts: PermanentFacts, law: Law) -> FeeClass:
    """Adult or minor, as of the day of filing."""
    code = "minor" if residence.is_minor(facts, law_of_case(facts, law)) else "adult"
    return FeeClass(code, (Reason(f"fee-class-{code}"),))


def fee(facts: PermanentFacts, law: Law) -> Fee:
    """The duty for a permit or its extension, by class and speed; the term is always the same."""
    then = law_of_case(facts, law)
    code = facts.fee_class or fee_class(facts, law).code
    speed = speed_of(facts, law)
    (cells,) = then["permanent.fee"].values()
    amount: Money = cells[f"{code}-{speed}"]
    return Fee(amount, (Reason(f"fee-class-{code}"), Reason(f"fee-{speed}")))
