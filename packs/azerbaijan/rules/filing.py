"""What several services ask alike of a filing: who speaks for a minor, until when a duty is paid.

Source: R-TRP-11, R-TRP-16; lists of documents (consent of children from 14 to 18).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sojourn.catalogue.authoring import Deadline, Law, PartialDate, Period, Reason, Weight, age_on

_LEAP_BIRTHDAYS = {"first-of-march": (3, 1), "last-of-february": (2, 28)}
_FOR_OTHERS = ("child-under-14", "child-14-17", "other-person")


def speaks_for(filer: str, born: PartialDate | None, filed_on: date, law: Law) -> Iterator[Reason]:
    """Who is under age is spoken for by a parent or guardian; from 14 their own consent is needed."""
    if born is None:
        return
    birthday = _LEAP_BIRTHDAYS[law["counting.born-29-february"]]
    age = age_on(born, filed_on, leap_birthday=birthday)
    if age >= law["residence.minor-age"]:
        return
    if filer not in _FOR_OTHERS:
        yield Reason("minor-needs-representative", weight=Weight.MISSING)
    if age >= law["residence.consent-age"] and filer != "child-14-17":
        yield Reason("minor-consent-needed", weight=Weight.MISSING)


def limit_to_pay(due: date, served: date | None, law: Law) -> Deadline:
    """The last day to pay a duty: from the end of the time for examining, or from a later notice."""
    start, reason = due, Reason("payment-from-end-of-review")
    if served is not None and served > due and law["counting.payment-limit"] == "later-of-both":
        start, reason = served, Reason("payment-from-notice")
    moves = law["counting.limits-of-the-person"] == "move"
    return law.deadline(start, law["payment.period"], moves=moves, reasons=(reason,))


def first_day_unpaid(limit: Deadline, law: Law) -> Deadline:
    """The first day on which an officer may record that a grant lapsed for want of payment (switch 3)."""
    moved_too = law["counting.what-follows-a-moved-limit"] == "moves-too"
    last = limit.last_day if moved_too else limit.moved_from or limit.last_day
    return law.deadline(last, Period.parse("1 day"), moves=False, reasons=(Reason("lapse-after-limit"),))
