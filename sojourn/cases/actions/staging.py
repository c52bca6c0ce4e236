"""What happens in a case on its way is recorded with its day; a record made by mistake is made anew."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sojourn.cases.actions.rows import keep, lock, officer_of
from sojourn.cases.errors import DayNotPossible
from sojourn.cases.models import PressingStage, StageRecord
from sojourn.cases.queries import as_view
from sojourn.cases.types import Act, CaseView
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required


@transaction_required
def record_stage(
    case_id: UUID, *, stage: str, on: date | None, by: Actor, note: str = "", version: int | None = None
) -> CaseView:
    """A stage of the case was reached on a day; without a day: it was not, whatever was recorded before.

    Raises: DayNotPossible before the filing or after today; ActNotAllowed, ChangedMeanwhile, Recused.
    """
    row = lock(case_id, Act.RECORD_STAGE, by=by, version=version)
    if on is not None and not row.filed_on <= on <= clock.today():
        raise DayNotPossible(day=on)
    StageRecord.objects.create(
        case_id=row.id,
        stage=stage,
        happened_on=on,
        note=note.strip() or None,
        recorded_at=clock.now(),
        recorded_by=officer_of(by),
        acting_for=by.acting_for,
    )
    PressingStage.objects.filter(case_id=row.id, stage=stage).delete()
    keep(row, Act.RECORD_STAGE, by=by, facts={"stage": stage, "on": on}, changes={})
    return as_view(row)
