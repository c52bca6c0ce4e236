"""A duty was paid, the card was to be made, and the payment was taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from sojourn.accounts import actions as accounts
from sojourn.accounts.types import Contact, ContactKind
from sojourn.applications.types import Holder
from sojourn.cases.errors import ActNotAllowed
from sojourn.cases.types import CaseStatus, Power
from sojourn.flows.case_file import CaseFile
from sojourn.flows.case_letters import Purpose
from sojourn.flows.produce_card import hand_over_card, produce_card
from sojourn.flows.receive_payment import allocate_payment, receive_payment
from sojourn.flows.record_lapse import lapses_from, record_lapse
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.notices.models import Message
from sojourn.payments import queries as charges
from sojourn.payments.types import Booked, Charge, ChargeState, ProviderNotice, TaskKind
from sojourn.permits import queries as permits
from sojourn.permits.types import Issued, Standing
from tests.factories.cases import EVERYTHING, FILED_ON, apply, approve, officer, opened, propose, read_newest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def granted() -> Charge:
    """A case of an account that waits for its duty."""
    contact = Contact(ContactKind.EMAIL, "anna@example.org")
    with transaction():
        account = accounts.open_person_account(contact, display_name="Anna", language="en", by=SYSTEM)
    person = Actor(ActorKind.PERSON, Door.PORTAL, account_id=account)
    case_id = apply(holder=Holder(account_id=account), by=person).case_id
    propose(case_id, by=officer("author"))
    approve(case_id, by=officer("approver", "supervisor"))
    return charges.list_of(opened(case_id).case.subject, to=EVERYTHING)[0]


def told(notice: ProviderNotice) -> Booked:
    with transaction():
        return receive_payment(notice, by=SYSTEM)


def of(charge: Charge) -> ProviderNotice:
    return ProviderNotice("sandbox", "P-1", charge.number, charge.amount, clock.now())


def status(charge: Charge) -> CaseStatus:
    assert charge.subject is not None
    return opened(charge.subject.id).case.status


def of_case(charge: Charge) -> CaseFile:
    assert charge.subject is not None
    return opened(charge.subject.id)


def made(charge: Charge, by: Actor) -> Issued:
    with transaction():
        return produce_card(of_case(charge), by=by)


def handed_over(charge: Charge, by: Actor) -> None:
    with transaction():
        hand_over_card(of_case(charge), by=by)


def messages() -> int:
    return Message.objects.filter(about_kind="case").count()


def test_cashier_applicant_and_officer_learn_that_it_was_taken_back() -> None:
    charge = granted()
    told(of(charge))
    assert status(charge) is CaseStatus.IN_PRODUCTION
    before = messages()
    told(replace(of(charge), reversed_at=clock.now()))
    assert messages() == before + 1
    assert [task.kind for task in charges.list_tasks(to=EVERYTHING)] == [TaskKind.TAKEN_BACK]
    assert charges.get_charge(charge.id, to=EVERYTHING).state is ChargeState.OPEN
    told(replace(of(charge), reversed_at=clock.now()))
    assert messages() == before + 1


def test_no_card_is_made_until_it_is_paid_again() -> None:
    charge = granted()
    told(of(charge))
    told(replace(of(charge), reversed_at=clock.now()))
    assert charge.subject is not None
    assert status(charge) is CaseStatus.AWAITING_PAYMENT
    with pytest.raises(ActNotAllowed), transaction():
        produce_card(opened(charge.subject.id), by=officer("maker"))
    told(replace(of(charge), external_id="P-2"))
    with transaction():
        produce_card(opened(charge.subject.id), by=officer("another maker"))
    assert status(charge) is CaseStatus.READY
    assert charges.list_tasks(to=EVERYTHING) == []


def test_a_card_that_lies_ready_is_not_handed_over_until_it_is_paid_again() -> None:
    charge, maker = granted(), officer("maker")
    told(of(charge))
    card = made(charge, maker)
    told(replace(of(charge), reversed_at=clock.now()))
    assert status(charge) is CaseStatus.AWAITING_PAYMENT
    with pytest.raises(ActNotAllowed):
        handed_over(charge, maker)
    told(replace(of(charge), external_id="P-2"))
    assert status(charge) is CaseStatus.READY
    assert permits.find_for(of_case(charge).case.subject, to=EVERYTHING) == card
    handed_over(charge, maker)
    assert status(charge) is CaseStatus.GRANTED


def test_what_was_taken_back_and_never_paid_can_lapse_and_its_card_ends() -> None:
    charge, maker = granted(), officer("maker")
    assert charge.subject is not None
    read_newest(charge.subject.id, Purpose.GRANTED)
    told(of(charge))
    card = made(charge, maker)
    taken_back_on = date(2026, 7, 31)
    first_without = lapses_from(of_case(charge))
    with clock.frozen(taken_back_on):
        told(replace(of(charge), reversed_at=clock.now()))
    due_on = charges.get_charge(charge.id, to=EVERYTHING).due_on
    assert due_on is not None
    assert due_on >= taken_back_on + timedelta(days=30)
    first = lapses_from(of_case(charge))
    assert first_without is not None
    assert first is not None
    assert first > max(first_without, due_on)
    with clock.frozen(first):
        with transaction():
            record_lapse(
                of_case(charge), reasons=["lapsed-unpaid"], words={}, power=Power("supervisor"), by=maker
            )
        assert status(charge) is CaseStatus.LAPSED
        assert permits.standing_on(first, card.id, to=EVERYTHING) is Standing.NOT_VALID


def test_a_payment_with_a_wrong_number_lets_the_case_go_on_once_it_is_put_right() -> None:
    charge = granted()
    lost = told(replace(of(charge), payment_number="a wrong number"))
    assert status(charge) is CaseStatus.AWAITING_PAYMENT
    assert lost.receipt_id is not None
    with transaction():
        allocate_payment(lost.receipt_id, charge_id=charge.id, reason="Number on the slip.", by=SYSTEM)
    assert status(charge) is CaseStatus.IN_PRODUCTION
