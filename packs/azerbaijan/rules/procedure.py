"""How a case goes: requests, hearings, service of documents, appeals. R-PROC-1 to R-PROC-4, R-APP-1.

Source: Law on Administrative Proceedings of 21 October 2005. The platform keeps the clock itself; these say
what the law of the pack makes of single situations.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sojourn.catalogue.authoring import Deadline, Eligibility, Law, Period, Reason, Validity

_DAY = timedelta(days=1)
_ON_THE_DAY = ("opened", "handed-over", "refusal-witnessed", "representative")
_NEVER = ("email", "sms")


@dataclass(frozen=True)
class PauseFacts:
    """A request that stops the clock. answered_on None: no answer yet."""

    served_on: date
    answered_on: date | None = None


@dataclass(frozen=True)
class ClockFacts:
    """A limit of the service from the day of filing, with its pauses."""

    filed_on: date
    period: Period
    pauses: tuple[PauseFacts, ...] = ()


@dataclass(frozen=True)
class ServiceFacts:
    """How a document reached the one it is for. manner: opened, handed-over, refusal-witnessed,
    representative, registered-post, public-notice, email or sms.
    """

    manner: str
    on: date
    received_on: date | None = None


@dataclass(frozen=True)
class ServedFacts:
    """Something that was served. instructed: whether it said how to appeal."""

    served_on: date
    instructed: bool = True


def pause(facts: PauseFacts, law: Law) -> Validity:
    """The days that do not count: from the day after the request is served to the day of the answer, that
    day included (switch 15). `valid_until` None: still paused. R-PROC-1.
    """
    first = facts.served_on + _DAY
    if facts.answered_on is None:
        return Validity(first, None, (Reason("paused"),))
    counts = law["counting.pause"] == "answer-day-counts"
    return Validity(first, facts.answered_on - (_DAY if counts else 0 * _DAY), (Reason("paused"),))


def limit_with_pauses(facts: ClockFacts, law: Law) -> Deadline:
    """The clock starts when the application is registered, complete or not. R-PROC-1."""
    stops = [pause(each, law) for each in facts.pauses]
    day, left = facts.filed_on, facts.period.length
    while left:
        day = law.calendar.next_working(day + _DAY)
        left -= not any(each.valid_from <= day <= (each.valid_until or day) for each in stops)
    return Deadline(day, facts.filed_on, facts.period)


def correction_reminder(facts: ServedFacts, law: Law) -> Deadline:
    """The day of the reminder to answer a request for correction. R-PROC-2."""
    return law.deadline(facts.served_on, law["procedure.correction-period"])


def correction_by(facts: ServedFacts, law: Law) -> Deadline:
    """The last day to answer; after it an officer decides or closes the case, not examined. R-PROC-2."""
    reminder = correction_reminder(facts, law).last_day
    return law.deadline(reminder, law["procedure.correction-second-period"])


def hearing_by(facts: ServedFacts, law: Law) -> Deadline:
    """The last day to answer the notice of an intended refusal or cancellation. R-PROC-3."""
    moves = law["counting.limits-of-the-person"] == "move"
    return law.deadline(facts.served_on, law["procedure.hearing-period"], moves=moves)


def is_service(facts: ServiceFacts, law: Law) -> Eligibility:
    """Whether it counts as service at all; an e-mail or a text message alone never does. R-PROC-4."""
    if facts.manner in _NEVER:
        return Eligibility(False, "message", (Reason("message-is-no-service"),))
    return Eligibility(True, "service", (Reason("served"),))


def served_on(facts: ServiceFacts, law: Law) -> Deadline:
    """The day of service. By registered post the 7th day, which does not move (switch 16); proof that it
    was received earlier counts. R-PROC-4.
    """
    if facts.manner in _ON_THE_DAY:
        return law.deadline(facts.on, Period.parse("0 days"), moves=False)
    name = "post" if facts.manner == "registered-post" else "public-notice"
    moves = law["counting.presumed-service"] == "moves"
    presumed = law.deadline(facts.on, law[f"service.days-after-{name}"], moves=moves)
    if facts.received_on is not None and facts.received_on < presumed.last_day:
        return law.deadline(facts.received_on, Period.parse("0 days"), moves=False)
    return presumed


def appeal_by(facts: ServedFacts, law: Law) -> Deadline:
    """The last day to appeal: thirty days from service, a year where no remedy was named. R-APP-1."""
    name = "appeal.period" if facts.instructed else "appeal.period-without-instruction"
    moves = law["counting.limits-of-the-person"] == "move"
    return law.deadline(facts.served_on, law[name], moves=moves)
