"""The rows of the clock's ledger, and the last day they make; written by the acts on a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from sojourn.cases import rules
from sojourn.cases.models import Case, Interval
from sojourn.cases.queries import as_interval
from sojourn.cases.types import Clock, IntervalKind, PauseCause
from sojourn.cases.types import Interval as Line
from sojourn.catalogue.authoring import Period
from sojourn.lib import clock
from sojourn.lib.working_days import Calendar

# Closes the open pause and gives the whole ledger as it then stands, in one journey.
_CLOSE = """
WITH closed AS (
  UPDATE cases_interval SET until_on = greatest(%(on)s, from_on - 1)
  WHERE case_id = %(case)s AND until_on IS NULL RETURNING id, until_on
)
SELECT i.kind, i.cause, i.from_on, coalesce(c.until_on, i.until_on), i.length, i.recorded_at, i.regime
FROM cases_interval i LEFT JOIN closed c USING (id) WHERE i.case_id = %(case)s ORDER BY i.id
"""


def open_pause(row: Case, cause: PauseCause, *, served_on: date) -> dict[str, Any]:
    """Stop the clock from the day after a request was served; gives what changes in the case."""
    first = served_on + timedelta(days=1)
    Interval.objects.create(
        case_id=row.id,
        kind=IntervalKind.PAUSED.value,
        cause=cause.value,
        from_on=first,
        recorded_at=clock.now(),
    )
    return {"paused_from": first}


def take_pause_back(row: Case) -> dict[str, Any]:
    """The pause that was begun leaves out no day; gives what changes in the case."""
    begun = Interval.objects.filter(case_id=row.id, until_on=None)
    if row.paused_from is not None:
        begun.update(until_on=row.paused_from - timedelta(days=1))
    return {"paused_from": None}


def move_pause(row: Case, cause: PauseCause, *, served_on: date) -> dict[str, Any]:
    """The request was served on another day than was recorded: the pause begun then leaves out no day."""
    take_pause_back(row)
    return open_pause(row, cause, served_on=served_on)


def close_pause(row: Case, *, on: date, calendar: Calendar) -> dict[str, Any]:
    """Let the clock go on after a day, that day not counted; gives what changes in the case."""
    if row.paused_from is None:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, {"case": row.id, "on": on})
        lines = [as_interval(*found) for found in cursor.fetchall()]
    return {"paused_from": None, **_due_again(row, lines, calendar)}


def end_pause(row: Case, *, on: date) -> dict[str, Any]:
    """A case that ends while its clock stands still: no pause stays open, and nothing is counted any more."""
    if row.paused_from is None:
        return {}
    last = max(on, row.paused_from - timedelta(days=1))
    Interval.objects.filter(case_id=row.id, until_on=None).update(until_on=last)
    return {"paused_from": None}


def stopped_by(row: Case, regime: str) -> date | None:
    """The last day up to which a special regime stopped the clock of a case as it is examined now."""
    lines = Interval.objects.filter(case_id=row.id, regime=regime)
    if row.reopened_at is not None:
        lines = lines.filter(recorded_at__gte=row.reopened_at)
    found: date | None = lines.order_by("-until_on").values_list("until_on", flat=True).first()
    return found


def count_again(row: Case, calendar: Calendar) -> dict[str, Any]:
    """The last day after the limit itself became another."""
    return _due_again(row, _lines(row), calendar)


def add_line(row: Case, line: Line, calendar: Calendar, *, acting_for: UUID | None = None) -> dict[str, Any]:
    """Write a line of the ledger; gives what changes in the case."""
    now = clock.now()
    changes = _due_again(row, [*_lines(row), replace(line, recorded_at=now)], calendar)
    Interval.objects.create(
        case_id=row.id,
        kind=line.kind.value,
        cause=line.cause.value,
        from_on=line.from_on,
        until_on=line.until_on,
        length=line.length,
        regime=line.regime,
        reasons=list(line.reasons),
        words=dict(line.words) or None,
        recorded_by=line.recorded_by,
        acting_for=acting_for,
        due_on=changes["due_on"] if line.is_reasoned else None,
        recorded_at=now,
    )
    return changes


def stands_on(row: Case, day: date, calendar: Calendar) -> Clock:
    """How the clock of a case stands on a day, by its whole ledger."""
    counted = rules.since(_lines(row), row.reopened_at)
    return rules.clock_of(Period.parse(row.review_limit), row.started_on, counted, calendar, on=day)


def times_lengthened(row: Case) -> int:
    """How often an officer added to the limit of the examination that counts."""
    return sum(each.is_reasoned for each in rules.since(_lines(row), row.reopened_at))


def _lines(row: Case) -> list[Line]:
    rows = Interval.objects.filter(case_id=row.id).order_by("id")
    columns = ("kind", "cause", "from_on", "until_on", "length", "recorded_at", "regime")
    return [as_interval(*found) for found in rows.values_list(*columns)]


def _due_again(row: Case, lines: list[Line], calendar: Calendar) -> dict[str, Any]:
    """The last day by the whole ledger; a later one is warned of anew."""
    counted = rules.since(lines, row.reopened_at)
    due = rules.due_on(Period.parse(row.review_limit), row.started_on, counted, calendar)
    if due <= row.due_on:
        return {"due_on": due}
    return {"due_on": due, "warnings": 0, "late_reported_on": None}
