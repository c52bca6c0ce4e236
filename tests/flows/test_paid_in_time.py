"""Paid in time and told of too late: nobody loses a permit because a message was slow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from sojourn.audit.models import Event
from sojourn.cases.errors import ActNotAllowed, AppealPending, OfAnotherOffice
from sojourn.cases.types import AppealOutcome, CaseStatus, DecisionKind, Power
from sojourn.flows.appeal_decision import Answer, appeal_decision, decide_appeal
from sojourn.flows.case_letters import Purpose
from sojourn.flows.collect_payments import collect_for_case
from sojourn.flows.errors import NotPaidInTime
from sojourn.flows.open_case import proof_of
from sojourn.flows.produce_card import produce_card
from sojourn.flows.receive_payment import receive_payment
from sojourn.flows.record_lapse import lapses_from, record_lapse
from sojourn.flows.undo_lapse import may_be_undone, undo_lapse
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor
from sojourn.lib.db import transaction
from sojourn.lib.money import Money
from sojourn.lib.types import Subject
from sojourn.payments import actions as payments
from sojourn.payments import queries as charges
from sojourn.payments.providers import sandbox
from sojourn.payments.types import Booked, Charge, ChargeState, Outcome, ProviderNotice, TaskKind
from sojourn.permits import queries as permits
from sojourn.permits.types import Standing
from tests.factories.cases import (
    EVERYTHING,
    FILED_ON,
    GUEST,
    OFFICE,
    apply,
    approve,
    officer,
    opened,
    propose,
    read_newest,
)

pytestmark = pytest.mark.django_db
POWER = Power("supervisor", OFFICE)
PAID_ON = date(2026, 7, 15)
WORDS = {"az": "Rüsum vaxtında ödənilib."}


@pytest.fixture
def author() -> Actor:
    with clock.frozen(FILED_ON):
        return officer("author")


@pytest.fixture
def waiting(author: Actor) -> UUID:
    """A grant that waits for its duty, its notice read."""
    with clock.frozen(FILED_ON):
        case_id = apply().case_id
        propose(case_id, by=author)
        approve(case_id, by=officer("approver", "supervisor"))
        read_newest(case_id, Purpose.GRANTED)
    return case_id


@pytest.fixture
def lapse_day(waiting: UUID) -> Iterator[date]:
    """The first day on which the lapse may be recorded, as today."""
    with clock.frozen(FILED_ON):
        first = lapses_from(opened(waiting))
    assert first is not None
    with clock.frozen(first):
        yield first


def lapse(case_id: UUID, by: Actor) -> None:
    with transaction():
        record_lapse(opened(case_id), reasons=["lapsed-unpaid"], words={}, power=POWER, by=by)


def undo(case_id: UUID, by: Actor, power: Power = POWER) -> None:
    with transaction():
        undo_lapse(opened(case_id), words=WORDS, power=power, by=by)


def duty(case_id: UUID) -> Charge:
    (charge,) = charges.list_of(Subject("case", case_id), to=EVERYTHING)
    return charge


def told(case_id: UUID, paid_on: date, *, part: Money | None = None, name: str = "P-1") -> Booked:
    with clock.frozen(paid_on):
        at = clock.now()
    charge = duty(case_id)
    notice = ProviderNotice("sandbox", name, charge.number, part or charge.amount, at)
    with transaction():
        return receive_payment(notice, by=SYSTEM)


def tasks() -> list[TaskKind]:
    return [each.kind for each in charges.list_tasks(to=EVERYTHING)]


def test_a_lapse_falls_when_the_duty_was_paid_before_it(
    waiting: UUID, lapse_day: date, author: Actor
) -> None:
    terms = opened(waiting).terms
    lapse(waiting, author)
    read_newest(waiting, Purpose.LAPSED)
    assert told(waiting, PAID_ON).outcome is Outcome.CANCELLED
    assert tasks() == [TaskKind.PAID_IN_TIME]
    assert opened(waiting).case.status is CaseStatus.LAPSED
    assert may_be_undone(opened(waiting))
    undo(waiting, author)
    file = opened(waiting)
    assert file.case.status is CaseStatus.IN_PRODUCTION
    assert file.decision is not None
    assert file.decision.kind is DecisionKind.LAPSE_UNDONE
    assert (file.terms, tasks()) == (terms, [])
    assert duty(waiting).state is ChargeState.PAID
    proof = permits.find_for(proof_of(file.case), to=EVERYTHING)
    assert proof is not None
    assert permits.standing_on(lapse_day, proof.id, to=EVERYTHING) is Standing.PENDING
    read_newest(waiting, Purpose.GRANTED)
    with transaction():
        card = produce_card(opened(waiting), by=author)
    assert card.valid == terms
    assert "case:lapse-undone" in Event.objects.filter(subject_id=waiting).values_list("kind", flat=True)
    assert charges.list_differences() == []


def won(case_id: UUID, *, until: date | None, begins: date | None = None) -> None:
    """An appeal against the decision that stands, decided for the applicant."""
    judge = officer("judge", "appeal-officer")
    with transaction():
        appeal_decision(opened(case_id), words="I paid.", by=GUEST)
    told_why = Answer(
        AppealOutcome.OVERTURNED,
        ("granted-on-appeal",),
        WORDS,
        granted_from=begins,
        granted_until=until,
    )
    with transaction():
        decide_appeal(opened(case_id), told_why, power=POWER, by=judge)


def test_an_appeal_won_against_a_lapse_counts_what_was_paid_in_time(
    waiting: UUID, lapse_day: date, author: Actor
) -> None:
    first, last = opened(waiting).terms
    number = duty(waiting).number
    lapse(waiting, author)
    told(waiting, PAID_ON)
    won(waiting, begins=first, until=last)
    file = opened(waiting)
    assert (file.case.status, file.terms) == (CaseStatus.IN_PRODUCTION, (first, last))
    assert (duty(waiting).number, duty(waiting).state) == (number, ChargeState.PAID)
    assert tasks() == []
    assert charges.list_differences() == []
    read_newest(waiting, Purpose.APPEAL)
    with transaction():
        assert produce_card(opened(waiting), by=author).valid == (first, last)


def test_a_part_paid_before_the_lapse_counts_when_the_appeal_is_won(
    waiting: UUID, lapse_day: date, author: Actor
) -> None:
    first, last = opened(waiting).terms
    whole = duty(waiting).amount
    part = Money(whole.minor // 4, whole.currency)
    told(waiting, PAID_ON, part=part)
    lapse(waiting, author)
    assert tasks() == [TaskKind.REFUND]
    won(waiting, begins=first, until=last)
    assert opened(waiting).case.status is CaseStatus.AWAITING_PAYMENT
    assert (duty(waiting).covered, tasks()) == (part, [])
    read_newest(waiting, Purpose.APPEAL)
    assert (duty(waiting).due_on or lapse_day) > lapse_day


@pytest.mark.parametrize("months_less", [None, 10])
def test_what_was_paid_goes_back_when_another_term_is_granted_or_the_case_examined_anew(
    waiting: UUID, lapse_day: date, author: Actor, months_less: int | None
) -> None:
    first, last = opened(waiting).terms
    assert last is not None
    paid = duty(waiting)
    lapse(waiting, author)
    told(waiting, PAID_ON)
    won(waiting, begins=first, until=last - timedelta(days=30 * months_less) if months_less else None)
    made = charges.list_of(Subject("case", waiting), to=EVERYTHING)
    assert (made[0].state, made[0].refund_payable) == (ChargeState.CANCELLED, paid.amount)
    assert [each.state for each in made[1:]] == ([ChargeState.OPEN] if months_less else [])
    assert tasks() == [TaskKind.REFUND]
    assert charges.list_differences() == []


def test_what_was_paid_after_the_lapse_is_given_back(waiting: UUID, lapse_day: date, author: Actor) -> None:
    lapse(waiting, author)
    with clock.frozen(lapse_day + timedelta(days=2)):
        told(waiting, lapse_day + timedelta(days=1))
        assert tasks() == [TaskKind.CANCELLED_CHARGE]
        assert not may_be_undone(opened(waiting))
        with pytest.raises(NotPaidInTime):
            undo(waiting, author)
    assert opened(waiting).case.status is CaseStatus.LAPSED


def test_what_was_paid_out_again_is_owed_when_the_lapse_falls(
    waiting: UUID, lapse_day: date, author: Actor
) -> None:
    whole = duty(waiting).amount
    part = Money(whole.minor // 4, whole.currency)
    told(waiting, PAID_ON, part=part)
    lapse(waiting, author)
    with transaction():
        payments.note_refund_paid(Subject("charge", duty(waiting).id), amount=part, order="77", by=author)
    told(waiting, PAID_ON, part=Money(whole.minor - part.minor, whole.currency), name="P-2")
    undo(waiting, author)
    assert opened(waiting).case.status is CaseStatus.AWAITING_PAYMENT
    assert duty(waiting).outstanding == part


def test_only_the_office_of_the_case_takes_a_lapse_back_and_not_past_an_appeal(
    waiting: UUID, lapse_day: date, author: Actor
) -> None:
    lapse(waiting, author)
    told(waiting, PAID_ON)
    with pytest.raises(OfAnotherOffice):
        undo(waiting, author, replace(POWER, office="rmd-lan"))
    with transaction():
        appeal_decision(opened(waiting), words="I paid.", by=GUEST)
    with pytest.raises(AppealPending):
        undo(waiting, author)


def test_the_provider_is_asked_before_anyone_says_that_nobody_paid(
    waiting: UUID, lapse_day: date, author: Actor
) -> None:
    charge = duty(waiting)
    with clock.frozen(PAID_ON):
        sandbox.pay(charge.number, charge.amount)
    assert [each.outcome for each in collect_for_case(Subject("case", waiting))] == [Outcome.PAID]
    with pytest.raises(ActNotAllowed):
        lapse(waiting, author)
    assert opened(waiting).case.status is CaseStatus.IN_PRODUCTION
