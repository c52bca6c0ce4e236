"""What is owed of a fine on a day: relief, interest, payments, reversals, refunds. R-FINE-2 to 6, 8, 11.

A special regime that waives fines waives those served while it is in force.

Source: Code of Administrative Offences art. 143, 150.1-1, 150.15-150.16; the rate of interest is assumed.
A payment counts by the moment the payer paid, as the channel reports it. Paying waives no appeal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from packs.azerbaijan.rules.fine_limits import (
    DecisionFacts,
    effect_on,
    fine_pay_by,
    interest_from,
    relief_until,
)
from sojourn.catalogue.authoring import (
    FINES,
    Deadline,
    Fee,
    Law,
    Money,
    Reason,
    relief_for,
    stayer_of,
)

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Paid:
    """Money that came for a fine. reversed_on: the payer's bank took it back on that day."""

    on: date
    amount: Money
    reversed_on: date | None = None


@dataclass(frozen=True)
class FineFacts:
    """A fine and what became of it. kind: fine, fine-and-expulsion, expulsion.

    annulled_on: an appeal was upheld; costs: what enforcing it had cost the person; entered_on, nationality:
    by which a special regime is the person's, or is not.
    """

    amount: Money
    decision: DecisionFacts
    kind: str = "fine"
    payments: tuple[Paid, ...] = ()
    annulled_on: date | None = None
    costs: Money | None = None
    entered_on: date | None = None
    nationality: str | None = None


@dataclass(frozen=True)
class ReversalFacts:
    """A payment that cleared a fine was reversed; the person is told by a notice."""

    reversed_on: date
    notice_served_on: date | None = None


@dataclass(frozen=True)
class Owed:
    """What stands open on a day. `total` is what clears the fine if it is paid on that day.

    surplus: paid beyond what was owed, to be given back.
    """

    total: Money
    principal: Money
    interest: Money
    relief: Money
    paid: Money
    surplus: Money
    reasons: tuple[Reason, ...] = ()

    @property
    def is_cleared(self) -> bool:
        return not self.total


@dataclass
class _Ledger:
    """In minor units: what is unpaid of the fine, the interest, how much of it is paid, and what is over."""

    unpaid: int
    thousandths: int = 0
    interest_paid: int = 0
    surplus: int = 0

    @property
    def interest(self) -> int:
        return self.thousandths // 1000

    def grow(self, per_mille: int, most: int, rounded_daily: bool) -> None:
        each = self.unpaid * per_mille
        grown = self.thousandths + (each - each % 1000 if rounded_daily else each)
        self.thousandths = min(grown, 1000 * most)

    def pay(self, amount: int, principal_first: bool) -> None:
        if not principal_first:
            amount = self._pay_interest(amount)
        to_fine = min(amount, self.unpaid)
        self.unpaid -= to_fine
        self.surplus += self._pay_interest(amount - to_fine)

    def _pay_interest(self, amount: int) -> int:
        part = min(amount, self.interest - self.interest_paid)
        self.interest_paid += part
        return amount - part


def owed(facts: FineFacts, law: Law) -> Owed:
    """What is owed on the legal day asked about. R-FINE-2 to R-FINE-6, R-FINE-8, R-FINE-9."""
    none, paid = Money(0, facts.amount.currency), _paid(facts, law.day)
    if facts.annulled_on is not None and facts.annulled_on <= law.day:
        return Owed(none, none, none, none, paid, paid, (Reason("fine-annulled"),))
    if relief_for(stayer_of(facts), law.at(facts.decision.served_on)).waives(FINES):
        return Owed(none, none, none, none, paid, paid, (Reason("fine-waived-by-regime"),))
    relief = _relief(facts, law)
    if relief is not None:
        return relief
    ledger = _ledger(facts, law)
    principal, interest, surplus = (
        Money(minor, facts.amount.currency)
        for minor in (ledger.unpaid, ledger.interest - ledger.interest_paid, ledger.surplus)
    )
    reasons = _why(facts, law, ledger)
    return Owed(principal + interest, principal, interest, none, paid, surplus, reasons)


def cleared_on(facts: FineFacts, law: Law) -> Deadline | None:
    """The day the fine was paid in full, interest and all, as it stands on the legal day; a part clears
    nothing. None: it is open. R-FINE-4, R-FINE-5, R-FINE-6.
    """
    if not owed(facts, law).is_cleared:
        return None
    kept = replace(facts, payments=_counted(facts, law.day))
    for day in sorted(each.on for each in kept.payments):
        if owed(kept, law.at(day)).is_cleared:
            return Deadline(day, day, law["fine.payment-period"], reasons=(Reason("fine-cleared"),))
    return None


def refund(facts: FineFacts, law: Law) -> Fee:
    """What goes back, unasked, after an appeal was won: all that was paid, and costs. R-FINE-8."""
    costs = facts.costs or Money(0, facts.amount.currency)
    return Fee(_paid(facts, law.day) + costs, (Reason("refund-after-appeal"),))


def relisted_from(facts: ReversalFacts, law: Law) -> Deadline | None:
    """The first day on which a ban may be listed again after a reversal: three working days after the
    person was served the notice. None: no notice was served. R-FINE-11.
    """
    if facts.notice_served_on is None:
        return None
    limit = law.deadline(facts.notice_served_on, law["fine.notice-of-reversal"])
    reason = Reason("relisted-after-notice")
    return Deadline(limit.last_day + _DAY, facts.notice_served_on, limit.period, reasons=(reason,))


def _counted(facts: FineFacts, day: date) -> tuple[Paid, ...]:
    """Payments up to a day that were not reversed by then. R-FINE-5."""
    return tuple(
        each
        for each in facts.payments
        if each.on <= day and (each.reversed_on is None or each.reversed_on > day)
    )


def _paid(facts: FineFacts, day: date) -> Money:
    return sum((each.amount for each in _counted(facts, day)), Money(0, facts.amount.currency))


def _relief(facts: FineFacts, law: Law) -> Owed | None:
    """The fine as relieved, while relief is open or once it was earned. R-FINE-2, R-FINE-3, switch 18."""
    if facts.kind == "expulsion":
        return None
    limit = relief_until(facts.decision, law)
    last = limit.last_day if limit else law.day
    early = [each for each in _counted(facts, law.day) if each.on <= last]
    none = Money(0, facts.amount.currency)
    relief = facts.amount.share(law.at(facts.decision.taken_on)["fine.relief-percent"], 100)
    reduced, paid = facts.amount - relief, _paid(facts, law.day)
    reasons = (Reason("relief-for-paying-early"),)
    parts = sum((each.amount for each in early), none)
    largest = max((each.amount for each in early), default=none)
    add_up = law["counting.parts-and-relief"] == "parts-add-up"
    if (parts if add_up else largest) >= reduced:
        return Owed(none, none, none, relief, paid, paid - reduced, reasons)
    if law.day > last:
        return None
    left = reduced - parts if add_up else min(reduced, max(facts.amount - parts, none))
    return Owed(left, left, none, relief, paid, none, reasons)


def _ledger(facts: FineFacts, law: Law) -> _Ledger:
    """The fine day by day: interest on what is unpaid, from the day after the limit, and what each payment
    pays. Interest is at most the fine itself. Switches 3, 4, 10.
    """
    first = interest_from(facts.decision, law)
    start = law.day + _DAY if first is None else first.last_day
    ledger = _Ledger(facts.amount.minor)
    ledger.pay(sum(each.amount.minor for each in _counted(facts, law.day) if each.on < start), True)
    daily = law["counting.interest-rounding"] == "each-day"
    principal_first = law["counting.money-that-does-not-cover"] == "principal-first"
    rate, day = law["fine.interest-per-mille"], start
    while day <= law.day:
        ledger.grow(rate, facts.amount.minor, daily)
        ledger.pay(
            sum(each.amount.minor for each in _counted(facts, law.day) if each.on == day), principal_first
        )
        day += _DAY
    return ledger


def _why(facts: FineFacts, law: Law, ledger: _Ledger) -> tuple[Reason, ...]:
    found = []
    if facts.kind == "expulsion":
        found.append(Reason("no-relief-for-expulsion"))
    if effect_on(facts.decision, law) is not None and fine_pay_by(facts.decision, law) is None:
        found.append(Reason("instalments-kept"))
    if ledger.interest:
        found.append(Reason("interest-accrued"))
    if any(each.reversed_on is not None and each.reversed_on <= law.day for each in facts.payments):
        found.append(Reason("payment-reversed"))
    open_still = ledger.unpaid + ledger.interest - ledger.interest_paid
    if open_still and _paid(facts, law.day):
        found.append(Reason("part-clears-nothing"))
    return tuple(found)
