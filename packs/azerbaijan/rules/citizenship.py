"""What the matters of citizenship have in common: facts, limits of time, the duty, who lives abroad.

Source: Law on Citizenship (527-IQ of 30 September 1998); Decree 189 of 30 August 1999; Law on State Duty.
The State Migration Service examines and proposes; on admission, restoration and renunciation it is the
President who decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from packs.azerbaijan.rules.children import ChildFacts, age_of, of_child
from packs.azerbaijan.rules.counting import (
    first_day_after,
    limit_to_pay,
    stay_while_pending,
    time_to_leave,
)
from packs.azerbaijan.rules.regimes import stay_ends
from sojourn.catalogue.authoring import (
    Deadline,
    Fee,
    FeeClass,
    Law,
    Money,
    PartialDate,
    Period,
    Reason,
    Validity,
    Weight,
)

_OTHER_POST = "other"


@dataclass(frozen=True)
class CitizenshipFacts:
    """What the rules know in every matter of citizenship. lives: inside or abroad; post: the consulate that
    is responsible for whoever lives abroad; lawful_until: the last day of the present stay.
    """

    matter: ClassVar[str] = ""

    filed_on: date
    filer: str = "self"
    born: PartialDate | None = None
    relation: str | None = None
    wishes_heard: bool | None = None
    lives: str = "inside"
    post: str | None = None
    lawful_until: date | None = None
    fee_class: str | None = None
    decided_on: date | None = None
    review_due_on: date | None = None
    notice_served_on: date | None = None
    decision_served_on: date | None = None
    nationality: str | None = None

    @property
    def judged_on(self) -> date:
        """The day of the decision, or that of filing while there is none."""
        return self.decided_on or self.filed_on

    @property
    def is_abroad(self) -> bool:
        return self.lives == "abroad"


@dataclass(frozen=True)
class EndedFacts:
    """Citizenship ended, and when the person was officially told."""

    notice_served_on: date


def law_of_case(facts: CitizenshipFacts, law: Law) -> Law:
    """Law and duty are those of the filing day (switch 9)."""
    by_filing = law["counting.law-of-a-case"] == "filing-day"
    return law.at(facts.filed_on if by_filing else facts.judged_on)


def age_at_filing(facts: CitizenshipFacts, law: Law) -> int | None:
    """Ages are tested on the filing day (switch 35)."""
    return age_of(facts.born, facts.filed_on, law)


def of_everybody(facts: CitizenshipFacts, law: Law) -> Iterator[Reason]:
    """What is found in any matter: the child's part, then where a person who lives abroad files and pays."""
    child = ChildFacts(facts.filed_on, facts.born, facts.filer, facts.relation, facts.wishes_heard)
    yield from of_child(child, law).reasons
    if facts.is_abroad:
        yield Reason("abroad-through-mission", weight=Weight.NOTE)
        yield from _consular_duty(facts, law_of_case(facts, law))


def _consular_duty(facts: CitizenshipFacts, law: Law) -> Iterator[Reason]:
    """What the post abroad charges; this service charges nothing then."""
    if facts.matter not in ("affiliation", "restoration", "renunciation"):
        return
    table = dict(_post(each) for each in law[f"citizenship.consular-{facts.matter}"])
    amount = table.get(facts.post or _OTHER_POST) or table.get(_OTHER_POST)
    if amount is None:
        yield Reason("consular-duty-unknown", weight=Weight.NOTE)
    else:
        yield Reason("consular-duty", {"amount": amount}, Weight.NOTE)


def _post(written: str) -> tuple[str, Money]:
    """A line of a table of posts: `madrid 400.00 USD`."""
    post, amount, currency = written.split(" ")
    return post, Money.of(amount, currency)


def review_limit(facts: CitizenshipFacts, law: Law) -> Deadline:
    """By when the matter is answered. A limit of the service itself does not move. R-PROC-1."""
    period: Period = law_of_case(facts, law)["citizenship.review-period"][facts.matter]
    return law.deadline(facts.filed_on, period, moves=False, reasons=(Reason(f"review-{facts.matter}"),))


def fee_class(facts: CitizenshipFacts, law: Law) -> FeeClass:
    """Who files inside the country pays here; who files abroad pays the consulate."""
    code = "abroad" if facts.is_abroad else "inside"
    return FeeClass(code, (Reason(f"fee-class-{code}"),))


def fee(facts: CitizenshipFacts, law: Law) -> Fee:
    """The state duty of the matter; nothing here for whoever pays the consulate.

    Source: Law on State Duty.
    """
    amount: Money = law_of_case(facts, law)[f"citizenship.fee-{facts.matter}"]
    if (facts.fee_class or fee_class(facts, law).code) == "abroad":
        return Fee(Money(0, amount.currency), (Reason("fee-class-abroad"),))
    return Fee(amount, (Reason(f"fee-{facts.matter}"),))


def pay_by(facts: CitizenshipFacts, law: Law) -> Deadline:
    """The last day to pay: from the end of examining, or from service of the notice to pay if later."""
    due = facts.review_due_on or review_limit(facts, law).last_day
    period: Period = law_of_case(facts, law)["citizenship.payment-period"]
    return limit_to_pay(due, facts.notice_served_on, law, period)


def lapse_from(facts: CitizenshipFacts, law: Law) -> Deadline:
    """The first day on which an officer may record that the grant lapsed for want of payment.

    What follows a limit that moved is counted from the moved limit (switch 3).
    """
    period: Period = law_of_case(facts, law)["citizenship.lapse-period"]
    return first_day_after(pay_by(facts, law), law, "lapse-after-long-wait", period)


def pending_stay(facts: CitizenshipFacts, law: Law) -> Validity:
    """How long the stay is lawful because affiliation is being determined. `valid_until` None: until the
    answer is served; so, too, for whoever may be a citizen and has no stay to show. R-STAY-6.
    """
    return stay_while_pending(facts.filed_on, stay_ends(facts, law), law)


def leave_by(facts: CitizenshipFacts, law: Law) -> Deadline:
    """The last lawful day after an answer that ends the stay. R-STAY-9."""
    return time_to_leave(facts.decision_served_on or facts.judged_on, stay_ends(facts, law), law)


def leave_or_apply_by(facts: EndedFacts, law: Law) -> Deadline:
    """The last day for a former citizen with another citizenship to leave or to apply for a stay. R-STAY-7.

    Counted from the official notice; the right to stay does not move with closed days.
    """
    period: Period = law["stay.after-loss-of-citizenship"]
    reason = Reason("time-to-leave-or-apply", {"days": period.length})
    return law.deadline(facts.notice_served_on, period, moves=False, reasons=(reason,))
