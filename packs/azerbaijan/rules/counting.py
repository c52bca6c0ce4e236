"""How days and years are counted where the text of the law leaves a choice: every rule asks here.

The choices are switches of the pack (`counting.*`): what follows a limit that moved (3), the birthday of who
was born on 29 February (6), limits of the person (8), doors that never close (13), stay while pending.
"""

from __future__ import annotations

from datetime import date

from sojourn.catalogue.authoring import Deadline, Law, PartialDate, Period, Reason, Validity, age_on

_LEAP_BIRTHDAYS = {"first-of-march": (3, 1), "last-of-february": (2, 28)}
_DOORS_THAT_NEVER_CLOSE = frozenset({"portal", "api"})
_ONE_DAY, _SAME_DAY = Period.parse("1 day"), Period.parse("0 days")


def full_years(born: PartialDate, on: date, law: Law) -> int:
    """Age on a day (switch 6); of a birth date that is not whole the fewest years it allows."""
    return age_on(born, on, leap_birthday=_LEAP_BIRTHDAYS[law["counting.born-29-february"]])


def persons_limits_move(law: Law) -> bool:
    """Whether a limit of the person that ends on a closed day moves to the next open one (switch 8)."""
    return bool(law["counting.limits-of-the-person"] == "move")


def limits_move(door: str, law: Law) -> bool:
    """The same of a limit to file: at doors that never close, too, by switch 13."""
    if not persons_limits_move(law):
        return False
    return law["counting.late-at-a-closed-door"] == "every-channel" or door not in _DOORS_THAT_NEVER_CLOSE


def last_counted(limit: Deadline, law: Law) -> date:
    """From which day on that which follows a limit is counted: its last day, moved or not by switch 3."""
    moved_too = law["counting.what-follows-a-moved-limit"] == "moves-too"
    return limit.last_day if moved_too else limit.moved_from or limit.last_day


def first_day_after(limit: Deadline, law: Law, code: str, period: Period = _ONE_DAY) -> Deadline:
    """The first day of what begins when a limit has passed: the day after it, or a longer time later."""
    return law.deadline(last_counted(limit, law), period, moves=False, reasons=(Reason(code),))


def limit_to_pay(due: date, served: date | None, law: Law, period: Period) -> Deadline:
    """The last day to pay a duty: from the end of the time for examining, or from a later notice."""
    start, reason = due, Reason("payment-from-end-of-review")
    if served is not None and served > due and law["counting.payment-limit"] == "later-of-both":
        start, reason = served, Reason("payment-from-notice")
    return law.deadline(start, period, moves=persons_limits_move(law), reasons=(reason,))


def stay_while_pending(filed_on: date, until: date | None, law: Law) -> Validity:
    """How long a stay is lawful because of an application. `valid_until` None: until the decision is served;
    so, too, where no end of the stay is known. Filed late or not, complete or not: no difference. R-STAY-6.
    """
    if until is not None and filed_on > until:
        return Validity(filed_on, filed_on, (Reason("filed-after-stay-ended"),))
    if until is not None and law["counting.stay-while-pending"] == "must-leave":
        return Validity(filed_on, until, (Reason("pending-does-not-prolong"),))
    return Validity(filed_on, None, (Reason("lawful-while-pending"),))


def time_to_leave(served: date, until: date | None, law: Law) -> Deadline:
    """The last lawful day after a decision that ends a stay; the right to stay does not move. R-STAY-9.

    A decision served after the stay ended leaves ten days to go or to appeal; in them nothing is an offence.
    """
    if until is not None and until > served:
        reason = Reason("stay-goes-on-to-its-end")
        return law.deadline(until, _SAME_DAY, moves=False, reasons=(reason,))
    period: Period = law["stay.after-late-refusal"]
    reason = Reason("time-to-leave-or-appeal", {"days": period.length})
    return law.deadline(served, period, moves=False, reasons=(reason,))
