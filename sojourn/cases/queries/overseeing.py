"""What a supervisor sees at once: how much each officer has to decide, and the clocks of many cases."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from sojourn.cases import models
from sojourn.cases.queries.views import as_line
from sojourn.cases.types import Interval, Load
from sojourn.lib.actor import Reader


def list_load(to: Reader, *, on: date, soon: date) -> list[Load]:
    """How much each officer of the reader's offices has to decide. One statement.

    waiting: the clock stands still; soon: due up to that day; late: due before `on`.
    """
    rows = models.Case.objects.filter(
        confidentiality__in=to.classes, decided_at__isnull=True, closed_at__isnull=True
    )
    if to.offices is not None:
        rows = rows.filter(office__in=to.offices)
    runs = Q(paused_from__isnull=True) | Q(paused_from__gt=on)
    counted = rows.values_list("office", "handler_id").annotate(
        open=Count("id"),
        waiting=Count("id", filter=~runs),
        soon=Count("id", filter=runs & Q(due_on__gte=on, due_on__lte=soon)),
        late=Count("id", filter=runs & Q(due_on__lt=on)),
    )
    return [Load(*row) for row in counted.order_by("office", "-late", "-soon", "-open", "handler_id")]


def list_ledgers(case_ids: Collection[UUID]) -> dict[UUID, list[Interval]]:
    """The clock ledgers of cases one may see, each oldest first. One statement."""
    found: dict[UUID, list[Interval]] = {case_id: [] for case_id in case_ids}
    for row in models.Interval.objects.filter(case_id__in=list(case_ids)).order_by("id"):
        found[row.case_id].append(as_line(row))
    return found
