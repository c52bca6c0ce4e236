"""What is done about cases by the clock alone: it warns and tells, and decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from sojourn.cases import actions, queries
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.authoring import Law, Period
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction

_WARNINGS = "procedure.warning-before-limit"


def watch_limits() -> int:
    """Warn before the limit of a case or of an appeal ends and escalate those beyond it, once each.

    Gives how many were told of.
    """
    today = clock.today()
    told = sum(
        _until_none(partial(report, on=today, by=SYSTEM))
        for report in (actions.report_late, actions.report_late_appeals)
    )
    for warning, until in reversed(_warnings_of(catalogue.current().law(today))):
        told += sum(
            _until_none(partial(warn, until=until, warning=warning, by=SYSTEM))
            for warn in (actions.warn_of_limits, actions.warn_of_appeals)
        )
    return told


def prove() -> int:
    """Compare every case with its events and its ledger. How many differed; each is said in the log."""
    calendar, differing = catalogue.current().law(clock.today()).calendar, 0
    after = None
    while ids := queries.list_ids(after=after):
        found = queries.list_differing(ids, calendar=calendar)
        if found:
            with transaction():
                ids_found = list({each.case_id for each in found})
                differing += len(actions.note_differing(ids_found, calendar=calendar, by=SYSTEM))
        after = ids[-1]
    return differing


def _warnings_of(law: Law) -> list[tuple[int, date]]:
    """The number of each warning, and up to which last day of a limit it is given today; the widest first."""
    if _WARNINGS not in law.parameters:
        return []
    periods: tuple[Period, ...] = law[_WARNINGS]
    return list(enumerate((law.deadline(law.day, each, moves=False).last_day for each in periods), start=1))


def _until_none(batch: Callable[[], Sequence[UUID]]) -> int:
    """Batch after batch, each in a transaction of its own, until nothing is left."""
    done = 0
    while True:
        with transaction():
            last = batch()
        if not last:
            return done
        done += len(last)
