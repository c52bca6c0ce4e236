"""A residence permit from the application to the card in its holder's hands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from sojourn.cases.types import CaseStatus
from sojourn.flows.case_letters import find_letter, list_letters, open_letter
from sojourn.flows.produce_card import hand_over_card, produce_card
from sojourn.flows.serve_letter import read_own_letter
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.payments import queries as charges
from sojourn.permits import verify
from sojourn.permits.types import Verdict
from tests.factories.cases import EVERYTHING, FILED_ON, GUEST, apply, approve, officer, opened, pay, propose

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def verdict(number: str, code: str) -> Verdict:
    with transaction():
        return verify.verify(number, code, caller_key="test")


def test_an_application_becomes_a_case_with_a_proof() -> None:
    receipt = apply()
    file = opened(receipt.case_id)
    assert file.case.status is CaseStatus.IN_REVIEW
    assert receipt.due_on == file.case.due_on == date(2026, 7, 1)
    assert receipt.number
    assert receipt.code
    assert verdict(receipt.number, receipt.code) is Verdict.PENDING


def test_granted_paid_made_and_handed_over() -> None:
    receipt = apply()
    case_id = receipt.case_id
    author, approver = officer("author"), officer("approver", "supervisor")
    propose(case_id, by=author)
    approve(case_id, by=approver)
    file = opened(case_id)
    assert file.case.status is CaseStatus.AWAITING_PAYMENT
    (charge,) = charges.list_of(file.case.subject, to=EVERYTHING)
    assert str(charge.amount) == "120.00 AZN"
    assert pay(case_id).covered_now
    assert opened(case_id).case.status is CaseStatus.IN_PRODUCTION
    with transaction():
        card = produce_card(opened(case_id), by=author)
    assert verdict(card.number, card.code) is Verdict.VALID
    with transaction():
        hand_over_card(opened(case_id), by=author)
    assert opened(case_id).case.status is CaseStatus.GRANTED


def test_every_letter_of_a_granted_case_is_drawn() -> None:
    case_id = apply().case_id
    author = officer("author")
    propose(case_id, by=author)
    approve(case_id, by=officer("approver", "supervisor"))
    pay(case_id)
    with transaction():
        produce_card(opened(case_id), by=author)
    file = opened(case_id)
    purposes = [each.purpose.value for each in list_letters(file)]
    assert sorted(purposes) == sorted(["pending", "granted", "payment-notice", "receipt", "card"])
    for letter in list_letters(file):
        with transaction():
            _, content = open_letter(file, letter, language="ru", by=author)
            again = open_letter(file, letter, language="ru", by=author)[1]
        assert content.startswith(b"%PDF")
        assert again == content


def test_reading_the_decision_in_the_portal_serves_it() -> None:
    case_id = apply().case_id
    propose(case_id, by=officer("author"))
    approve(case_id, by=officer("approver", "supervisor"))
    file = opened(case_id)
    letter = find_letter(file, f"decision-{file.case.decision_id}")
    with transaction():
        read_own_letter(file, letter, language="en", by=GUEST)
    decision = opened(case_id).decision
    assert decision is not None
    assert decision.served_on == FILED_ON
    assert opened(case_id).case.appeal_until == date(2026, 7, 1)
