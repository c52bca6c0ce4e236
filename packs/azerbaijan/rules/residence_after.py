"""After a permit was issued: reports, overstay, reports of banks. R-TRP-13, R-TRP-19, R-STAY-10."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sojourn.catalogue.authoring import Candidates, Deadline, Law, Reason

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ReportFacts:
    """A change of data or the loss of a card, and when it was told. protections: as in a registration."""

    happened_on: date
    reported_on: date
    protections: tuple[str, ...] = ()


@dataclass(frozen=True)
class BankReportFacts:
    """A bank or the National Depository Centre told that a value fell under its threshold."""

    reported_on: date


@dataclass(frozen=True)
class Delay:
    """Days on which the service itself was late, both included."""

    from_on: date
    until_on: date


@dataclass(frozen=True)
class OverstayFacts:
    """A stay beyond its last lawful day, and the service's own delays."""

    lawful_until: date
    left_on: date
    delays: tuple[Delay, ...] = ()


def report_late(facts: ReportFacts, law: Law) -> Candidates:
    """A report later than ten working days is marked for an officer. R-TRP-19."""
    limit = law.deadline(facts.happened_on, law.at(facts.happened_on)["residence.card-report-period"])
    late = limit.days_late(facts.reported_on)
    if not late:
        return Candidates(0)
    if set(law["registration.no-candidate"]) & set(facts.protections):
        return Candidates(late, (), (Reason("shielded-from-lateness"),))
    return Candidates(late, ("applicant",), (Reason("reported-late", {"days": late}),))


def review_by(facts: BankReportFacts, law: Law) -> Deadline:
    """By when a cancellation review is opened after such a report; the holder is heard in it. R-TRP-13."""
    period = law["residence.monitoring-period"]
    return law.deadline(facts.reported_on, period, moves=False, reasons=(Reason("review-after-report"),))


def overstay(facts: OverstayFacts, law: Law) -> Candidates:
    """Days of overstay; none that the service's own delay wholly caused. R-STAY-10."""
    over = [facts.lawful_until + at * _DAY for at in range(1, (facts.left_on - facts.lawful_until).days + 1)]
    ours = [day for day in over if any(each.from_on <= day <= each.until_on for each in facts.delays)]
    reasons = (Reason("delay-of-the-service", {"days": len(ours)}),) if ours else ()
    days = len(over) - len(ours)
    return Candidates(days, ("applicant",) if days > 0 else (), reasons)
