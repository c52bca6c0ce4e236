"""What a decree does to the clock: it stops it for some days.

A decree of a pack, a special regime, does so by itself; one the pack does not know is entered by an officer.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sojourn.cases import ledger, rules
from sojourn.cases.actions.rows import keep, lock, locked_row
from sojourn.cases.errors import DayNotPossible
from sojourn.cases.queries import as_view
from sojourn.cases.types import ALLOWED, Act, CaseStatus, CaseView, IntervalKind, PauseCause
from sojourn.cases.types import Interval as Line
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.working_days import Calendar


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


@transaction_required
def stop_by_regime(
    case_id: UUID, *, regime: str, first: date, last: date, calendar: Calendar, by: Actor
) -> CaseView | None:
    """Leave out the days on which a special regime stops the clock.

    Nothing changes where they are left out already, in a case that is decided, and in one that waits for the
    applicant: that is asked again when it goes on. A regime that was prolonged leaves out the days added.

    Raises: CaseNotFound.
    """
    row = locked_row(case_id)
    stopped = ledger.stopped_by(row, regime)
    first = max(first, stopped + timedelta(days=1)) if stopped else first
    if last < first or Act.STOP_BY_DECREE not in ALLOWED[CaseStatus(row.status)]:
        return None
    line = Line(IntervalKind.PAUSED, PauseCause.DECREE, first, last, regime=regime)
    changes = ledger.add_line(row, line, calendar)
    facts = {"from_on": first, "until_on": last, "decree": regime, "due_on": changes["due_on"]}
    keep(row, Act.STOP_BY_DECREE, by=by, facts=facts, changes=changes)
    return as_view(row)
