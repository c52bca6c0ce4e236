"""An officer records that something happened in a case: an interview was held, an oath taken."""

from __future__ import annotations

from datetime import date

from sojourn.cases import actions as cases
from sojourn.cases.types import CaseView
from sojourn.flows import case_messages
from sojourn.flows.case_file import CaseFile
from sojourn.flows.complete_case import complete_case
from sojourn.flows.errors import StageUnknown
from sojourn.flows.holds import check_not_held
from sojourn.flows.representation import check_named, check_represented
from sojourn.flows.stages import check_not_barred
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required


@transaction_required
def record_stage(
    file: CaseFile, stage: str, *, on: date | None, by: Actor, note: str = "", version: int | None = None
) -> CaseView:
    """Keep the day of a stage; a case whose grant waited for nothing else is granted.

    on: none, where it was recorded by mistake and did not happen.
    Raises: StageUnknown, HoldOpen, StageBarred, RepresentativeMissing, RepresentativeUnnamed, DayNotPossible,
    ActNotAllowed, ChangedMeanwhile, Recused.
    """
    known = file.service.find_stage(stage)
    if known is None:
        raise StageUnknown(stage=stage)
    if on is not None:
        check_not_held(file)
        check_not_barred(file, known)
        check_named(file, known, note)
        check_represented(file, known, on=on)
    case = complete_case(
        cases.record_stage(file.case.id, stage=stage, on=on, note=note, version=version, by=by), by=by
    )
    case_messages.tell(case, by=by)
    return case
