"""Who owed what is forgotten in time and hidden when it must be; the books stay as they are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sojourn.audit import actions as audit
from sojourn.audit.models import PersonalValue
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Reader
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from sojourn.payments import actions as payments
from sojourn.payments import jobs, queries
from sojourn.payments.errors import BooksDiffer, ChargeUnknown, ReceiptUnknown
from sojourn.payments.models import Charge as Row
from sojourn.payments.models import Posting
from sojourn.payments.types import Charge
from tests.unit.payments.conftest import EVERYTHING, a_duty, a_payment, arc, charged, events_of, receive

pytestmark = pytest.mark.django_db
ORDINARY = Reader(SYSTEM, "tests")


def erase(after: timedelta) -> int:
    with transaction():
        ids = payments.erase_settled_before(clock.now() + after, by=SYSTEM)
        audit.redact_all("charge", ids, by=SYSTEM, reason="payment")
    return len(ids)


def test_what_is_still_owed_is_not_forgotten(duty: Charge) -> None:
    assert erase(timedelta(days=9999)) == 0


def test_who_paid_is_forgotten_when_the_term_has_passed(duty: Charge) -> None:
    receive(a_payment(duty.number))
    before = list(Posting.objects.values_list("account", "minor"))
    assert (erase(timedelta(days=-1)), erase(timedelta(days=1)), erase(timedelta(days=1))) == (0, 1, 0)
    kept = queries.get_charge(duty.id, to=EVERYTHING)
    assert (kept.payer, kept.subject, kept.account_id) == (None, None, None)
    assert list(Posting.objects.values_list("account", "minor")) == before
    assert not PersonalValue.objects.filter(event__subject_id=duty.id).exists()


def test_what_is_owed_for_a_case_goes_to_another_office_and_to_whoever_follows_it(duty: Charge) -> None:
    assert duty.subject
    there = Reader(SYSTEM, "tests", offices=frozenset({"hills"}))
    with transaction():
        for _ in range(2):
            payments.move(duty.subject, office="hills", by=SYSTEM)
    assert [each.id for each in queries.list_of(duty.subject, to=there)] == [duty.id]
    assert events_of("charge", duty.id).count("charge:moved") == 1


def test_a_person_who_comes_under_protection_takes_their_charges_along(duty: Charge) -> None:
    receipt = receive(a_payment(duty.number)).receipt_id
    assert duty.payer
    assert receipt
    with transaction():
        moved = payments.reclassify([duty.payer], confidentiality=Confidentiality.PROTECTED, by=SYSTEM)
    assert moved == [duty.id]
    with pytest.raises(ChargeUnknown):
        queries.get_charge(duty.id, to=ORDINARY)
    with pytest.raises(ReceiptUnknown):
        queries.get_receipt(receipt, to=ORDINARY)
    assert events_of("charge", duty.id)[-1] == "charge:reclassified"


def test_another_office_sees_nothing_of_it(duty: Charge) -> None:
    elsewhere = Reader(SYSTEM, "tests", offices=frozenset({"RMD-2"}))
    assert queries.find_by_number(duty.number, to=elsewhere) is None
    assert queries.find_by_number(duty.number, to=Reader(SYSTEM, "tests", offices=frozenset({"RMD-1"})))


def test_a_receipt_tells_what_was_paid_for_what(duty: Charge) -> None:
    booked = receive(a_payment(duty.number, 20, external_id="T-20"))
    assert booked.receipt_id
    receipt = queries.get_receipt(booked.receipt_id, to=ORDINARY)
    assert (receipt.amount, receipt.external_id, receipt.number) == (arc(20), "T-20", duty.number)
    assert receipt.charge
    assert (receipt.charge.budget_code, receipt.charge.outstanding) == ("142310", arc(40))
    assert queries.list_receipts(duty.id) == [receipt]


def test_the_books_are_proved_every_night(duty: Charge) -> None:
    assert jobs.prove_books() == 0
    Row.objects.filter(id=duty.id).update(settled_at=clock.now())
    with pytest.raises(BooksDiffer):
        jobs.prove_books()


def test_what_is_open_is_found_by_its_last_day() -> None:
    today = clock.today()
    late, soon = (charged(a_duty(due_on=today + timedelta(days=days))) for days in (1, 2))
    assert [each[0] for each in queries.list_owed(due_from=today)] == [late.id, soon.id]
    receive(a_payment(late.number))
    assert [each[0] for each in queries.list_owed(due_from=today)] == [soon.id]


def test_one_reads_twenty_charges_at_the_cost_of_one(django_assert_num_queries: object) -> None:
    new = a_duty()
    for _ in range(20):
        charged(new)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(queries.list_of(new.subject, to=ORDINARY)) == 20


def test_booking_a_payment_takes_four_journeys(duty: Charge, django_assert_num_queries: object) -> None:
    """Lock and sums, payment with its entry, the record; around them the savepoint of the test."""
    notice = a_payment(duty.number)
    with django_assert_num_queries(5):  # type: ignore[operator]
        receive(notice)
