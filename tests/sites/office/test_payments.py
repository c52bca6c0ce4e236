"""The cashier's desk: what waits, what is done about it with a reason, what the books of a day say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from sojourn.audit.models import Access, Event
from sojourn.cases.types import CaseStatus
from sojourn.flows.receive_payment import receive_payment
from sojourn.flows.reclassify_person import reclassify_person
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.money import Money
from sojourn.lib.types import Confidentiality
from sojourn.payments import queries
from sojourn.payments.models import Posting
from sojourn.payments.types import Booked, Charge, ChargeState, ProviderNotice
from tests.factories.cases import EVERYTHING, apply, approve, officer, opened, propose
from tests.sites.office.conftest import Desk
from tests.sites.portal.conftest import statements

pytestmark = pytest.mark.django_db
PAYMENTS = "/en/office/payments/"


@pytest.fixture
def cashier(desk: Desk) -> Client:
    return desk("cashier", None)


@pytest.fixture
def duty(cashier: Client) -> Charge:
    """The duty of a case that was granted."""
    case_id = apply().case_id
    propose(case_id, by=officer("author"))
    approve(case_id, by=officer("approver", "supervisor"))
    return queries.list_of(opened(case_id).case.subject, to=EVERYTHING)[0]


def paid(charge: Charge, *, more: int = 0, **terms: object) -> Booked:
    amount = Money(charge.amount.minor + more, charge.amount.currency)
    notice = ProviderNotice("sandbox", "P-1", charge.number, amount, clock.now())
    with transaction():
        return receive_payment(replace(notice, **terms), by=SYSTEM)  # type: ignore[arg-type]


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def of_charge(charge: Charge) -> str:
    return f"{PAYMENTS}charges/{charge.id}/"


def of_payment(booked: Booked) -> str:
    return f"{PAYMENTS}received/{booked.receipt_id}/"


def now(charge: Charge) -> Charge:
    return queries.get_charge(charge.id, to=EVERYTHING)


def send(client: Client, address: str, status: int = 302, **typed: str) -> str:
    answer = client.post(address, {"key": address[-40:], **typed})
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_what_waits_is_listed_with_what_to_do(cashier: Client, duty: Charge) -> None:
    assert "Every payment has found its place" in page(cashier, PAYMENTS)
    paid(duty, more=1500)
    listed = page(cashier, PAYMENTS)
    assert "Paid too much" in listed
    assert "Give back what is beyond the duty." in listed
    assert of_charge(duty) in listed


def test_a_charge_is_found_by_its_payment_number_however_it_is_typed(cashier: Client, duty: Charge) -> None:
    spaced = f"{duty.number[:4]} {duty.number[4:8]}-{duty.number[8:]}"
    assert cashier.get(PAYMENTS, {"q": spaced})["Location"] == of_charge(duty)
    assert "No charge has this payment number" in page(cashier, f"{PAYMENTS}?q=123")


def test_who_looked_at_a_charge_is_kept(cashier: Client, duty: Charge) -> None:
    page(cashier, of_charge(duty))
    looked = Access.objects.get(subject_kind="charge", subject_id=duty.id)
    assert looked.purpose == "payment"


def test_a_surplus_is_given_back_with_a_reason_and_paid_out_by_an_order(
    cashier: Client, duty: Charge
) -> None:
    paid(duty, more=1500)
    assert "15\u00a0AZN" in page(cashier, of_charge(duty))
    refused = send(cashier, f"{of_charge(duty)}refund/", status=409, reason=" ")
    assert "Fill in every field" in refused
    send(cashier, f"{of_charge(duty)}refund/", reason="Paid twice by mistake.")
    assert now(duty).refund_payable.minor == 1500
    send(cashier, f"{of_charge(duty)}paid-out/", order="T-77")
    assert (now(duty).refund_payable.minor, now(duty).state) == (0, ChargeState.PAID)
    assert "Every payment has found its place" in page(cashier, PAYMENTS)


def test_the_same_form_sent_twice_gives_back_once(cashier: Client, duty: Charge) -> None:
    paid(duty, more=1500)
    for _ in range(2):
        send(cashier, f"{of_charge(duty)}refund/", reason="Paid twice by mistake.")
    assert Event.objects.filter(kind="charge:refund-granted").count() == 1


def test_a_payment_with_a_wrong_number_is_put_where_it_belongs_and_the_case_goes_on(
    cashier: Client, duty: Charge
) -> None:
    lost = paid(duty, payment_number="999")
    address = of_payment(lost)
    assert address in page(cashier, PAYMENTS)
    wrong = send(cashier, f"{address}allocate/", status=409, number="1", reason="Slip.")
    assert "No charge has this payment number" in wrong
    assert 'value="1"' in wrong
    send(cashier, f"{address}allocate/", number=duty.number, reason="The slip names the applicant.")
    assert duty.subject is not None
    assert opened(duty.subject.id).case.status is CaseStatus.IN_PRODUCTION
    assert "It stands on its charge" in page(cashier, address) or duty.number in page(cashier, address)


def test_a_payment_nobody_owed_is_given_back(cashier: Client, duty: Charge) -> None:
    lost = paid(duty, payment_number="999")
    send(cashier, f"{of_payment(lost)}refund/", reason="Nobody knows it.")
    send(cashier, f"{of_payment(lost)}paid-out/", order="T-78")
    assert "Every payment has found its place" in page(cashier, PAYMENTS)


def test_a_contradiction_is_closed_with_what_the_provider_answered(cashier: Client, duty: Charge) -> None:
    first = paid(duty)
    paid(duty, more=100)
    listed = page(cashier, PAYMENTS)
    assert "One payment told in two ways" in listed
    task = queries.list_tasks(to=EVERYTHING)[0]
    address = f"{of_payment(first)}tasks/{task.id}/close/"
    send(cashier, address, status=409, reason="")
    send(cashier, address, reason="The first is right.")
    assert "Every payment has found its place" in page(cashier, PAYMENTS)


def test_what_was_taken_back_is_told_with_what_follows(cashier: Client, duty: Charge) -> None:
    paid(duty)
    paid(duty, reversed_at=clock.now())
    assert "Taken back after it was counted" in page(cashier, PAYMENTS)
    assert "no card is made until it is paid" in page(cashier, of_charge(duty))


def test_the_books_of_a_day_are_sums_of_postings(cashier: Client, duty: Charge) -> None:
    paid(duty, more=1500)
    told = page(cashier, f"{PAYMENTS}books/")
    assert "Owed by payers" in told
    assert sum(Posting.objects.values_list("minor", flat=True)) == 0
    assert "Nothing was booked until this day" in page(cashier, f"{PAYMENTS}books/?day=01.01.2020")
    assert "Enter a day such as" in page(cashier, f"{PAYMENTS}books/?day=yesterday")


def test_only_the_cashier_moves_money_and_officers_may_look(desk: Desk, duty: Charge) -> None:
    paid(duty, more=1500)
    examining = desk("case-officer", None)
    assert "Grant the refund" not in page(examining, of_charge(duty))
    page(examining, PAYMENTS, 403)
    send(examining, f"{of_charge(duty)}refund/", status=403, reason="Mine.")
    page(desk("counter-officer", None), of_charge(duty), 403)
    assert now(duty).refund_payable.minor == 0


def test_a_charge_of_another_office_is_not_there(desk: Desk, duty: Charge) -> None:
    page(desk("cashier", "rmd-lan"), of_charge(duty), 404)


def test_the_pages_cost_the_same_however_much_was_paid(cashier: Client, duty: Charge) -> None:
    def costs() -> list[int]:
        pages = (PAYMENTS, of_charge(duty), f"{PAYMENTS}books/")
        return [statements(lambda at=at: cashier.get(at)) for at in pages]  # type: ignore[misc]

    paid(duty, more=100)
    costs()
    once = costs()
    for at in range(5):
        paid(duty, external_id=f"P-{at + 2}")
        paid(duty, external_id=f"L-{at}", payment_number="999")
    assert costs() == once


def test_no_code_of_the_machine_is_shown(cashier: Client, duty: Charge) -> None:
    lost = paid(duty, payment_number="999")
    paid(duty, more=100, external_id="P-2")
    for language in ("az", "ru"):
        for address in (PAYMENTS, of_charge(duty), of_payment(lost), f"{PAYMENTS}books/"):
            told = page(cashier, address.replace("/en/", f"/{language}/"))
            assert not [
                code for code in ("cash-in-transit", "unknown-number", "refund-payable") if code in told
            ]


def test_what_came_for_a_charge_the_cashier_does_not_see_waits_at_the_protection_desk_alone(
    cashier: Client, duty: Charge, desk: Desk
) -> None:
    protector = desk("protection-officer", None)
    assert duty.subject is not None
    person = opened(duty.subject.id).case.person_id
    with transaction():
        reclassify_person(person, confidentiality=Confidentiality.PROTECTED, by=SYSTEM)
    paid(duty, more=1500)
    assert duty.number not in page(cashier, PAYMENTS)
    page(cashier, of_charge(duty), status=404)
    assert duty.number in page(protector, PAYMENTS)
    send(protector, f"{of_charge(duty)}refund/", reason="Paid twice by mistake.")
    send(protector, f"{of_charge(duty)}paid-out/", order="T-78")
    assert duty.number not in page(protector, PAYMENTS)


def test_what_the_cashier_sees_to_is_not_on_the_list_of_the_protection_desk(
    cashier: Client, duty: Charge, desk: Desk
) -> None:
    paid(duty, more=1500)
    assert duty.number in page(cashier, PAYMENTS)
    assert duty.number not in page(desk("protection-officer", None), PAYMENTS)
