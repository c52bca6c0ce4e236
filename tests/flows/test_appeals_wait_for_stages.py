"""A grant on appeal waits for what every grant waits for; where a stage is open the case is examined anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest

from sojourn.cases.types import AppealOutcome, CaseStatus, DecisionKind, Power
from sojourn.flows.announce_intention import answer_intention
from sojourn.flows.appeal_decision import Answer, appeal_decision, decide_appeal
from sojourn.flows.case_letters import Purpose
from sojourn.flows.decide_case import Wish
from sojourn.flows.errors import DangerTold, HoldOpen, StageOpen
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction
from tests.factories.cases import FILED_ON, GUEST, announced, officer, opened, reach, read_newest, refused
from tests.flows.test_returns_and_remedies import anywhere, applied, approved, held, proposed
from tests.flows.test_stages_in_time import permanent

pytestmark = pytest.mark.django_db
WORDS = {"az": "Şikayət əsaslıdır."}
ANEW = Answer(AppealOutcome.OVERTURNED, ("granted-on-appeal",), WORDS)
GRANTED = Answer(AppealOutcome.OVERTURNED, ("granted-on-appeal",), WORDS, granted_until=date(2027, 5, 31))
UPHELD = Answer(AppealOutcome.UPHELD, ("granted-on-appeal",), WORDS)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


@pytest.fixture
def judge() -> Actor:
    return officer("judge", "appeal-officer")


def contested(*, tested: bool) -> UUID:
    """The refusal of who must pass a test before a grant, appealed against; the test was passed or not."""
    case_id, author = permanent(), officer("author")
    if tested:
        reach(case_id, by=author)
    refused(
        case_id,
        author=author,
        approver=officer("approver", "supervisor"),
        reasons=("refused-residence-ground",),
    )
    with transaction():
        appeal_decision(opened(case_id), words="The ground is there.", by=GUEST)
    return case_id


def decide(case_id: UUID, answer: Answer, *, by: Actor) -> CaseStatus:
    with transaction():
        decide_appeal(opened(case_id), answer, power=Power("appeal-officer", "rmd-bak"), by=by)
    return opened(case_id).case.status


def test_nothing_is_granted_on_appeal_past_the_test_and_anew_it_can_be_taken(judge: Actor) -> None:
    case_id = contested(tested=False)
    before = opened(case_id)
    with pytest.raises(StageOpen) as found:
        decide(case_id, GRANTED, by=judge)
    assert found.value.facts["stages"] == ["test-passed"]
    after = opened(case_id)
    assert (after.case.status, after.case.appeal_id) == (before.case.status, before.case.appeal_id)
    assert after.page.decisions == before.page.decisions
    assert decide(case_id, ANEW, by=judge) is CaseStatus.IN_REVIEW
    reach(case_id, by=officer("another"))
    assert "test-passed" in opened(case_id).page.reached()


def test_once_it_was_passed_it_is_granted_on_appeal(judge: Actor) -> None:
    assert decide(contested(tested=True), GRANTED, by=judge) is CaseStatus.AWAITING_PAYMENT


def test_a_refusal_that_stands_waits_for_nothing(judge: Actor) -> None:
    assert decide(contested(tested=False), UPHELD, by=judge) is CaseStatus.REFUSED


def return_refused(*, own_will: str) -> UUID:
    """Help to go home, refused and appealed against."""
    case_id, reasons = applied("voluntary-return", {"will.own": own_will}), ("return-refused-not-voluntary",)
    author = anywhere("author")
    announced(case_id, by=author, reasons=reasons)
    with transaction():
        answer_intention(opened(case_id), words="I want to go.", by=GUEST)
    proposed(case_id, Wish(DecisionKind.REFUSE, reasons, WORDS), by=author)
    approved(case_id)
    read_newest(case_id, Purpose.REFUSED)
    with transaction():
        appeal_decision(opened(case_id), words="I want to go.", by=GUEST)
    return case_id


HELPED = Answer(
    AppealOutcome.OVERTURNED, ("return-travel-only",), WORDS, granted=True, on_merits="journey-only"
)


def test_whoever_told_of_being_forced_is_granted_nothing_on_appeal_either() -> None:
    case_id = return_refused(own_will="no")
    with pytest.raises(DangerTold):
        decide(case_id, HELPED, by=anywhere("judge", "appeal-officer"))


def test_nor_is_whoever_is_under_a_protective_hold() -> None:
    case_id = return_refused(own_will="yes")
    held(case_id)
    with pytest.raises(HoldOpen):
        decide(case_id, HELPED, by=anywhere("judge", "appeal-officer"))
