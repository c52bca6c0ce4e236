"""What stands after an appeal or a lapse: the grant, the card, the proof that a stay is lawful, the money."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest

from sojourn.cases.errors import AppealPending
from sojourn.cases.types import AppealOutcome, CaseStatus, DecisionKind, Power
from sojourn.flows.appeal_decision import Answer, appeal_decision, decide_appeal
from sojourn.flows.case_letters import Purpose
from sojourn.flows.open_case import proof_of
from sojourn.flows.produce_card import produce_card
from sojourn.flows.record_lapse import lapses_from, record_lapse
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction
from sojourn.payments import queries as charges
from sojourn.permits import queries as permits
from sojourn.permits.types import Standing
from tests.factories.cases import (
    EVERYTHING,
    FILED_ON,
    GUEST,
    apply,
    approve,
    officer,
    opened,
    pay,
    propose,
    read_newest,
    refused,
)

pytestmark = pytest.mark.django_db
POWER = Power("supervisor", "rmd-bak")
LATER = date(2026, 6, 20)
LONG_AFTER = date(2030, 1, 1)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


@pytest.fixture
def author() -> Actor:
    return officer("author")


@pytest.fixture
def approver() -> Actor:
    return officer("approver", "supervisor")


@pytest.fixture
def judge() -> Actor:
    return officer("judge", "appeal-officer")


@pytest.fixture
def granted(author: Actor, approver: Actor) -> UUID:
    """A case that was granted, its decision read by the applicant."""
    case_id = apply().case_id
    propose(case_id, by=author)
    approve(case_id, by=approver)
    read_newest(case_id, Purpose.GRANTED)
    return case_id


def appeal(case_id: UUID, *, on: date = FILED_ON) -> None:
    with clock.frozen(on), transaction():
        appeal_decision(opened(case_id), words="The term should be longer.", by=GUEST)


def answer(
    case_id: UUID, outcome: AppealOutcome, *, by: Actor, on: date = FILED_ON, until: date | None = None
) -> None:
    told = Answer(outcome, ("granted-on-appeal",), {"az": "Şikayətə baxıldı."}, granted_until=until)
    with clock.frozen(on), transaction():
        decide_appeal(opened(case_id), told, power=POWER, by=by)


def lapse(case_id: UUID, *, by: Actor) -> None:
    with transaction():
        record_lapse(opened(case_id), reasons=["lapsed-unpaid"], words={}, power=POWER, by=by)


def proof_on(case_id: UUID, day: date) -> Standing:
    proof = permits.find_for(proof_of(opened(case_id).case), to=EVERYTHING)
    assert proof is not None
    return permits.standing_on(day, proof.id, to=EVERYTHING)


def test_a_grant_upheld_on_appeal_is_still_granted(granted: UUID, author: Actor, judge: Actor) -> None:
    terms = opened(granted).terms
    appeal(granted)
    answer(granted, AppealOutcome.UPHELD, by=judge)
    pay(granted)
    read_newest(granted, Purpose.APPEAL)
    assert proof_on(granted, LATER) is Standing.PENDING
    with transaction():
        card = produce_card(opened(granted), by=author)
    assert card.valid == terms
    assert terms[1] is not None


def test_once_a_lapse_was_served_nothing_is_pending_any_more(granted: UUID, author: Actor) -> None:
    first = lapses_from(opened(granted))
    assert first is not None
    with clock.frozen(first):
        lapse(granted, by=author)
        assert proof_on(granted, LONG_AFTER) is Standing.PENDING
        read_newest(granted, Purpose.LAPSED)
    assert proof_on(granted, LONG_AFTER) is Standing.NOT_VALID


def test_once_a_refusal_was_upheld_nothing_is_pending_any_more(
    author: Actor, approver: Actor, judge: Actor
) -> None:
    case_id = apply().case_id
    refused(case_id, author=author, approver=approver)
    appeal(case_id, on=date(2026, 6, 10))
    assert proof_on(case_id, LONG_AFTER) is Standing.PENDING
    answer(case_id, AppealOutcome.UPHELD, by=judge, on=LATER)
    with clock.frozen(LATER):
        read_newest(case_id, Purpose.APPEAL)
    assert proof_on(case_id, LONG_AFTER) is Standing.NOT_VALID


def test_nothing_lapses_while_an_appeal_waits(granted: UUID, author: Actor, judge: Actor) -> None:
    appeal(granted)
    first = lapses_from(opened(granted))
    assert first is not None
    with clock.frozen(first), pytest.raises(AppealPending):
        lapse(granted, by=author)
    answer(granted, AppealOutcome.UPHELD, by=judge, on=first)
    decisions = opened(granted).page.decisions
    assert [each.kind for each in decisions] == [DecisionKind.GRANT, DecisionKind.APPEAL_UPHELD]
    assert decisions[1].replaces_id == decisions[0].id


def test_a_card_that_lay_ready_ends_with_the_decision_that_fell(
    granted: UUID, author: Actor, judge: Actor
) -> None:
    pay(granted)
    with transaction():
        card = produce_card(opened(granted), by=author)
    assert opened(granted).case.status is CaseStatus.READY
    appeal(granted)
    answer(granted, AppealOutcome.OVERTURNED, by=judge, on=LATER)
    assert permits.standing_on(LATER, card.id, to=EVERYTHING) is Standing.NOT_VALID
    assert permits.standing_on(date(2026, 8, 1), card.id, to=EVERYTHING) is Standing.NOT_VALID


def test_a_term_granted_on_appeal_costs_what_its_days_cost(
    author: Actor, approver: Actor, judge: Actor
) -> None:
    case_id = apply().case_id
    refused(case_id, author=author, approver=approver)
    appeal(case_id)
    answer(case_id, AppealOutcome.OVERTURNED, by=judge, until=date(2026, 8, 31))
    file = opened(case_id)
    assert file.decision is not None
    first, last = file.terms
    assert (first, last) == (FILED_ON, date(2026, 8, 31))
    assert file.decision.fee == file.examined(granted_from=first, granted_until=last).fee
    (charge,) = charges.list_of(file.case.subject, to=EVERYTHING)
    assert charge.amount == file.decision.fee
