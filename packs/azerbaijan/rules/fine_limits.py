"""Limits of a fine: range, liability, legal effect, appeal, payment, execution.

R-FINE-1, 7, 9, 10, R-APP-2. Source: Code of Administrative Offences (96-VQ of 29 December 2015). What is owed
is in `fines`. No rule fines anybody: an officer does, within these limits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from packs.azerbaijan.rules.counting import first_day_after, full_years, persons_limits_move
from sojourn.catalogue.authoring import (
    Deadline,
    Eligibility,
    Law,
    Money,
    PartialDate,
    Period,
    Reason,
    add_calendar,
)

_SAME_DAY = Period.parse("0 days")


@dataclass(frozen=True)
class SanctionFacts:
    """A sanction an officer means to impose. offence: article and who is fined, such as 575-1.foreigner."""

    offence: str
    committed_on: date
    amount: Money
    with_expulsion: bool = False


@dataclass(frozen=True)
class OffenceFacts:
    """An offence. discovered_on: of one that went on until it was found."""

    committed_on: date
    discovered_on: date | None = None
    born: PartialDate | None = None


@dataclass(frozen=True)
class DecisionFacts:
    """A decision on an offence. decided_on: its day, where it is not that of its service.

    appeal_ended_on: service of the decision that dismissed an appeal.

    deferred_until: the last day of a deferral; instalments_kept: a plan of instalments that is kept to.
    execution_began_on: the day execution was begun.
    """

    served_on: date
    decided_on: date | None = None
    appealed: bool = False
    appeal_ended_on: date | None = None
    deferred_until: date | None = None
    instalments_kept: bool = False
    execution_began_on: date | None = None

    @property
    def taken_on(self) -> date:
        """The day whose law rules the relief. Switch 18."""
        return self.decided_on or self.served_on


@dataclass(frozen=True)
class DeferralFacts:
    """A deferral or a plan of instalments that is asked for."""

    effect_on: date
    until: date


def within_range(facts: SanctionFacts, law: Law) -> Eligibility:
    """Whether the sanction keeps to the range of the article on the day of the offence. R-FINE-1."""
    then = law.at(facts.committed_on)
    if facts.offence not in then["fine.offences"]:
        return Eligibility(False, "no-such-offence", (Reason("offence-not-in-code"),))
    span: dict[str, Money] = then[f"fine.{facts.offence}"]["range"]
    if facts.amount < span["from"]:
        return Eligibility(False, "below-range", (Reason("fine-below-range", {"least": span["from"]}),))
    if "to" in span and facts.amount > span["to"]:
        return Eligibility(False, "above-range", (Reason("fine-above-range", {"most": span["to"]}),))
    if facts.with_expulsion and facts.offence not in then["fine.expulsion-possible"]:
        return Eligibility(False, "no-expulsion", (Reason("expulsion-not-foreseen"),))
    if not facts.with_expulsion and facts.offence in then["fine.expulsion-required"]:
        return Eligibility(False, "expulsion-missing", (Reason("expulsion-goes-with-fine"),))
    return Eligibility(True, "within-range", (Reason("fine-within-range"),))


def sanction_by(facts: OffenceFacts, law: Law) -> Deadline:
    """The last day on which a sanction may be imposed; a limit of the service, it does not move. R-FINE-7."""
    start = facts.discovered_on or facts.committed_on
    code = "counted-from-discovery" if facts.discovered_on else "counted-from-offence"
    period = law.at(facts.committed_on)["fine.sanction-period"]
    return law.deadline(start, period, moves=False, reasons=(Reason(code),))


def liable(facts: OffenceFacts, law: Law) -> Eligibility:
    """Whether the person was old enough on the day of the offence. R-FINE-7.

    A birth date that is not whole counts in favour of whoever may have been too young.
    """
    if facts.born is None:
        return Eligibility(True, "age-unknown", (Reason("age-to-be-established"),))
    least = law.at(facts.committed_on)["fine.liable-age"]
    if full_years(facts.born, facts.committed_on, law) < least:
        return Eligibility(False, "too-young", (Reason("too-young-to-be-liable", {"age": least}),))
    return Eligibility(True, "old-enough", (Reason("old-enough-to-be-liable", {"age": least}),))


def offence_appeal_by(facts: DecisionFacts, law: Law) -> Deadline:
    """The last day to appeal against a decision on an offence; a closed last day moves. R-APP-2."""
    moves = persons_limits_move(law)
    return law.deadline(facts.served_on, law.at(facts.served_on)["fine.appeal-period"], moves=moves)


def offence_appeal_decided_by(facts: DecisionFacts, law: Law) -> Deadline:
    """By when an appeal lodged on the day of service would be decided; from its receipt. R-APP-2."""
    return law.deadline(facts.served_on, law["fine.appeal-decision-period"], moves=False)


def effect_on(facts: DecisionFacts, law: Law) -> Deadline | None:
    """The day of legal effect: the end of the appeal term, or service of the decision that dismissed the
    appeal. None: an appeal is pending. Switch 17.
    """
    if facts.appeal_ended_on is not None:
        reason = Reason("effect-when-appeal-ended")
        return law.deadline(facts.appeal_ended_on, _SAME_DAY, moves=False, reasons=(reason,))
    if facts.appealed:
        return None
    limit = offence_appeal_by(facts, law)
    last = limit.last_day
    if law["counting.legal-effect"] == "tenth-day":
        last = limit.moved_from or last
    return Deadline(last, facts.served_on, limit.period, reasons=(Reason("effect-after-appeal-term"),))


def fine_pay_by(facts: DecisionFacts, law: Law) -> Deadline | None:
    """The last day to pay: so long after legal effect, or after a deferral ended. R-FINE-2, R-FINE-9.

    None: nothing is due while an appeal is pending or a plan of instalments is kept.
    """
    effect = effect_on(facts, law)
    if effect is None or facts.instalments_kept:
        return None
    start, code = effect.last_day, "payment-from-legal-effect"
    if facts.deferred_until is not None and facts.deferred_until > start:
        start, code = facts.deferred_until, "payment-from-end-of-deferral"
    moves = persons_limits_move(law)
    return law.deadline(start, law["fine.payment-period"], moves=moves, reasons=(Reason(code),))


def relief_until(facts: DecisionFacts, law: Law) -> Deadline | None:
    """The last day on which a payment is relieved; paying before legal effect is in time. R-FINE-2.

    None: the decision has no effect yet, so relief is still open. Switches 17 and 18.
    """
    effect = effect_on(facts, law)
    if effect is None:
        return None
    moves = persons_limits_move(law)
    period = law.at(facts.taken_on)["fine.relief-period"]
    return law.deadline(effect.last_day, period, moves=moves, reasons=(Reason("relief-for-paying-early"),))


def interest_from(facts: DecisionFacts, law: Law) -> Deadline | None:
    """The first day interest runs for: the day after the limit to pay, moved or not by switch 3. R-FINE-2."""
    limit = fine_pay_by(facts, law)
    if limit is None:
        return None
    return first_day_after(limit, law, "interest-after-limit")


def deferral_allowed(facts: DeferralFacts, law: Law) -> Eligibility:
    """Whether a deferral or plan ends within what the law allows. R-FINE-9."""
    longest: Period = law["fine.deferral-longest"]
    if facts.until > add_calendar(facts.effect_on, longest):
        return Eligibility(False, "too-long", (Reason("deferral-too-long", {"months": longest.length}),))
    return Eligibility(True, "allowed", (Reason("deferral-within-law"),))


def execute_until(facts: DecisionFacts, law: Law) -> Deadline | None:
    """The last day to begin execution; after it an officer closes the fine. None: it was begun in time, or
    the decision has no effect yet. R-FINE-10.
    """
    effect = effect_on(facts, law)
    if effect is None:
        return None
    start = max(effect.last_day, facts.deferred_until or effect.last_day)
    limit = law.deadline(start, law["fine.execution-period"], moves=False)
    begun = facts.execution_began_on
    if begun is not None and begun <= limit.last_day:
        return None
    return Deadline(limit.last_day, start, limit.period, reasons=(Reason("execution-barred-after"),))
