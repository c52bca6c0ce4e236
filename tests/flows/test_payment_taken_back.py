"""A duty was paid, the card was to be made, and the payment was taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from sojourn.accounts import actions as accounts
from sojourn.accounts.types import Contact, ContactKind
from sojourn.applications.types import Holder
from sojourn.cases.types import CaseStatus
from sojourn.flows.errors import DutyOwed
from sojourn.flows.produce_card import produce_card
from sojourn.flows.receive_payment import allocate_payment, receive_payment
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.notices.models import Message
from sojourn.payments import queries as charges
from sojourn.payments.types import Booked, Charge, ChargeState, ProviderNotice, TaskKind
from tests.factories.cases import EVERYTHING, FILED_ON, apply, approve, officer, opened, propose

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
    with pytest.raises(DutyOwed), transaction():
        produce_card(opened(charge.subject.id), by=officer("maker"))
    told(replace(of(charge), external_id="P-2"))
    with transaction():
        produce_card(opened(charge.subject.id), by=officer("another maker"))
    assert status(charge) is CaseStatus.READY
    assert charges.list_tasks(to=EVERYTHING) == []


def test_a_payment_with_a_wrong_number_lets_the_case_go_on_once_it_is_put_right() -> None:
    charge = granted()
    lost = told(replace(of(charge), payment_number="a wrong number"))
    assert status(charge) is CaseStatus.AWAITING_PAYMENT
    assert lost.receipt_id is not None
    with transaction():
        allocate_payment(lost.receipt_id, charge_id=charge.id, reason="Number on the slip.", by=SYSTEM)
    assert status(charge) is CaseStatus.IN_PRODUCTION
