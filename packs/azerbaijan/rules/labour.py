"""The work permit: what the rules know of an application by an employer, and its limits of time.

Source: Migration Code art. 57-73; R-WP-5, R-WP-14, R-STAY-6. Who needs none is in `labour_exemptions`, the
term in `labour_term`, the duty in `labour_fee`, places of the quota in `labour_quota`, what comes after in
`labour_after`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from packs.azerbaijan.rules.counting import (
    first_day_after,
    limits_move,
    persons_limits_move,
    stay_while_pending,
    time_to_leave,
)
from packs.azerbaijan.rules.regimes import stay_ends
from packs.azerbaijan.rules.residence import EarlierDecision
from sojourn.catalogue.authoring import Deadline, Law, PartialDate, Period, Reason, Validity

_NO_TIME = Period.parse("0 days")


@dataclass(frozen=True)
class LabourFacts:
    """What the rules know of one application for a work permit or its extension.

    kind: issue or extension; exemption: none, or a category of those who need no permit; business_days: days
    of work in this calendar year, planned ones too; business_presence: days in the country instead;
    starts_on: first day of work; contract_until: last day of the labour contract; speed: standard, fast or
    express; where: in-country or abroad, where the worker is; lawful_until: last day of the worker's stay;
    permit_until: last day of the present work permit; residence_card: number of the residence permit held;
    district: of the workplace; vacancy: answer of the Employment Service; relation: to a highly qualified
    migrant (none, spouse, child, other); taken, taken_in_activity: places of the year's quota given by now;
    cause_removed: the employer says that what an earlier refusal rested on is gone.
    """

    filed_on: date
    kind: str = "issue"
    door: str = "portal"
    exemption: str | None = None
    business_field: str | None = None
    business_days: int | None = None
    business_presence: int | None = None
    born: PartialDate | None = None
    where: str = "in-country"
    arrived_on: date | None = None
    lawful_until: date | None = None
    permit_until: date | None = None
    residence_card: str | None = None
    starts_on: date | None = None
    contract_until: date | None = None
    months: int | None = None
    speed: str = "standard"
    activity: str | None = None
    district: str | None = None
    announced_on: date | None = None
    vacancy: str | None = None
    relation: str | None = None
    taken: int | None = None
    taken_in_activity: int | None = None
    earlier_decisions: tuple[EarlierDecision, ...] = ()
    cause_removed: bool = False
    fee_class: str | None = None
    decided_on: date | None = None
    granted_from: date | None = None
    granted_until: date | None = None
    review_due_on: date | None = None
    notice_served_on: date | None = None
    decision_served_on: date | None = None
    nationality: str | None = None

    @property
    def entered_on(self) -> date | None:
        """By which a special regime is theirs, or is not."""
        return self.arrived_on

    @property
    def is_extension(self) -> bool:
        return self.kind == "extension"

    @property
    def judged_on(self) -> date:
        """The day of the decision, or that of filing while there is none."""
        return self.decided_on or self.filed_on


def law_of_case(facts: LabourFacts, law: Law) -> Law:
    """Law, duty and speeds are those of the filing day (switch 9)."""
    by_filing = law["counting.law-of-a-case"] == "filing-day"
    return law.at(facts.filed_on if by_filing else facts.judged_on)


def is_liberated(facts: LabourFacts, law: Law, *, on: date) -> bool:
    """Whether the workplace lies in the territories liberated from occupation, on a day of the window."""
    return facts.district is not None and facts.district in (law.at(on)["labour.liberated-districts"] or ())


def file_by(facts: LabourFacts, law: Law) -> Deadline:
    """The last day to file: an extension thirty days before the permit ends; a first one has none. R-WP-14.

    Later filings are accepted with a mark. Source: guide to work permits (accounting.az).
    """
    if not facts.is_extension or facts.permit_until is None:
        code = "end-of-work-permit-unknown" if facts.is_extension else "first-permit-has-no-limit"
        return Deadline(facts.filed_on, facts.filed_on, _NO_TIME, reasons=(Reason(code),))
    period = law_of_case(facts, law)["labour.filing-period"]
    reason = Reason("counted-back-from-end-of-work-permit")
    moves = limits_move(facts.door, law)
    return law.deadline_before(facts.permit_until, period, moves=moves, reasons=(reason,))


def speed_of(facts: LabourFacts, law: Law) -> str:
    """The speed asked for, where the law of the case offers it; else the ordinary one."""
    return facts.speed if facts.speed in law_of_case(facts, law)["labour.review-period"] else "standard"


def review_limit(facts: LabourFacts, law: Law) -> Deadline:
    """By when the application is decided: working days by the speed, five fewer for a workplace in the
    liberated territories that is filed within the window. The service's own limit does not move. R-WP-5.
    """
    then, speed = law_of_case(facts, law), speed_of(facts, law)
    period: Period = then["labour.review-period"][speed]
    reasons: tuple[Reason, ...] = (Reason(f"work-review-{speed}", {"days": period.length}),)
    if is_liberated(facts, law, on=facts.filed_on):
        shorter: Period = law.at(facts.filed_on)["labour.review-shortening"]
        period = Period(period.length - shorter.length, period.unit)
        reasons += (Reason("work-review-liberated", {"days": shorter.length}),)
    return law.deadline(facts.filed_on, period, moves=False, reasons=reasons)


def pay_by(facts: LabourFacts, law: Law) -> Deadline:
    """The last day to pay. The limit of residence permits holds for work permits too (switch 28)."""
    due = facts.review_due_on or review_limit(facts, law).last_day
    served = facts.notice_served_on
    same = law["counting.payment-limit-elsewhere"] == "as-for-residence"
    from_notice = served is not None and (not same or served > due)
    start = served if served is not None and from_notice else due
    reason = Reason("payment-from-notice" if from_notice else "payment-from-end-of-review")
    moves = persons_limits_move(law)
    return law.deadline(start, law_of_case(facts, law)["payment.period"], moves=moves, reasons=(reason,))


def lapse_from(facts: LabourFacts, law: Law) -> Deadline:
    """The first day on which an officer may record that the permit lapsed for want of payment (switch 3)."""
    return first_day_after(pay_by(facts, law), law, "lapse-after-limit")


def pending_stay(facts: LabourFacts, law: Law) -> Validity:
    """How long the worker's stay is lawful because of the application. R-STAY-6.

    `valid_until` None: until the decision is served. Who is abroad, or whose stay ended, gains nothing by it.
    """
    until = stay_ends(facts, law)
    if facts.where == "abroad":
        return Validity(facts.filed_on, facts.filed_on, (Reason("worker-is-abroad"),))
    if until is None:
        return Validity(facts.filed_on, facts.filed_on, (Reason("end-of-stay-unknown"),))
    return stay_while_pending(facts.filed_on, until, law)


def leave_by(facts: LabourFacts, law: Law) -> Deadline:
    """The last lawful day of the worker after a refusal, whoever opened its letter. R-STAY-9."""
    return time_to_leave(facts.decision_served_on or facts.judged_on, stay_ends(facts, law), law)
