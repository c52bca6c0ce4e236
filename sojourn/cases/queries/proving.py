"""Whether what is stored of cases is what their events and their ledger say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from sojourn.audit import queries as log
from sojourn.cases import rules
from sojourn.cases.models import Case, Interval
from sojourn.cases.queries.views import as_line
from sojourn.cases.types import Differing
from sojourn.cases.types import Interval as Line
from sojourn.catalogue.authoring import Period
from sojourn.lib.working_days import Calendar

AT_A_TIME = 1000


def list_ids(*, after: UUID | None = None, limit: int = AT_A_TIME) -> list[UUID]:
    """All cases, a page at a time. Ids only."""
    rows = Case.objects.filter(id__gt=after) if after else Case.objects.all()
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def list_differing(case_ids: list[UUID], *, calendar: Calendar) -> list[Differing]:
    """Where status or last day are not what events and ledger say. Three statements; nothing personal."""
    rows = list(Case.objects.filter(id__in=case_ids).order_by("id"))
    kinds, lines = log.list_kinds("case", case_ids), _lines_of(case_ids)
    return [each for row in rows for each in _differing(row, kinds, lines, calendar)]


def _lines_of(case_ids: list[UUID]) -> Mapping[UUID, list[Line]]:
    found: dict[UUID, list[Line]] = {}
    for row in Interval.objects.filter(case_id__in=case_ids).order_by("id"):
        found.setdefault(row.case_id, []).append(as_line(row))
    return found


def _differing(
    row: Case,
    kinds: Mapping[UUID, list[str]],
    lines: Mapping[UUID, list[Line]],
    calendar: Calendar,
) -> Iterator[Differing]:
    status = rules.status_from(kinds.get(row.id, ()))
    if status != row.status:
        yield Differing(row.id, "status", row.status, str(status))
    if row.decided_at is not None:
        return
    counted = rules.since(lines.get(row.id, ()), row.reopened_at)
    due = rules.due_on(Period.parse(row.review_limit), row.started_on, counted, calendar)
    if due != row.due_on:
        yield Differing(row.id, "due_on", row.due_on.isoformat(), due.isoformat())
