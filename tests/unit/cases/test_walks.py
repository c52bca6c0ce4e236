"""Whatever is done with a case, in any order: status and last day are those its events and ledger tell."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

import pytest

from sojourn.cases import actions as cases
from sojourn.cases import queries
from sojourn.cases.types import (
    AFTER,
    ALLOWED,
    Act,
    AppealDecision,
    AppealOutcome,
    DecisionKind,
    NewAppeal,
    Side,
)
from sojourn.lib import clock
from sojourn.lib.errors import Refusal
from tests.unit.cases import those
from tests.unit.cases.those import APPLICANT, APPROVER, CALENDAR, FILED_ON, JUDGE, OFFICER, POWER, account

pytestmark = pytest.mark.django_db
Doing = Callable[[UUID], Any]
_UPHELD = AppealDecision(AppealOutcome.UPHELD, ("stands",), {})
_ANEW = AppealDecision(AppealOutcome.OVERTURNED, ("shown",), {})
_GRANTED = AppealDecision(AppealOutcome.OVERTURNED, ("shown",), {}, {"until": "2027-01-01"})


def _decided(answer: AppealDecision) -> Doing:
    return partial(cases.decide_appeal, answer=answer, power=POWER, calendar=CALENDAR, by=JUDGE)


def _proposed(kind: DecisionKind) -> Doing:
    return partial(cases.propose, proposal=those.proposal(kind), by=OFFICER)


DOINGS: dict[Act, Doing] = {
    Act.TAKE: partial(cases.take, by=OFFICER),
    Act.HAND_OVER: partial(cases.hand_over, to_account=account(OFFICER), reason="leave", by=APPROVER),
    Act.UNDO_TAKE: partial(cases.undo_take, by=OFFICER),
    Act.UNDO_HAND_OVER: partial(cases.undo_hand_over, by=APPROVER),
    Act.PUT_BACK: partial(cases.put_back, reason="leave", by=OFFICER),
    Act.TRANSFER: partial(cases.transfer, office=those.OFFICE, reason="moved", by=APPROVER),
    Act.ASK_CORRECTION: lambda case: those.asked(case, on=clock.today()),
    Act.WITHDRAW_CORRECTION: partial(cases.withdraw_correction, by=OFFICER),
    Act.ANSWER_CORRECTION: lambda case: those.answered(case, on=clock.today()),
    Act.ANNOUNCE_INTENTION: lambda case: those.announced(case, on=clock.today()),
    Act.ANSWER_INTENTION: partial(cases.answer_intention, words="No", calendar=CALENDAR, by=APPLICANT),
    Act.RECORD_REQUEST_SERVED: lambda case: those.served(case, on=clock.today(), days=3),
    Act.RECORD_NOT_SERVED: partial(cases.record_request_not_served, by=APPLICANT),
    Act.GO_ON: partial(cases.go_on, reason="silence", calendar=CALENDAR, by=OFFICER),
    Act.EXTEND: lambda case: cases.extend(case, those.more_time(3, times=99), calendar=CALENDAR, by=OFFICER),
    Act.STOP_BY_DECREE: lambda case: cases.stop_by_decree(
        case,
        first=clock.today(),
        last=clock.today() + timedelta(days=9),
        decree="Decree 8",
        calendar=CALENDAR,
        by=OFFICER,
    ),
    Act.PROPOSE: _proposed(DecisionKind.REFUSE),
    Act.WITHDRAW_PROPOSAL: partial(cases.withdraw_proposal, by=OFFICER),
    Act.RETURN: partial(cases.return_proposal, reason="Name the law", by=APPROVER),
    Act.APPROVE_GRANT: partial(cases.approve, power=POWER, by=APPROVER),
    Act.NOTE_PAID: partial(cases.note_paid, by=APPLICANT),
    Act.NOTE_TAKEN_BACK: partial(cases.note_taken_back, by=APPLICANT),
    Act.NOTE_READY: partial(cases.note_ready, by=OFFICER),
    Act.NOTE_HANDED_OVER: partial(cases.note_handed_over, by=OFFICER),
    Act.COMPLETE: partial(cases.complete, by=OFFICER),
    Act.RECORD_STAGE: lambda case: cases.record_stage(
        case, stage="interview", on=clock.today(), note="In person", by=OFFICER
    ),
    Act.RECORD_LAPSE: partial(cases.record_lapse, reasons=["unpaid"], words={}, power=POWER, by=APPROVER),
    Act.UNDO_LAPSE: lambda case: cases.undo_lapse(
        case, grant=queries.get_page(case, to=those.reader()).decisions[0], words={}, power=POWER, by=JUDGE
    ),
    Act.PROPOSE_CANCEL: _proposed(DecisionKind.CANCEL),
    Act.RETURN_CANCEL: partial(cases.return_proposal, reason="Hear them first", by=APPROVER),
    Act.APPROVE_CANCEL: partial(cases.approve, power=POWER, by=APPROVER),
    Act.OVERTURN_CANCEL: _decided(_GRANTED),
    Act.WRITE_MESSAGE: partial(cases.write_message, side=Side.APPLICANT, words="When?", by=APPLICANT),
    Act.FILE_APPEAL: lambda case: cases.file_appeal(case, NewAppeal(clock.today(), "No"), by=APPLICANT),
    Act.UPHOLD: _decided(_UPHELD),
    Act.OVERTURN_AND_GRANT: _decided(_GRANTED),
    Act.OVERTURN_AND_REVIEW: _decided(_ANEW),
}


@pytest.mark.parametrize("seed", range(8))
def test_any_way_a_case_takes_is_told_by_its_events(seed: int) -> None:
    chance, case, day = Random(seed), those.opened(), FILED_ON
    for _ in range(40):
        day += timedelta(days=chance.randrange(4))
        status = those.now(case.id).status
        act = chance.choice(sorted(ALLOWED[status] & set(DOINGS)))
        do = DOINGS[act]
        if act is Act.PROPOSE:
            do = _proposed(
                chance.choice([DecisionKind.GRANT, DecisionKind.REFUSE, DecisionKind.NOT_EXAMINED])
            )
        with suppress(Refusal):
            those.done(partial(do, case.id), on=day)
        assert queries.list_differing([case.id], calendar=CALENDAR) == []


def test_the_walks_know_every_act_that_leads_somewhere() -> None:
    approvals = {Act.APPROVE_REFUSAL, Act.APPROVE_NOT_EXAMINED}
    assert {act for act, after in AFTER.items() if after} - set(DOINGS) - approvals == {
        Act.OPEN,
        Act.WITHDRAW,
    }
