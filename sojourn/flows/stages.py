"""The stages of a case: which were reached, until when the others are to be, what the end of it waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sojourn.cases.types import PAST_STAGES, StageView
from sojourn.catalogue.types import DECIDED_ON, FILED, Before, CaseStage
from sojourn.flows.case_file import CaseFile
from sojourn.flows.errors import StageBarred, StageOpen
from sojourn.flows.representation import belongs, is_demanded
from sojourn.lib import clock


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage as it stands. limit: the last day to reach it, once its count began; barred: the finding
    while which it is not taken.
    """

    stage: CaseStage
    reached: StageView | None
    limit: date | None
    barred: str = ""

    @property
    def is_late(self) -> bool:
        return self.reached is None and self.limit is not None and clock.today() > self.limit


def stages_of(file: CaseFile) -> list[StageLine]:
    """The stages of the service in their order; of a case that is over those it reached."""
    reached = file.page.reached()
    return [
        StageLine(each, reached.get(each.code), _limit(file, each), _barred(file, each))
        for each in file.service.stages
        if each.code in reached or (file.case.status not in PAST_STAGES and belongs(file, each))
    ]


def still_open(file: CaseFile, before: Before) -> list[CaseStage]:
    """What should have come before a step and is not recorded."""
    reached = file.page.reached()
    open_now = (each for each in file.service.stages if each.before is before and each.code not in reached)
    return [each for each in open_now if is_demanded(file, each) and not _bars(file, each)]


def check_nothing_open(file: CaseFile) -> None:
    """Raises: StageOpen while something is not recorded that comes before a grant."""
    if waits_for := still_open(file, Before.GRANT):
        raise StageOpen(stages=[each.code for each in waits_for])


def check_not_barred(file: CaseFile, stage: CaseStage) -> None:
    """Raises: StageBarred while the finding stands that bars the stage."""
    if found := _barred(file, stage):
        raise StageBarred(stage=stage.code, finding=found)


def _barred(file: CaseFile, stage: CaseStage) -> str:
    return "" if file.case.is_closed else _bars(file, stage)


def _bars(file: CaseFile, stage: CaseStage) -> str:
    """The finding that bars a stage; an appeal may ask it of a case that is closed."""
    if stage.barred_by is None:
        return ""
    found = {each.code for each in file.examined().findings}
    return stage.barred_by if stage.barred_by in found else ""


def _limit(file: CaseFile, stage: CaseStage) -> date | None:
    """The last day of a limit the service has; it does not move from a closed day."""
    begun = _counted_from(file, stage)
    if stage.within is None or begun is None:
        return None
    return file.law.deadline(begun, file.period(stage.within), moves=False).last_day


def _counted_from(file: CaseFile, stage: CaseStage) -> date | None:
    if stage.counted_from == FILED:
        return file.case.filed_on
    if stage.counted_from == DECIDED_ON:
        return file.grant.decided_on if file.grant else None
    reached = file.page.reached().get(stage.counted_from)
    return reached.happened_on if reached else None
