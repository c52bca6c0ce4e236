"""A special regime stops the clocks of the cases of its people: new ones at once, open ones the next night.

Source: the decrees in the regimes of the pack. What is law today holds for every open case, whatever law the
case itself keeps; nothing that was stopped is counted again.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sojourn.cases import actions as cases
from sojourn.cases import queries as case_files
from sojourn.cases.errors import CaseNotFound
from sojourn.cases.types import CaseView
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.authoring import Law, relief_for, stayer_of
from sojourn.catalogue.errors import FactsNotUnderstood
from sojourn.catalogue.facts import facts_of
from sojourn.flows.case_file import open_for_the_story
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import retry_deadlock, transaction, transaction_required


@transaction_required
def stop_clock(case: CaseView, facts: Any, *, law: Law) -> CaseView:
    """Leave out of the clock of a case the days on which a regime of its person stops it."""
    for regime in relief_for(stayer_of(facts), law).regimes if law.regimes else ():
        if regime.stops is None or regime.stops.until is None or regime.stops.until < case.started_on:
            continue
        stopped = cases.stop_by_regime(
            case.id,
            regime=regime.code,
            first=regime.stops.from_,
            last=regime.stops.until,
            calendar=law.calendar,
            by=SYSTEM,
        )
        case = stopped or case
    return case


def stop_open_clocks() -> int:
    """Ask for every case that is examined whether a regime of today stops its clock. Called at the edge;
    returns how many were stopped.
    """
    law = catalogue.current().law(clock.today())
    running = [each for each in law.regimes if each.stops and each.in_force.holds(law.day)]
    stopped, after = 0, None
    while running and (found := case_files.list_examined(after=after)):
        stopped += sum(_stop(case_id, law) for case_id in found)
        after = found[-1]
    return stopped


def _stop(case_id: UUID, law: Law) -> bool:
    """One that was decided meanwhile, or is of nobody whom a regime is for, is left alone."""

    def story() -> bool:
        with transaction():
            file = open_for_the_story(case_id)
            facts = facts_of(file.pack, file.service, file.cleaned, file.context())
            return stop_clock(file.case, facts, law=law) is not file.case

    try:
        return retry_deadlock(story)
    except (CaseNotFound, FactsNotUnderstood):
        return False
