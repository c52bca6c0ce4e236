"""Stages of a case that have a limit: the clock warns before it ends and tells of those beyond it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sojourn.cases import actions as cases
from sojourn.cases import queries as case_files
from sojourn.cases.errors import CaseNotFound
from sojourn.cases.types import StageDue
from sojourn.catalogue import queries as catalogue
from sojourn.flows.case_file import CaseFile, open_for_the_story
from sojourn.flows.stages import stages_of
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import retry_deadlock, transaction


def watch_stages() -> int:
    """Look at every open case whose service has stages with a limit. Gives how many stages were told of."""
    pack, today, told, after = catalogue.current(), clock.today(), 0, None
    services = [code for code, each in pack.services.items() if any(stage.within for stage in each.stages)]
    warnings = catalogue.warnings_on(pack.law(today))
    while services and (found := case_files.list_open_of(services, after=after)):
        told += sum(_watch(case_id, warnings, today) for case_id in found)
        after = found[-1]
    return told


def _watch(case_id: UUID, warnings: Sequence[tuple[int, date]], today: date) -> int:
    """One that was closed or erased meanwhile is left alone."""

    def story() -> int:
        with transaction():
            pressing = pressing_stages(open_for_the_story(case_id), warnings, today)
            return cases.watch_stages(case_id, pressing=pressing, on=today, by=SYSTEM)

    try:
        return retry_deadlock(story)
    except CaseNotFound:
        return 0


def pressing_stages(file: CaseFile, warnings: Sequence[tuple[int, date]], today: date) -> dict[str, StageDue]:
    """The open stages whose limit has passed, or ends within the days of a warning."""
    return {
        line.stage.code: StageDue(line.limit, _number(line.limit, warnings))
        for line in stages_of(file)
        if line.reached is None
        and line.limit is not None
        and (line.limit < today or _number(line.limit, warnings))
    }


def _number(limit: date, warnings: Sequence[tuple[int, date]]) -> int:
    """The last warning that is due: the nearest to the limit has the highest number."""
    return max((number for number, until in warnings if limit <= until), default=0)
