"""Where a case stands: total tables, and a status that can be told again from the events."""

import pytest

from sojourn.cases import rules
from sojourn.cases.errors import ActNotAllowed, AlreadyDecided
from sojourn.cases.events import RECORDED
from sojourn.cases.types import AFTER, ALLOWED, CLOSED, TO_FINISH, UNDER_REVIEW, Act, CaseStatus


def test_every_status_has_a_row_and_stands_in_one_stage() -> None:
    assert set(ALLOWED) == set(CaseStatus)
    stages = [UNDER_REVIEW, TO_FINISH, CLOSED]
    assert [sum(status in stage for stage in stages) for status in CaseStatus] == [1] * len(CaseStatus)


def test_every_act_leads_somewhere_and_leaves_its_own_event() -> None:
    assert set(AFTER) == set(RECORDED) == set(Act)
    assert len({kind.name for kind in RECORDED.values()}) == len(Act)


def test_every_act_but_the_opening_is_allowed_somewhere() -> None:
    assert set(Act) - set().union(*ALLOWED.values()) == {Act.OPEN}


def test_every_status_can_be_reached_and_only_closed_ones_cannot_be_left() -> None:
    reached, waiting = {CaseStatus.IN_REVIEW}, [CaseStatus.IN_REVIEW]
    while waiting:
        onward = {AFTER[act] for act in ALLOWED[waiting.pop()]} - {None}
        waiting += onward - reached  # type: ignore[arg-type]
        reached |= onward  # type: ignore[arg-type]
    assert reached == set(CaseStatus)
    assert {s for s in CaseStatus if not any(AFTER[act] for act in ALLOWED[s])} == {CaseStatus.WITHDRAWN}


def test_the_way_of_a_case_is_told_from_its_events() -> None:
    kinds = ["case:opened", "case:taken", "case:proposed", "case:returned", "case:proposed"]
    assert rules.status_from(kinds) is CaseStatus.PROPOSED
    assert rules.status_from([*kinds, "case:refusal-approved", "case:erased"]) is CaseStatus.REFUSED
    assert rules.status_from([]) is None


@pytest.mark.parametrize("status", sorted(CLOSED | TO_FINISH))
def test_who_decides_what_was_decided_is_told_so(status: CaseStatus) -> None:
    with pytest.raises(AlreadyDecided):
        rules.check_allowed(status, Act.APPROVE_GRANT)


@pytest.mark.parametrize(
    ("status", "act"),
    [
        (CaseStatus.LAPSED, Act.NOTE_PAID),
        (CaseStatus.IN_REVIEW, Act.APPROVE_GRANT),
        (CaseStatus.AWAITING_CORRECTION, Act.PROPOSE),
        (CaseStatus.AWAITING_ANSWER, Act.PROPOSE),
        (CaseStatus.PROPOSED, Act.TRANSFER),
        (CaseStatus.AWAITING_PAYMENT, Act.WITHDRAW),
        (CaseStatus.WITHDRAWN, Act.FILE_APPEAL),
    ],
)
def test_what_is_not_in_the_table_is_refused(status: CaseStatus, act: Act) -> None:
    with pytest.raises(ActNotAllowed) as refused:
        rules.check_allowed(status, act)
    assert (refused.value.facts["status"], refused.value.facts["act"]) == (status, act)
