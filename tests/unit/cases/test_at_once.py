"""Two at the same moment: one wins, the other is told by whom and when."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from sojourn.audit.models import Event
from sojourn.cases import actions as cases
from sojourn.cases import queries
from sojourn.cases.errors import ActNotAllowed, AlreadyDecided, ChangedMeanwhile, TakenByAnother
from sojourn.cases.models import Decision
from sojourn.cases.types import CaseStatus
from sojourn.lib import clock
from sojourn.lib.db import retry_deadlock
from tests.unit.cases import those
from tests.unit.cases.those import APPROVER, CALENDAR, FILED_ON, OFFICER, OTHER, POWER

pytestmark = pytest.mark.usefixtures("committed_database")


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Each act in a thread and transaction of its own, begun at the same moment; refusals are answers."""
    gate = Barrier(len(acts))

    def tell(act: Callable[[], Any]) -> Any:
        gate.wait(timeout=30)
        try:
            with clock.frozen(FILED_ON):
                return retry_deadlock(lambda: those.done(act))
        except Exception as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(tell, acts))


def refusal(answers: list[Any]) -> Any:
    (only,) = (each for each in answers if isinstance(each, Exception))
    return only


def test_two_approvals_make_one_decision_and_the_other_officer_is_told_by_whom_and_when() -> None:
    case = those.opened()
    those.proposed(case.id)
    answers = at_once(
        *(lambda by=by: cases.approve(case.id, power=POWER, by=by) for by in (APPROVER, OTHER))  # type: ignore[misc]
    )
    told, row = refusal(answers), those.now(case.id)
    assert isinstance(told, AlreadyDecided)
    assert (told.facts["by"], told.facts["at"]) == (row.decided_by, row.decided_at)
    (decision,) = Decision.objects.filter(case_id=case.id)
    assert decision.approver_id == row.decided_by
    assert Event.objects.filter(subject_id=case.id, kind="case:grant-approved").count() == 1


def test_an_approval_and_a_return_do_not_both_happen() -> None:
    case = those.opened()
    those.proposed(case.id)
    answers = at_once(
        lambda: cases.approve(case.id, power=POWER, by=APPROVER),
        lambda: cases.return_proposal(case.id, reason="Name the law", by=OTHER),
    )
    assert isinstance(refusal(answers), AlreadyDecided | ActNotAllowed)
    assert those.now(case.id).status in {CaseStatus.AWAITING_PAYMENT, CaseStatus.IN_REVIEW}


def test_two_officers_who_take_a_case_do_not_both_have_it() -> None:
    case = those.opened()
    answers = at_once(*(lambda by=by: cases.take(case.id, by=by) for by in (OFFICER, OTHER)))  # type: ignore[misc]
    told = refusal(answers)
    assert isinstance(told, TakenByAnother)
    assert told.facts["by"] == those.now(case.id).handler_id


def test_a_payment_and_the_record_of_a_lapse_do_not_both_happen() -> None:
    case = those.granted()
    answers = at_once(
        lambda: cases.note_paid(case.id, by=OFFICER),
        lambda: cases.record_lapse(case.id, reasons=["not-paid"], words={}, power=POWER, by=APPROVER),
    )
    assert isinstance(refusal(answers), ActNotAllowed)
    assert those.now(case.id).status in {CaseStatus.IN_PRODUCTION, CaseStatus.LAPSED}


def test_whoever_saw_the_same_version_acts_once() -> None:
    case = those.opened()
    act = [
        lambda by=by: cases.transfer(case.id, office="hills", reason="moved", by=by, version=case.version)  # type: ignore[misc]
        for by in (OFFICER, OTHER)
    ]
    assert isinstance(refusal(at_once(*act)), ChangedMeanwhile)


def test_after_a_crowd_every_status_is_the_one_its_events_tell() -> None:
    made = [those.opened() for _ in range(3)]
    for case in made:
        those.proposed(case.id)
        at_once(
            lambda case=case: cases.approve(case.id, power=POWER, by=APPROVER),  # type: ignore[misc]
            lambda case=case: cases.withdraw(case.id, by=those.APPLICANT),  # type: ignore[misc]
            lambda case=case: cases.return_proposal(case.id, reason="no", by=OTHER),  # type: ignore[misc]
        )
    assert queries.list_differing([case.id for case in made], calendar=CALENDAR) == []
