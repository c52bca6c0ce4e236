"""A grant on appeal waits for what every grant waits for; the way to it is that the case is examined anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest

from sojourn.cases.types import AppealOutcome, CaseStatus, Power
from sojourn.flows.appeal_decision import Answer, appeal_decision, decide_appeal
from sojourn.flows.errors import StageOpen
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction
from tests.factories.cases import FILED_ON, GUEST, officer, opened, reach, refused
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
