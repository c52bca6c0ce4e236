"""Where a filing stands is told to whoever holds its number and the code on its paper, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sojourn.flows.reclassify_person import reclassify_person
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from sojourn.payments import queries as charges
from sojourn.people.models import Person
from tests.factories import filings
from tests.factories.cases import EVERYTHING, FILED_ON, apply, approve, officer, opened, propose
from tests.factories.filings import TODAY
from tests.factories.registrations import ANSWERS

pytestmark = pytest.mark.django_db
TRACK = "/en/track/"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def shown(number: str, code: str, *, at: str = "10.0.0.1") -> Any:
    return Client(REMOTE_ADDR=at).post(TRACK, {"number": number, "code": code})


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_case_is_told_by_its_number_and_the_code_on_the_receipt() -> None:
    receipt = apply()
    told = text(shown(f" {receipt.reference.lower()} ", receipt.tracking_code.lower()))
    assert receipt.reference in told
    assert "Being examined" in told
    assert "1 June 2026" in told
    assert "Eriksson" not in told
    assert "Anna" not in told


def test_the_certificate_opens_it_too_with_its_own_number_and_code() -> None:
    receipt = apply()
    assert receipt.reference in text(shown(receipt.number, receipt.code))
    assert "Being examined" not in text(shown(receipt.reference, receipt.code[::-1]))


def test_a_case_without_a_certificate_has_a_code_as_well() -> None:
    receipt = apply({"present.lawful-until": "2026-05-01"})
    assert receipt.number == ""
    assert receipt.reference in text(shown(receipt.reference, receipt.tracking_code))


def test_state_and_days_are_told_and_nothing_else() -> None:
    author, approver = officer("author"), officer("approver", "supervisor")
    receipt = apply()
    propose(receipt.case_id, by=author)
    approve(receipt.case_id, by=approver)
    told = text(shown(receipt.reference, receipt.tracking_code))
    main = told[told.index("<main") : told.index("</main>")]
    file = opened(receipt.case_id)
    (charge,) = charges.list_of(file.case.subject, to=EVERYTHING)
    assert "Granted: please pay" in main
    assert "Decided on" in main
    service = file.pack.text(f"{file.case.service}.title", "en")
    for hidden in (charge.number, receipt.number, service, "AZN", file.identity.names.surname):
        assert hidden
        assert hidden not in main


def test_a_registration_is_told_by_the_number_and_code_of_its_document() -> None:
    with clock.frozen(TODAY):
        receipt = filings.register()
        told = text(shown(receipt.number, receipt.code))
        assert "Registered" in told
        assert receipt.reference in told
        filings.depart(receipt)
        assert "Ended on" in text(shown(receipt.number, receipt.code))
    assert ANSWERS["passport.surname"] not in told


def test_personal_data_are_never_enough() -> None:
    receipt = apply()
    for number, code in (("AA1234567", "1990-08-12"), ("Eriksson", "12.08.1990"), (receipt.reference, "")):
        assert receipt.reference not in text(shown(number, code)).replace(f'value="{receipt.reference}"', "")


def test_unknown_mistyped_restricted_and_protected_are_one_answer_in_words_size_and_work() -> None:
    with clock.frozen(FILED_ON):
        shown("AZ-MYI-2026-0000009-K", "AAAAAAAAAA")
        ordinary, hidden, restricted = apply(), apply(), apply()
        for receipt, class_ in (
            (hidden, Confidentiality.PROTECTED),
            (restricted, Confidentiality.RESTRICTED),
        ):
            person = opened(receipt.case_id).case.person_id
            with transaction():
                reclassify_person(person, confidentiality=class_, by=SYSTEM)
        with clock.frozen(TODAY):
            stay = filings.register()
            with transaction():
                newest = Person.objects.latest("id").id
                reclassify_person(newest, confidentiality=Confidentiality.PROTECTED, by=SYSTEM)
        answers = []
        for at, (number, code) in enumerate(
            [
                ("AZ-MYI-2026-0000009-K", "AAAAAAAAAA"),
                (ordinary.reference, "AAAAAAAAAA"),
                (hidden.reference, hidden.tracking_code),
                (hidden.number, hidden.code),
                (restricted.reference, restricted.tracking_code),
                (stay.number, stay.code),
                ("nonsense", "12"),
            ]
        ):
            with CaptureQueriesContext(connection) as caught:
                answer = shown(number, code, at=f"10.0.1.{at}")
            work = sum(not each["sql"].startswith(("SAVEPOINT", "RELEASE")) for each in caught)
            answers.append((answer.status_code, len(answer.content), work))
    assert set(answers) == {answers[0]}


def test_wrong_tries_are_counted_in_the_database_and_right_ones_are_not() -> None:
    receipt = apply()
    for _ in range(8):
        assert shown(receipt.reference, receipt.tracking_code).status_code == 200
    found = [shown("AZ-MYI-2026-0000009-K", "AAAAAAAAAA").status_code for _ in range(8)]
    assert found[0] == 200
    assert found[-1] == 429


def test_the_code_stands_in_no_address_and_no_table() -> None:
    receipt = apply()
    answer = shown(receipt.reference, receipt.tracking_code)
    assert "Location" not in answer
    with connection.cursor() as cursor:
        for table in ("cases_case", "applications_application", "permits_permit", "audit_event"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            assert receipt.tracking_code not in str(cursor.fetchall())


def test_two_cases_have_two_codes() -> None:
    with clock.frozen(date(2026, 6, 1)):
        one, other = apply(), apply()
    assert one.tracking_code != other.tracking_code
    assert "Being examined" not in text(shown(one.reference, other.tracking_code))
