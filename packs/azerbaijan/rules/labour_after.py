"""Around a work permit: forecasts, medical certificates, its form, the early end of a contract.

Source: Migration Code art. 57-73; Cabinet Decision 124 of 14 March 2016; R-WP-8, 9, 11, 12 and 15.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sojourn.catalogue.authoring import Deadline, Eligibility, Law, Period, Reason, Validity

_NO_TIME = Period.parse("0 days")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ForecastFacts:
    """The year workers are needed for; filed_on: the day an employer tells the need."""

    year: int
    filed_on: date | None = None


@dataclass(frozen=True)
class MedicalFacts:
    """A worker for whom the permit was asked from abroad, and the certificate handed in after arrival."""

    arrived_on: date
    filed_from: str = "abroad"
    presented_on: date | None = None
    issued_on: date | None = None


@dataclass(frozen=True)
class FormFacts:
    decided_on: date


@dataclass(frozen=True)
class EarlyEndFacts:
    """A labour contract that ended before the permit. served_on: of the outcome of the worker's hearing;
    exploitation: reported while it was open.
    """

    ended_on: date
    told_on: date | None = None
    served_on: date | None = None
    exploitation: bool = False


def _day_of(written: str, year: int) -> date:
    """A fixed day of a year, written `08-01`."""
    month, day = written.split("-")
    return date(year, int(month), int(day))


def forecast_by(facts: ForecastFacts, law: Law) -> Deadline:
    """The last day to tell the need of a year: by the rule in force on 1 January of the year of filing, the
    year before (switch 34); a closed last day moves (switch 8). R-WP-8.
    """
    year = facts.year - 1
    of_january = law["counting.forecast-law"] == "rule-on-1-january"
    day = date(year, 1, 1) if of_january else facts.filed_on or date(year, 1, 1)
    last = _day_of(law.at(day)["labour.forecast-day"], year)
    moves = law["counting.limits-of-the-person"] == "move"
    return law.deadline(
        last, _NO_TIME, moves=moves, reasons=(Reason("forecast-of-year", {"year": facts.year}),)
    )


def commission_by(facts: ForecastFacts, law: Law) -> Deadline:
    """By when the data are before the commission. A limit of the service does not move. R-WP-8."""
    year = facts.year - 1
    last = _day_of(law.at(date(year, 1, 1))["labour.commission-day"], year)
    reason = Reason("commission-for-year", {"year": facts.year})
    return law.deadline(last, _NO_TIME, moves=False, reasons=(reason,))


def approval_by(facts: ForecastFacts, law: Law) -> Deadline:
    """By when the quota of a year is approved: so long before the year begins. R-WP-8."""
    begins = date(facts.year, 1, 1)
    period = law.at(date(facts.year - 1, 1, 1))["labour.quota-approval-period"]
    reason = Reason("approval-for-year", {"year": facts.year})
    return law.deadline_before(begins, period, moves=False, reasons=(reason,))


def medical_by(facts: MedicalFacts, law: Law) -> Deadline:
    """The last day for the medical certificate of whoever was applied for while abroad. R-WP-11."""
    period: Period | None = law.at(facts.arrived_on)["labour.medical-period"]
    if period is None or facts.filed_from != "abroad":
        last = facts.presented_on or facts.arrived_on
        return Deadline(last, facts.arrived_on, _NO_TIME, reasons=(Reason("medical-no-limit"),))
    moves = law["counting.limits-of-the-person"] == "move"
    reason = Reason("medical-from-arrival", {"days": period.length})
    return law.deadline(facts.arrived_on, period, moves=moves, reasons=(reason,))


def medical_in_time(facts: MedicalFacts, law: Law) -> Eligibility:
    """A certificate counts by the day it is presented, as every paper that is handed in (switch 14)."""
    presented = law["counting.papers-handed-in"] == "day-presented"
    given = facts.presented_on if presented else facts.issued_on
    if given is None:
        return Eligibility(False, "missing", (Reason("medical-missing"),))
    if late := medical_by(facts, law).days_late(given):
        return Eligibility(False, "late", (Reason("medical-late", {"days": late}),))
    return Eligibility(True, "in-time", (Reason("medical-in-time"),))


def form_of_permit(facts: FormFacts, law: Law) -> Eligibility:
    """Electronic only for decisions from April 2025; paper permits stay good to their last day. R-WP-12."""
    form = law.at(facts.decided_on)["labour.permit-form"]
    return Eligibility(True, form, (Reason(f"permit-{form}"),))


def early_end_notice_by(facts: EarlyEndFacts, law: Law) -> Deadline:
    """By when the employer tells that a contract ended early. R-WP-9."""
    period = law.at(facts.ended_on)["labour.early-end-notice"]
    return law.deadline(
        facts.ended_on, period, reasons=(Reason("early-end-notice", {"days": period.length}),)
    )


def hearing_by(facts: EarlyEndFacts, law: Law) -> Deadline:
    """By when the worker may answer such a notice, before the permit is void. R-WP-15."""
    told = facts.told_on or facts.ended_on
    period = law.at(told)["labour.early-end-hearing"]
    return law.deadline(told, period, reasons=(Reason("early-end-hearing", {"days": period.length}),))


def permit_after_end(facts: EarlyEndFacts, law: Law) -> Validity:
    """Until when the permit is good after the contract ended: void from that day once the worker was heard,
    not while exploitation is looked into (switch 33). `valid_until` None: it goes on. R-WP-9, R-WP-15.
    """
    if facts.exploitation:
        return Validity(facts.ended_on, None, (Reason("early-end-suspended"),))
    if facts.served_on is None:
        return Validity(facts.ended_on, None, (Reason("early-end-being-heard"),))
    from_contract = law["counting.end-of-contract"] == "from-contract-end"
    until = facts.ended_on if from_contract else facts.served_on
    return Validity(facts.ended_on, until, (Reason("void-from-contract-end"),))


def leave_after_end(facts: EarlyEndFacts, law: Law) -> Deadline:
    """By when the worker leaves or finds another ground, from service of the outcome (switch 33). R-WP-9.

    The right to stay does not move with closed days.
    """
    served = facts.served_on or facts.ended_on
    period = law.at(served)["labour.leave-after-end"]
    reason = Reason("leave-after-work-ended", {"days": period.length})
    return law.deadline(served, period, moves=False, reasons=(reason,))
