"""A lapse in the office: the provider is asked before it is recorded; one that was wrong is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from sojourn.cases.types import CaseStatus
from sojourn.flows import collect_payments as collecting
from sojourn.flows.appeal_decision import appeal_decision
from sojourn.flows.case_letters import Purpose
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.payments import queries as charges
from sojourn.payments.errors import ProviderFailed
from sojourn.payments.providers import sandbox
from sojourn.payments.types import Charge, TaskKind
from tests.factories.cases import (
    EVERYTHING,
    FILED_ON,
    GUEST,
    OFFICE,
    apply,
    approve,
    officer,
    opened,
    pay,
    propose,
    read_newest,
)
from tests.sites.office.conftest import Desk
from tests.sites.office.test_cases import at, page, send

pytestmark = pytest.mark.django_db
PAID_ON, LAPSED_ON = date(2026, 7, 15), date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _long_after(_day: None) -> Iterator[None]:
    with clock.frozen(LAPSED_ON):
        yield


@pytest.fixture
def approver(desk: Desk) -> Client:
    return desk("supervisor", OFFICE)


@pytest.fixture
def unpaid() -> UUID:
    """A grant whose time to pay has passed."""
    with clock.frozen(FILED_ON):
        case_id = apply().case_id
        propose(case_id, by=officer("author"))
        approve(case_id, by=officer("another approver", "supervisor"))
        read_newest(case_id, Purpose.GRANTED)
    return case_id


def duty(case_id: UUID) -> Charge:
    return charges.list_of(Subject("case", case_id), to=EVERYTHING)[0]


def lapse(approver: Client, case_id: UUID) -> Any:
    return send(approver, at(case_id, "lapse/"), reason="Ödənilməyib")


def test_a_payment_the_provider_could_not_tell_saves_the_grant(approver: Client, unpaid: UUID) -> None:
    charge = duty(unpaid)
    sandbox.pay(charge.number, charge.amount)
    assert "cannot be done with the case as it stands now" in lapse(approver, unpaid).content.decode()
    assert opened(unpaid).case.status is CaseStatus.IN_PRODUCTION


def test_nothing_lapses_while_the_provider_does_not_answer(
    approver: Client, unpaid: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(provider: str, number: str) -> None:
        raise ProviderFailed

    monkeypatch.setattr(collecting, "collect_payments", fails)
    assert "The payment provider does not answer." in lapse(approver, unpaid).content.decode()
    assert opened(unpaid).case.status is CaseStatus.AWAITING_PAYMENT


def test_a_lapse_is_taken_back_when_the_duty_turns_out_to_have_been_paid(
    approver: Client, unpaid: UUID
) -> None:
    assert lapse(approver, unpaid).status_code == 302
    undo = at(unpaid, "lapse/undo/")
    assert undo not in page(approver, at(unpaid))
    assert "was made before its lapse" in send(approver, undo, reason="Ödənilib").content.decode()
    with clock.frozen(PAID_ON):
        paid_at = clock.now()
    pay(unpaid, at=paid_at)
    assert [each.kind for each in charges.list_tasks(to=EVERYTHING)] == [TaskKind.PAID_IN_TIME]
    assert undo in page(approver, at(unpaid))
    assert "Give a reason" in send(approver, undo, reason=" ").content.decode()
    assert send(approver, undo, reason="Rüsum vaxtında ödənilib").status_code == 302
    assert opened(unpaid).case.status is CaseStatus.IN_PRODUCTION
    shown = page(approver, at(unpaid) + "?said=lapse-undone")
    assert "The lapse was taken back. The grant stands again." in shown


def test_who_decides_an_appeal_against_a_lapse_finds_the_days_that_were_granted(
    approver: Client, unpaid: UUID, desk: Desk
) -> None:
    last = opened(unpaid).terms[1]
    assert last is not None
    lapse(approver, unpaid)
    with transaction():
        appeal_decision(opened(unpaid), words="I paid in time", by=GUEST)
    judge = desk("appeal-officer", OFFICE)
    assert f'value="{last:%d.%m.%Y}"' in page(judge, at(unpaid, "appeal/"))
