"""What time does to cases: warned of, reported late, moved with their person, erased after their term."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sojourn.audit import actions as audit
from sojourn.cases import events
from sojourn.cases.actions.rows import subject_of, tell
from sojourn.cases.models import Case
from sojourn.cases.types import Act
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Confidentiality

AT_A_TIME = 500


@transaction_required
def warn_of_limits(*, until: date, on: date, by: Actor, limit: int = AT_A_TIME) -> list[UUID]:
    """Tell, once each, of cases whose review limit ends soon. Gives their ids; call again until empty."""
    return _mark(Act.WARN, {"warned_on": on}, until=until, by=by, limit=limit, warned_on=None)


@transaction_required
def report_late(*, on: date, by: Actor, limit: int = AT_A_TIME) -> list[UUID]:
    """Escalate, once each, cases whose limit has passed; that decides nothing. Call again until empty."""
    passed = date.fromordinal(on.toordinal() - 1)
    return _mark(
        Act.REPORT_LATE, {"late_reported_on": on}, until=passed, by=by, limit=limit, late_reported_on=None
    )


def _mark(
    act: Act, marks: dict[str, Any], *, until: date, by: Actor, limit: int, **unmarked: Any
) -> list[UUID]:
    rows = list(
        Case.objects.select_for_update(no_key=True, skip_locked=True)
        .filter(decided_at=None, paused_from=None, due_on__lte=until, **unmarked)
        .order_by("due_on", "id")[:limit]
    )
    Case.objects.filter(id__in=[row.id for row in rows]).update(**marks)
    for row in rows:
        tell(row, act, by=by, facts={"due_on": row.due_on})
    return [row.id for row in rows]


@transaction_required
def reclassify(person_id: UUID, *, confidentiality: Confidentiality, by: Actor) -> list[UUID]:
    """Move a person's cases into another class, their parts with them. Gives the ids of those moved."""
    rows = list(
        Case.objects.select_for_update(no_key=True)
        .filter(person_id=person_id)
        .exclude(confidentiality=confidentiality)
        .order_by("id")
    )
    Case.objects.filter(id__in=[row.id for row in rows]).update(confidentiality=confidentiality)
    for row in rows:
        before = Confidentiality(row.confidentiality)
        audit.record(
            events.RECLASSIFIED,
            subject=subject_of(row.id),
            by=by,
            confidentiality=max(before, confidentiality),
            before=before.name.lower(),
            after=confidentiality.name.lower(),
        )
    return [row.id for row in rows]


@transaction_required
def erase_closed_before(instant: datetime, *, by: Actor, limit: int = AT_A_TIME) -> list[UUID]:
    """Erase cases closed before an instant; the database takes their parts along. Call again until empty.

    One with an appeal that waits stays, however old.
    """
    rows = list(
        Case.objects.select_for_update(skip_locked=True)
        .filter(closed_at__lt=instant, appeal_id__isnull=True)
        .order_by("closed_at", "id")
        .values_list("id", "reference", "confidentiality")[:limit]
    )
    ids = [case_id for case_id, _, _ in rows]
    Case.objects.filter(id__in=ids).delete()
    for case_id, reference, confidentiality in rows:
        audit.record(
            events.ERASED,
            subject=subject_of(case_id),
            by=by,
            confidentiality=Confidentiality(confidentiality),
            reference=reference,
        )
    return ids
