"""Stages that press: for the page of what is late, and which cases the clock has to look at."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sojourn.cases.models import Case, PressingStage
from sojourn.cases.queries.reading import scoped
from sojourn.cases.queries.views import as_view
from sojourn.cases.types import CLOSED, PAST_STAGES, CaseStatus, CaseView, PressingStageView
from sojourn.lib.actor import Reader

_PAGE = 50
_UNGRANTED = sorted(each.value for each in CLOSED - {CaseStatus.GRANTED})


def _awaiting(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.filter(closed_at=None).exclude(status__in=PAST_STAGES)


def list_open_of(services: Collection[str], *, after: UUID | None = None, limit: int = 500) -> list[UUID]:
    """Cases of these services whose stages are still to be reached, a page at a time. Ids only."""
    rows = _awaiting(Case.objects.filter(service__in=list(services)))
    if after:
        rows = rows.filter(id__gt=after)
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def list_pressing_stages(
    to: Reader, *, until: date, limit: int = _PAGE
) -> list[tuple[CaseView, PressingStageView]]:
    """Stages that are open though their limit ends by a day, the first to end on top, with their cases."""
    stages = PressingStage.objects.filter(due_on__lte=until, case__in=_awaiting(scoped(to)))
    found = stages.select_related("case").order_by("due_on", "id")[:limit]
    return [
        (as_view(row.case), PressingStageView(row.stage, row.due_on, row.warnings, row.late_reported_on))
        for row in found
    ]


def list_finally_ended(
    services: Collection[str], *, people: Collection[UUID], on: date, to: Reader
) -> list[CaseView]:
    """Cases of these people in these services that ended without a grant, against which nothing can be done
    any more, and whose person has no other one open.
    """
    own = Case.objects.filter(service__in=list(services), person_id=OuterRef("person_id"))
    rows = scoped(to).filter(person_id__in=list(people), service__in=list(services))
    rows = rows.filter(status__in=_UNGRANTED, appeal__isnull=True)
    rows = rows.filter(Q(status=CaseStatus.WITHDRAWN) | Q(appeal_until__lt=on))
    rows = rows.exclude(Exists(own.filter(closed_at=None))).exclude(
        Exists(own.filter(status=CaseStatus.GRANTED))
    )
    return [as_view(row) for row in rows.order_by("id")]
