"""Stages whose time ends soon are warned of, late ones escalated: it is told, and nothing is decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sojourn.audit import actions as audit
from sojourn.audit.types import EventKind
from sojourn.cases import events
from sojourn.cases.actions.rows import subject_of
from sojourn.cases.models import Case, PressingStage
from sojourn.cases.types import StageDue
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Confidentiality


@transaction_required
def watch_stages(case_id: UUID, *, pressing: Mapping[str, StageDue], on: date, by: Actor) -> int:
    """Keep which stages of a case press today; each warning and each lateness is told once.

    pressing: by stage, those that are open and whose limit is near or past. Gives how many were told of.
    """
    case = Case.objects.select_for_update(no_key=True).filter(id=case_id, closed_at=None).first()
    wanted = pressing if case else {}
    kept = {row.stage: row for row in PressingStage.objects.filter(case_id=case_id)}
    PressingStage.objects.filter(id__in=[row.id for row in kept.values() if row.stage not in wanted]).delete()
    return sum(_watch(case, stage, due, kept.get(stage), on, by) for stage, due in wanted.items() if case)


def _watch(case: Case, stage: str, due: StageDue, row: PressingStage | None, on: date, by: Actor) -> int:
    row = row or PressingStage(case_id=case.id, stage=stage, due_on=due.on)
    if row.due_on != due.on:
        row.due_on, row.warnings, row.late_reported_on = due.on, 0, None
    if due.on < on and row.late_reported_on is None:
        row.late_reported_on = on
        _say(events.STAGE_LATE_REPORTED, case, row, by=by)
    elif due.on >= on and due.warning > row.warnings:
        row.warnings = due.warning
        _say(events.STAGE_WARNED, case, row, by=by, warning=due.warning)
    else:
        return 0
    row.save()
    return 1


def _say(kind: EventKind, case: Case, row: PressingStage, *, by: Actor, **facts: object) -> None:
    audit.record(
        kind,
        subject=subject_of(case.id),
        by=by,
        confidentiality=Confidentiality(case.confidentiality),
        stage=row.stage,
        due_on=row.due_on,
        **facts,
    )
