"""What a decree does to the clock: it stops it for some days, or lengthens the limit."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sojourn.cases import ledger, rules
from sojourn.cases.actions.rows import keep, lock
from sojourn.cases.errors import DayNotPossible, NothingAdded
from sojourn.cases.queries import as_view
from sojourn.cases.types import Act, CaseView, IntervalKind, PauseCause
from sojourn.cases.types import Interval as Line
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.working_days import Calendar


@transaction_required
def extend(
    case_id: UUID, *, units: int, decree: str, calendar: Calendar, by: Actor, version: int | None = None
) -> CaseView:
    """Lengthen the review limit by units of its own, as a decree or reasoned order says.

    Raises: NothingAdded, ReasonMissing, Recused.
    """
    if units < 1:
        raise NothingAdded(units=units)
    row = lock(case_id, Act.EXTEND, by=by, version=version)
    today = clock.today()
    line = Line(IntervalKind.EXTENDED, PauseCause.DECREE, today, today, units)
    changes = ledger.add_line(row, line, calendar)
    facts = {"units": units, "decree": rules.check_reason(decree), "due_on": changes["due_on"]}
    keep(row, Act.EXTEND, by=by, facts=facts, changes=changes)
    return as_view(row)


@transaction_required
def stop_by_decree(
    case_id: UUID, *, first: date, last: date, decree: str, calendar: Calendar, by: Actor
) -> CaseView:
    """Leave out days a decree leaves out, first and last among them.

    Raises: DayNotPossible when the last lies before the first; ReasonMissing, Recused.
    """
    if last < first:
        raise DayNotPossible(day=last)
    row = lock(case_id, Act.STOP_BY_DECREE, by=by)
    changes = ledger.add_line(row, Line(IntervalKind.PAUSED, PauseCause.DECREE, first, last), calendar)
    facts = {
        "from_on": first,
        "until_on": last,
        "decree": rules.check_reason(decree),
        "due_on": changes["due_on"],
    }
    keep(row, Act.STOP_BY_DECREE, by=by, facts=facts, changes=changes)
    return as_view(row)
