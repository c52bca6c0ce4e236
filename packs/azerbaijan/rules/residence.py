"""The temporary residence permit: what the rules know of an application, and its limits of time.

Source: Migration Code art. 43-51; R-TRP-2, R-TRP-10, R-TRP-11, R-STAY-6, R-STAY-9. Grounds are in
`residence_grounds`, the term in `residence_term`, the duty in `residence_fee`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from packs.azerbaijan.rules import counting
from packs.azerbaijan.rules.children import AsksOfChild
from packs.azerbaijan.rules.regimes import stay_ends
from sojourn.catalogue.authoring import (
    Deadline,
    Law,
    Money,
    PartialDate,
    Period,
    Reason,
    Validity,
)

HIGHLY_QUALIFIED = "highly-qualified-migrant"


@dataclass(frozen=True)
class Absence:
    """Days out of the country. returned_on None: not back yet."""

    left_on: date
    returned_on: date | None = None


@dataclass(frozen=True)
class EarlierDecision:
    """A refusal or cancellation before this application. kind: a kind of decision such as `refuse`."""

    decided_on: date
    kind: str = "refuse"
    ground: str | None = None
    cause_removed: bool = False


@dataclass(frozen=True)
class ResidenceFacts(AsksOfChild):
    """What the rules know of one application for a permit or its extension.

    kind: issue or extension; ground: a code of the service's grounds; speed: fast or standard; months: the
    term asked for; lawful_until: the last day of the present stay or permit, as a special regime may prolong
    it (entered_on, nationality: whether it is theirs); ends_on: the day the ground
    itself ends (work permit, contract, study, the relative's permit); filer: self, child-under-14,
    child-14-17 or other-person; share_parts of share_whole: the applicant's part of a property; share: of a
    company, in percent as written; absence_days: the most in any window, as told; left_on to back_at_first:
    the longest journeys under the present permit, as told; absences: journeys as the register knows them;
    notified_on: the official notice that citizenship ended; cause_removed: the applicant says that what an
    earlier refusal rested on is gone; decided_on and everything served or granted: known later in the case.
    """

    filed_on: date
    kind: str = "issue"
    ground: str | None = None
    speed: str = "standard"
    months: int | None = None
    lawful_until: date | None = None
    passport_expires_on: date | None = None
    without_passport: str | None = None
    born: PartialDate | None = None
    filer: str = "self"
    door: str = "portal"
    ends_on: date | None = None
    property_value: Money | None = None
    share_parts: int | None = None
    share_whole: int | None = None
    deposit: Money | None = None
    securities: Money | None = None
    investment: Money | None = None
    position: str | None = None
    capital: Money | None = None
    share: str | None = None
    staff_full_time: int | None = None
    staff_part_time: int | None = None
    staff_citizens: int | None = None
    study_level: str | None = None
    study_form: str | None = None
    sponsor_highly_qualified: bool = False
    absence_days: int | None = None
    absences: tuple[Absence, ...] | None = None
    left_on: date | None = None
    back_on: date | None = None
    left_before: date | None = None
    back_before: date | None = None
    left_at_first: date | None = None
    back_at_first: date | None = None
    permit_from: date | None = None
    earlier_decisions: tuple[EarlierDecision, ...] = ()
    cause_removed: bool = False
    fee_class: str | None = None
    decided_on: date | None = None
    granted_from: date | None = None
    granted_until: date | None = None
    review_due_on: date | None = None
    notice_served_on: date | None = None
    decision_served_on: date | None = None
    entered_on: date | None = None
    nationality: str | None = None
    notified_on: date | None = None

    @property
    def is_extension(self) -> bool:
        return self.kind == "extension"

    @property
    def judged_on(self) -> date:
        """The day of the decision, or that of filing while there is none."""
        return self.decided_on or self.filed_on

    @property
    def journeys(self) -> tuple[Absence, ...] | None:
        """Journeys as the register knows them, else those the applicant tells of; None: nothing is known."""
        if self.absences is not None:
            return self.absences
        told = (
            (self.left_on, self.back_on),
            (self.left_before, self.back_before),
            (self.left_at_first, self.back_at_first),
        )
        return tuple(Absence(left, back) for left, back in told if left is not None) or None

    @property
    def is_highly_qualified(self) -> bool:
        """A highly qualified migrant, or of the family of one."""
        return self.ground == HIGHLY_QUALIFIED or (
            self.ground == "family-of-permit-holder" and self.sponsor_highly_qualified
        )


def law_of_case(facts: ResidenceFacts, law: Law) -> Law:
    """Law, duty, class and speeds are those of the filing day (switch 9)."""
    by_filing = law["counting.law-of-a-case"] == "filing-day"
    return law.at(facts.filed_on if by_filing else facts.judged_on)


def age_at_filing(facts: ResidenceFacts, law: Law) -> int | None:
    """Full years on the day of filing, which fixes the class (R-TRP-16)."""
    if facts.born is None:
        return None
    return counting.full_years(facts.born, facts.filed_on, law)


def is_minor(facts: ResidenceFacts, law: Law) -> bool:
    """R-TRP-16. A birth date that is not whole counts in favour of whoever may be a child."""
    age = age_at_filing(facts, law)
    return age is not None and age < law["residence.minor-age"]


def limits_move(facts: ResidenceFacts, law: Law) -> bool:
    """A limit of the person that ends on a closed day moves; at doors that never close too, by switch 13."""
    return counting.limits_move(facts.door, law)


def file_by(facts: ResidenceFacts, law: Law) -> Deadline:
    """The last day to file: thirty days before the present stay or permit ends. R-TRP-2.

    Later filings are accepted with a mark. Where no end of the stay is known nothing is late.
    Source: State Migration Service news 12742; migrationto.az.
    """
    stay_until = stay_ends(facts, law)
    if stay_until is None:
        return Deadline(
            facts.filed_on, facts.filed_on, Period.parse("0 days"), reasons=(Reason("end-of-stay-unknown"),)
        )
    period = law_of_case(facts, law)["residence.filing-period"]
    reason = Reason("counted-back-from-end-of-stay")
    return law.deadline_before(stay_until, period, moves=limits_move(facts, law), reasons=(reason,))


def speed_of(facts: ResidenceFacts, law: Law) -> str:
    """The speed asked for, where the law of the case offers it; else the ordinary one."""
    offered = law_of_case(facts, law)["residence.review-period"]
    return facts.speed if facts.speed in offered else "standard"


def review_limit(facts: ResidenceFacts, law: Law) -> Deadline:
    """By when the application is decided: working days by the speed, five fewer for highly qualified
    migrants and their families. A limit of the service itself does not move. R-TRP-10, R-PROC-1.

    Source: Law 1624-VQD of 27 June 2019; bill on highly qualified migrants.
    """
    then = law_of_case(facts, law)
    speed = speed_of(facts, law)
    period: Period = then["residence.review-period"][speed]
    reasons: tuple[Reason, ...] = (Reason(f"review-{speed}", {"days": period.length}),)
    shorter: Period | None = then["residence.review-shortening"] if facts.is_highly_qualified else None
    if shorter is not None:
        period = Period(period.length - shorter.length, period.unit)
        reasons += (Reason("review-shortened", {"days": shorter.length}),)
    return law.deadline(facts.filed_on, period, moves=False, reasons=reasons)


def pay_by(facts: ResidenceFacts, law: Law) -> Deadline:
    """The last day to pay: thirty days after the time for examining ended, or after the notice to pay was
    served if that was later (switch of R-TRP-11). Source: Law 1623-VQD of 27 June 2019.
    """
    due = facts.review_due_on or review_limit(facts, law).last_day
    period: Period = law_of_case(facts, law)["payment.period"]
    return counting.limit_to_pay(due, facts.notice_served_on, law, period)


def lapse_from(facts: ResidenceFacts, law: Law) -> Deadline:
    """The first day on which an officer may record that the permit lapsed for want of payment. R-TRP-11.

    What follows a limit that moved is counted from the moved limit (switch 3). Until an officer records the
    lapse a payment saves the permit.
    """
    return counting.first_day_after(pay_by(facts, law), law, "lapse-after-limit")


def pending_stay(facts: ResidenceFacts, law: Law) -> Validity:
    """How long the stay is lawful because of the application. `valid_until` None: until the decision is
    served. Late by R-TRP-2 or not, complete or not makes no difference. R-STAY-6.
    """
    return counting.stay_while_pending(facts.filed_on, stay_ends(facts, law), law)


def leave_by(facts: ResidenceFacts, law: Law) -> Deadline:
    """The last lawful day after a refusal or a decision not to examine. R-STAY-9.

    A decision served after the stay ended leaves ten days to go or to appeal; within them nothing is an
    offence. The right to stay does not move with closed days.
    """
    served = facts.decision_served_on or facts.judged_on
    return counting.time_to_leave(served, stay_ends(facts, law), law)
