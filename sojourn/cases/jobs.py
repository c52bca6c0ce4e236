"""What is done about cases by the clock alone: it warns and tells, and decides nothing."""

from __future__ import annotations

from functools import partial

from sojourn.cases import actions, queries
from sojourn.catalogue import queries as catalogue
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction, until_none


def watch_limits() -> int:
    """Warn before the limit of a case or of an appeal ends and escalate those beyond it, once each.

    Gives how many were told of.
    """
    today = clock.today()
    told = sum(
        until_none(partial(report, on=today, by=SYSTEM))
        for report in (actions.report_late, actions.report_late_appeals)
    )
    for warning, until in reversed(catalogue.warnings_on(catalogue.current().law(today))):
        told += sum(
            until_none(partial(warn, until=until, warning=warning, by=SYSTEM))
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
