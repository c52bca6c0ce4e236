"""The duty for a work permit counts only from the employer's own account."""

from __future__ import annotations

import pytest

from sojourn.cases.types import CaseStatus
from sojourn.flows.receive_payment import allocate_payment, receive_payment
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.payments import queries as charges
from sojourn.payments.models import Task
from sojourn.payments.types import Booked, Charge, Outcome, ProviderNotice, TaskKind
from tests.factories import cases, labour
from tests.factories.cases import EVERYTHING, opened

pytestmark = pytest.mark.django_db
OWN, OTHER = "1400000091", "9999999991"


def told(charge: Charge, payer: str) -> Booked:
    notice = ProviderNotice("sandbox", f"by-{payer}", charge.number, charge.amount, clock.now(), payer=payer)
    with transaction():
        return receive_payment(notice, by=SYSTEM)


def test_what_another_company_pays_is_a_task_and_what_the_employer_pays_opens_the_permit() -> None:
    employer = labour.employer(tax_number=OWN)
    author, approver = cases.officer("author"), cases.officer("approver", "supervisor")
    with clock.frozen(labour.FILED_ON):
        case = labour.apply(employer).case_id
        cases.propose(case, by=author)
        cases.approve(case, by=approver)
        (charge,) = charges.list_of(opened(case).case.subject, to=EVERYTHING)
        assert charge.payer == employer.on_behalf_of
        assert told(charge, OTHER).outcome is Outcome.OTHER_PAYER
        assert opened(case).case.status is CaseStatus.AWAITING_PAYMENT
        assert [each.kind for each in Task.objects.filter(closed_at=None)] == [TaskKind.OTHER_PAYER]
        assert told(charge, OWN).outcome is Outcome.PAID
        assert opened(case).case.status is CaseStatus.GRANTED


def test_the_cashier_may_put_it_there_when_it_was_the_employer_after_all() -> None:
    author, approver = cases.officer("author"), cases.officer("approver", "supervisor")
    with clock.frozen(labour.FILED_ON):
        case = labour.apply(labour.employer(tax_number=OWN)).case_id
        cases.propose(case, by=author)
        cases.approve(case, by=approver)
        (charge,) = charges.list_of(opened(case).case.subject, to=EVERYTHING)
        booked = told(charge, OTHER)
        assert booked.receipt_id is not None
        with transaction():
            allocate_payment(
                booked.receipt_id, charge_id=charge.id, reason="its own second account", by=SYSTEM
            )
    assert opened(case).case.status is CaseStatus.GRANTED
    assert not Task.objects.filter(closed_at=None).exists()
