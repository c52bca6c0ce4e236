"""More time for a decision: an officer adds to the limit, with reasons, within what the law gives."""

from __future__ import annotations

from uuid import UUID

from sojourn.cases import ledger, rules
from sojourn.cases.actions.rows import keep, lock, officer_of
from sojourn.cases.errors import BeyondExtension, ExtensionTooLate, ExtensionUsed, NothingAdded
from sojourn.cases.queries import as_view
from sojourn.cases.types import Act, CaseView, IntervalKind, MoreTime, PauseCause
from sojourn.cases.types import Interval as Line
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.working_days import Calendar


@transaction_required
def extend(
    case_id: UUID, more: MoreTime, *, calendar: Calendar, by: Actor, version: int | None = None
) -> CaseView:
    """Lengthen the limit before it ends; days on which the clock stands still are left out as before.

    Raises: NothingAdded, ReasonMissing, ExtensionTooLate, ExtensionUsed (times), BeyondExtension (units
    left), Recused, OfAnotherOffice, ActNotAllowed, ChangedMeanwhile.
    """
    row = lock(case_id, Act.EXTEND, by=by, version=version)
    rules.check_reason(" ".join(more.reasons))
    if more.units < 1:
        raise NothingAdded(units=more.units)
    today = clock.today()
    stands = ledger.stands_on(row, today, calendar)
    if stands.late_by:
        raise ExtensionTooLate(due=row.due_on)
    if ledger.times_lengthened(row) >= more.times:
        raise ExtensionUsed(times=more.times)
    if stands.more + more.units > more.most:
        raise BeyondExtension(units=more.most - stands.more)
    line = Line(
        IntervalKind.EXTENDED,
        PauseCause.REASONED,
        today,
        today,
        more.units,
        reasons=more.reasons,
        words=more.words,
        recorded_by=officer_of(by),
    )
    changes = ledger.add_line(row, line, calendar, acting_for=by.acting_for)
    facts = {"units": more.units, "due_on": changes["due_on"], "reasons": list(more.reasons)}
    keep(row, Act.EXTEND, by=by, facts=facts, changes=changes)
    return as_view(row)
