"""Asking for a ban to be lifted, about a fine, and against an act decided elsewhere.

Source: Migration Code art. 16; Law on Administrative Proceedings; Code of Administrative Offences; R-BAN-2,
R-APP-1, R-APP-2. No rule lifts or dismisses anything: they count days and say what an officer should look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from packs.azerbaijan.rules.bans import BanFacts, ban
from packs.azerbaijan.rules.children import AsksOfChild
from packs.azerbaijan.rules.filing import speaks_for
from packs.azerbaijan.rules.fine_limits import (
    DecisionFacts,
    fine_pay_by,
    offence_appeal_by,
    relief_until,
)
from sojourn.catalogue.authoring import Deadline, Findings, Law, PartialDate, Period, Reason, Weight

_OFFENCE = "offence-decision"


@dataclass(frozen=True)
class LiftingFacts(AsksOfChild):
    """A request to lift a ban. why: fine-paid, term-over, ground-gone, listed-in-error, old-repetition."""

    filed_on: date
    filer: str = "self"
    born: PartialDate | None = None
    why: str | None = None
    ban_ground: str | None = None
    listed_on: date | None = None
    left_on: PartialDate | None = None
    years: int | None = None
    paid_on: date | None = None
    receipt: str | None = None


@dataclass(frozen=True)
class EnquiryFacts(AsksOfChild):
    """A question about a fine. code: printed on the protocol; without it nothing is told."""

    filed_on: date
    filer: str = "self"
    born: PartialDate | None = None
    number: str | None = None
    code: str | None = None
    served_on: date | None = None


@dataclass(frozen=True)
class AppealFacts(AsksOfChild):
    """An appeal against an act this system did not decide. act: administrative-act or offence-decision."""

    filed_on: date
    act: str = "administrative-act"
    filer: str = "self"
    born: PartialDate | None = None
    served_on: date | None = None
    instructed: str | None = None
    late_because: str | None = None
    to_whom: str | None = None
    runs_a_business: str | None = None
    copy: str | None = None


def lifting_findings(facts: LiftingFacts, law: Law) -> Findings:
    """What the law of the day makes of the ban, by the reason the person gives."""
    return Findings((*_of_lifting(facts, law), *speaks_for(facts, law)))


def _of_lifting(facts: LiftingFacts, law: Law) -> Iterator[Reason]:
    if facts.why is None:
        yield Reason("lifting-reason-missing", weight=Weight.MISSING)
    elif facts.why == "fine-paid":
        shown = facts.paid_on is not None and facts.receipt
        yield (
            Reason("lifting-after-payment", weight=Weight.NOTE)
            if shown
            else Reason("lifting-payment-not-shown", weight=Weight.MISSING)
        )
    elif facts.why == "term-over":
        yield from _of_term(facts, law)
    elif facts.why == "old-repetition":
        yield from _of_repetition(facts, law)


def _of_term(facts: LiftingFacts, law: Law) -> Iterator[Reason]:
    """Whether the years of the ban have passed, as far as the answers tell."""
    if facts.ban_ground is None or facts.left_on is None:
        yield Reason("lifting-term-unknown", weight=Weight.MISSING)
        return
    left_on = day_meant(facts.left_on, law)
    told = BanFacts(facts.ban_ground, facts.listed_on or left_on, left_on, years=facts.years)
    found = ban(told, law.at(facts.filed_on))
    if found.ends_on is None:
        yield Reason("lifting-no-term", weight=Weight.AGAINST)
    elif found.in_force:
        yield Reason("lifting-term-runs", {"until": found.ends_on}, Weight.AGAINST)
    else:
        yield Reason("lifting-term-passed", {"until": found.ends_on}, Weight.NOTE)


def day_meant(told: PartialDate, law: Law) -> date:
    """A month without a day means its first day, a year alone its first (switch 36)."""
    return told.earliest if law["counting.month-without-day"] == "first-day" else told.latest


def _of_repetition(facts: LiftingFacts, law: Law) -> Iterator[Reason]:
    """A ban for several liabilities could be listed until 2018; its review may be asked for. R-BAN-4."""
    if facts.listed_on is None:
        yield Reason("lifting-day-unknown", weight=Weight.MISSING)
    elif law.at(facts.listed_on)["ban.repeated-liabilities"] is None:
        yield Reason("lifting-not-for-repetition", weight=Weight.AGAINST)
    else:
        yield Reason("lifting-review-of-repetition", weight=Weight.NOTE)


def lifted_by(facts: LiftingFacts, law: Law) -> Deadline:
    """By when the request is decided: at once where a payment ended the ban, else like other requests."""
    periods: dict[str, Period] = law.at(facts.filed_on)["ban.lifting-period"]
    name = "fine-paid" if facts.why == "fine-paid" else "others"
    reason = Reason(f"lifting-within-{name}", {"days": periods[name].length})
    return law.deadline(facts.filed_on, periods[name], moves=False, reasons=(reason,))


def enquiry_findings(facts: EnquiryFacts, law: Law) -> Findings:
    """Without the number and the code nothing is told; with the day of service the limits are counted."""
    return Findings((*_of_enquiry(facts, law), *speaks_for(facts, law)))


def _of_enquiry(facts: EnquiryFacts, law: Law) -> Iterator[Reason]:
    if not facts.number or not facts.code:
        yield Reason("enquiry-code-missing", weight=Weight.MISSING)
        return
    if facts.served_on is None:
        yield Reason("enquiry-day-of-service-unknown", weight=Weight.NOTE)
        return
    decision = DecisionFacts(facts.served_on)
    limits = (
        ("enquiry-appeal-until", offence_appeal_by(decision, law)),
        ("enquiry-relief-until", relief_until(decision, law)),
        ("enquiry-pay-by", fine_pay_by(decision, law)),
    )
    yield from (Reason(code, {"on": limit.last_day}, Weight.NOTE) for code, limit in limits if limit)


def enquiry_answered_by(facts: EnquiryFacts, law: Law) -> Deadline:
    period: Period = law.at(facts.filed_on)["fine.enquiry-period"]
    reason = Reason("enquiry-within", {"days": period.length})
    return law.deadline(facts.filed_on, period, moves=False, reasons=(reason,))


def appeal_findings(facts: AppealFacts, law: Law) -> Findings:
    """Late is registered with its reason, and an officer decides on restoring the term. R-PROC-7."""
    return Findings((*_of_appeal(facts, law), *speaks_for(facts, law)))


def _of_appeal(facts: AppealFacts, law: Law) -> Iterator[Reason]:
    if facts.served_on is None:
        yield Reason("appeal-service-unknown", weight=Weight.MISSING)
    elif late := appeal_by(facts, law).days_late(facts.filed_on):
        yield Reason("appeal-late", {"days": late}, Weight.NOTE)
        if not facts.late_because:
            yield Reason("appeal-late-without-reason", weight=Weight.MISSING)
    if not facts.copy:
        yield Reason("appeal-act-missing", weight=Weight.MISSING)
    if facts.to_whom == "appeal-council" and facts.runs_a_business != "yes":
        yield Reason("appeal-council-for-business", weight=Weight.NOTE)
    yield Reason("appeal-decided-by-others", weight=Weight.NOTE)


def appeal_by(facts: AppealFacts, law: Law) -> Deadline:
    """The last day to appeal, from service; a closed last day moves. R-APP-1, R-APP-2.

    Where the day of service is not known nothing is late.
    """
    if facts.served_on is None:
        same, reason = Period.parse("0 days"), Reason("appeal-service-unknown")
        return Deadline(facts.filed_on, facts.filed_on, same, reasons=(reason,))
    if facts.act == _OFFENCE:
        return offence_appeal_by(DecisionFacts(facts.served_on), law)
    told = facts.instructed != "no"
    name = "appeal.period" if told else "appeal.period-without-instruction"
    moves = law["counting.limits-of-the-person"] == "move"
    reason = Reason("appeal-from-service" if told else "appeal-without-instruction")
    return law.deadline(facts.served_on, law.at(facts.served_on)[name], moves=moves, reasons=(reason,))


def appeal_decided_by(facts: AppealFacts, law: Law) -> Deadline:
    """By when the appeal is decided: a month, twenty days for a decision on an offence."""
    then = law.at(facts.filed_on)
    period = then["fine.appeal-decision-period" if facts.act == _OFFENCE else "appeal.decision-period"]
    return law.deadline(facts.filed_on, period, moves=False, reasons=(Reason(f"appeal-limit-{facts.act}"),))
