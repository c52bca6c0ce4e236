"""What is done about petitions by the clock alone: it warns and tells, and answers nothing."""

from __future__ import annotations

from functools import partial

from sojourn.catalogue import queries as catalogue
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import until_none
from sojourn.petitions import actions


def watch_limits() -> int:
    """Warn before the time to answer a petition ends and escalate those beyond it, once each.

    Gives how many were told of.
    """
    today = clock.today()
    told = until_none(partial(actions.report_late, on=today, by=SYSTEM))
    for warning, until in reversed(catalogue.warnings_on(catalogue.current().law(today))):
        told += until_none(partial(actions.warn_of_limits, until=until, warning=warning, by=SYSTEM))
    return told
