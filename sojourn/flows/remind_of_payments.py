"""Whoever has still to pay is reminded on the days the law names; nothing lapses by the clock. R-TRP-11.

A reminder counts when somebody was told. One case never keeps the others from being reminded of.
"""

from __future__ import annotations

from uuid import UUID

from sojourn.cases.errors import CaseNotFound
from sojourn.cases.types import CaseStatus
from sojourn.catalogue.authoring import Period, add_calendar
from sojourn.flows import case_messages
from sojourn.flows.case_file import CaseFile, open_for_the_story
from sojourn.flows.errors import NobodyTold
from sojourn.flows.record_lapse import time_to_pay
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.payments import actions as payments
from sojourn.payments import queries as charges


def remind_of_payments() -> int:
    """Send every reminder that is due, each once. Called at the edge; returns how many."""
    reminded, after = 0, None
    while found := charges.list_owed(due_from=clock.today(), after=after):
        reminded += sum(
            _remind(charge_id, about.id, times) for charge_id, about, times in found if about.kind == "case"
        )
        after = found[-1][0]
    return reminded


def _remind(charge_id: UUID, case_id: UUID, times: int) -> bool:
    def story() -> bool:
        with transaction():
            file = open_for_the_story(case_id)
            due = reminders_due(file)
            if due <= times or not payments.note_reminded(charge_id, number=due, by=SYSTEM):
                return False
            contact = file.cleaned.get("contact.address")
            if not case_messages.tell(file.case, contact=contact, by=SYSTEM):
                raise NobodyTold
            return True

    try:
        return retry_deadlock(story)
    except (CaseNotFound, NobodyTold):
        return False


def reminders_due(file: CaseFile) -> int:
    """How many reminders have come due by today, counted from the day the time to pay began.

    None of the duty for another card: a permit that was granted does not hang on it.
    """
    if file.case.status is not CaseStatus.AWAITING_PAYMENT:
        return 0
    limit = time_to_pay(file)
    if limit is None:
        return 0
    periods: tuple[Period, ...] = file.law["payment.reminders"]
    return sum(add_calendar(limit.counted_from, each) <= clock.today() for each in periods)
