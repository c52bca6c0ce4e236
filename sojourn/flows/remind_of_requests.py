"""A correction nobody answered is asked for once more; nothing is closed by the clock. Source: R-PROC-2."""

from __future__ import annotations

from uuid import UUID

from sojourn.cases import actions as cases
from sojourn.cases import queries as case_files
from sojourn.cases.errors import ActNotAllowed, CaseNotFound, NotServedYet
from sojourn.flows import case_messages
from sojourn.flows.case_file import open_for_the_story
from sojourn.flows.errors import NobodyTold
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import retry_deadlock, transaction


def remind_of_requests() -> int:
    """Remind of every correction whose time passed, once each. Called at the edge; returns how many."""
    today, reminded, after = clock.today(), 0, None
    while found := case_files.list_unanswered(on=today, after=after):
        reminded += sum(_remind(case_id) for case_id in found)
        after = found[-1]
    return reminded


def _remind(case_id: UUID) -> bool:
    """One that was answered meanwhile is left alone."""

    def story() -> bool:
        with transaction():
            file = open_for_the_story(case_id)
            further = file.limit("procedure.correction-second-period", after=clock.today())
            case = cases.remind(case_id, answer_by=further, by=SYSTEM)
            contact = file.cleaned.get("contact.address")
            if not case_messages.tell(case, contact=contact, by=SYSTEM):
                raise NobodyTold
        return True

    try:
        return retry_deadlock(story)
    except (ActNotAllowed, CaseNotFound, NotServedYet, NobodyTold):
        return False
