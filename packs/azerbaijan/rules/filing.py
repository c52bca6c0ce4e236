"""What several services ask alike of a filing: who speaks for a minor, until when a duty is paid.

Source: R-TRP-11, R-TRP-16; lists of documents (consent of children from 14 to 18).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from packs.azerbaijan.rules import counting
from packs.azerbaijan.rules.children import OfAnyAge, child_part
from sojourn.catalogue.authoring import Deadline, Law, Reason


def speaks_for(facts: OfAnyAge, law: Law) -> Iterator[Reason]:
    """Who is under age is spoken for by a parent or guardian, is heard, and from 14 consents."""
    yield from child_part(facts, law)


def limit_to_pay(due: date, served: date | None, law: Law) -> Deadline:
    """The last day to pay a duty: from the end of the time for examining, or from a later notice."""
    return counting.limit_to_pay(due, served, law, law["payment.period"])


def first_day_unpaid(limit: Deadline, law: Law) -> Deadline:
    """The first day on which an officer may record that a grant lapsed for want of payment (switch 3)."""
    return counting.first_day_after(limit, law, "lapse-after-limit")
