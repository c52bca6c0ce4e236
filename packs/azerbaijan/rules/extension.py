"""The extension of a temporary stay: what the rules know of a request, its limits, its length, its duty.

Source: Migration Code art. 39-41; Law on State Duty; R-STAY-3 to R-STAY-6. What is found in a request is in
`extension_findings`; the stay while it is pending and the time to leave the service takes from `residence`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from packs.azerbaijan.rules import residence
from packs.azerbaijan.rules.regimes import stay_ends
from packs.azerbaijan.rules.residence import ResidenceFacts, is_minor, law_of_case, limits_move
from sojourn.catalogue.authoring import (
    Deadline,
    Fee,
    FeeClass,
    Law,
    Money,
    Period,
    Reason,
    Validity,
    Weight,
    add_calendar,
)

_DAY = timedelta(days=1)
_MONTH_IN_DAYS = 30


@dataclass(frozen=True)
class ExtensionFacts(ResidenceFacts):
    """What the rules know beside what they know of any permit.

    days: the length asked for; days_before: by how many days the stay was extended since the entry;
    relative_until: the last day of the extended stay of the relative; ends_on: of the treatment or the work.
    """

    days: int | None = None
    days_before: int | None = None
    relative_until: date | None = None


def file_by(facts: ExtensionFacts, law: Law) -> Deadline:
    """The last day to ask: three working days before the stay ends; in a forced stop of transit the last day
    itself. Later is accepted with a mark. R-STAY-3.
    """
    stay_until = stay_ends(facts, law)
    if stay_until is None:
        reason = Reason("end-of-stay-unknown")
        return Deadline(facts.filed_on, facts.filed_on, Period.parse("0 days"), reasons=(reason,))
    then = law_of_case(facts, law)
    reasons, moves = (Reason("counted-back-from-end-of-stay"),), limits_move(facts, law)
    if facts.ground in then["extension.filing-period-exempt"]:
        last_day = Period.parse("0 days")
        return law.deadline_before(stay_until, last_day, moves=False, reasons=reasons)
    period: Period = then["extension.filing-period"]
    return law.deadline_before(stay_until, period, moves=moves, reasons=reasons)


def speed_of(facts: ExtensionFacts, law: Law) -> str:
    """The speed asked for, where the law of the case offers it; else the ordinary one."""
    offered = law_of_case(facts, law)["extension.review-period"]
    return facts.speed if facts.speed in offered else "standard"


def review_limit(facts: ExtensionFacts, law: Law) -> Deadline:
    """By when the request is decided: one or three working days, by the speed. It does not move."""
    speed = speed_of(facts, law)
    period: Period = law_of_case(facts, law)["extension.review-period"][speed]
    reason = Reason(f"review-{speed}", {"days": period.length})
    return law.deadline(facts.filed_on, period, moves=False, reasons=(reason,))


def days_left(facts: ExtensionFacts, law: Law) -> int:
    """How many days of extension are left: earlier ones of the same entry are taken off (switch 29)."""
    longest: Period = law_of_case(facts, law)["extension.longest"]
    adds_up = law["counting.extensions-add-up"] == "per-entry"
    return longest.length - (facts.days_before or 0 if adds_up else 0)


def validity(facts: ExtensionFacts, law: Law) -> Validity:
    """The stay that can be granted: as many days as are asked for after the last lawful day, at most those
    that are left, not beyond the relative's stay, the need or the passport less three months. R-STAY-4.
    """
    base = _last_day_before(facts, law)
    left = days_left(facts, law)
    ends = [(base + max(0, min(facts.days or left, left)) * _DAY, _as_asked(facts, law, left))]
    if facts.relative_until is not None:
        shorter = Reason("relative-stay-ends-earlier", {"until": facts.relative_until}, Weight.SHORTENS)
        ends.append((facts.relative_until, shorter))
    if facts.ends_on is not None:
        ends.append((facts.ends_on, Reason("need-ends-earlier", {"until": facts.ends_on}, Weight.SHORTENS)))
    if facts.passport_expires_on is not None:
        last = _last_day_by_passport(facts.passport_expires_on, law_of_case(facts, law))
        ends.append((last, Reason("passport-too-short-to-stay", {"until": last}, Weight.SHORTENS)))
    until, reason = min(ends, key=lambda end: end[0])
    start = base + _DAY
    if until < max(start, facts.judged_on):
        return Validity(start, start, (reason, Reason("no-term-left", weight=Weight.AGAINST)))
    return Validity(start, until, (reason,))


def _last_day_before(facts: ExtensionFacts, law: Law) -> date:
    """The day after which the extension runs; who asks too late is granted it from the decision on."""
    until = stay_ends(facts, law)
    return until if until is not None and until >= facts.filed_on else facts.judged_on - _DAY


def _as_asked(facts: ExtensionFacts, law: Law, left: int) -> Reason:
    longest: Period = law_of_case(facts, law)["extension.longest"]
    if left <= 0:
        return Reason("extension-used-up", {"longest": longest.length}, Weight.AGAINST)
    if facts.days is None:
        return Reason("extension-longest", {"days": left})
    if facts.days > left:
        told = {"days": facts.days, "left": left, "longest": longest.length}
        return Reason("extension-longer-than-law", told, Weight.SHORTENS)
    return Reason("extension-as-asked", {"days": facts.days})


def _last_day_by_passport(expires_on: date, law: Law) -> date:
    margin: Period = law["extension.passport-margin"]
    if law["counting.months-before"] == "keep-day-number":
        return add_calendar(expires_on, Period(-margin.length, margin.unit))
    return expires_on - margin.length * _MONTH_IN_DAYS * _DAY


def fee_class(facts: ExtensionFacts, law: Law) -> FeeClass:
    """Adult or minor, as of the day of filing. R-STAY-5."""
    code = "minor" if is_minor(facts, law_of_case(facts, law)) else "adult"
    return FeeClass(code, (Reason(f"fee-class-{code}"),))


def fee(facts: ExtensionFacts, law: Law) -> Fee:
    """The duty of the days that are granted; without any granted, of those that could be. R-STAY-5."""
    start, until = facts.granted_from, facts.granted_until
    if start is None or until is None:
        possible = validity(facts, law)
        start, until = possible.valid_from, possible.valid_until or possible.valid_from
    days = (until - start).days + 1
    code, speed = facts.fee_class or fee_class(facts, law).code, speed_of(facts, law)
    table: dict[str, dict[str, Money]] = law_of_case(facts, law)["extension.fee"]
    bands = sorted((Period.parse(row).length, cells[f"{code}-{speed}"]) for row, cells in table.items())
    band, amount = next((each for each in bands if each[0] >= days), bands[-1])
    reasons = (Reason("fee-for-days", {"days": days, "band": band}), Reason(f"fee-class-{code}"))
    return Fee(amount, (*reasons, Reason(f"fee-{speed}")))


def pay_by(facts: ExtensionFacts, law: Law) -> Deadline:
    """The last day to pay: as for a permit (R-TRP-11)."""
    return residence.pay_by(_with_its_review(facts, law), law)


def lapse_from(facts: ExtensionFacts, law: Law) -> Deadline:
    """The first day on which an officer may record that the extension lapsed for want of payment."""
    return residence.lapse_from(_with_its_review(facts, law), law)


def _with_its_review(facts: ExtensionFacts, law: Law) -> ExtensionFacts:
    due = facts.review_due_on or review_limit(facts, law).last_day
    return replace(facts, review_due_on=due)
