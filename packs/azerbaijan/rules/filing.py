"""What several services ask alike of a filing: who speaks for a minor, until when a duty is paid.

Source: R-TRP-11, R-TRP-16; lists of documents (consent of children from 14 to 18).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from packs.azerbaijan.rules.children import OfAnyAge, child_part
from sojourn.catalogue.authoring import Deadline, Law, Period, Reason


def speaks_for(facts: OfAnyAge, law: Law) -> Iterator[Reason]:
    """Who is under age is spoken for by a parent or guardian, is heard, and from 14 consents."""
    yield from child_part(facts, law)


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
