"""A paper application at the counter: the same case as one sent from home, with a paper to hand over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from sojourn.cases.models import Case
from sojourn.lib import clock
from sojourn.permits.models import Permit
from tests.factories.cases import ANSWERS, FILED_ON, OFFICE
from tests.sites.office.conftest import Desk

pytestmark = pytest.mark.django_db
COUNTER = "/en/office/counter/residence/"


@pytest.fixture(autouse=True)
def _filing_day(_day: None) -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def entered(client: Client, **more: str) -> tuple[int, str]:
    answer = client.post(COUNTER, {**ANSWERS, "received_on": "28.5.2026", "key": "k1", **more})
    return answer.status_code, answer.content.decode()


def test_a_paper_becomes_the_same_case_as_one_sent_from_home(desk: Desk) -> None:
    status, page = entered(desk("counter-officer", OFFICE))
    case = Case.objects.get()
    assert status == 200, page
    assert case.reference in page
    assert (case.filed_on, case.started_on) == (date(2026, 5, 28), date(2026, 5, 28))
    assert (case.office, case.place_of_filing, case.ground) == (OFFICE, OFFICE, "work")
    assert Permit.objects.filter(subject_id=case.application_id).exists()


def test_the_form_sent_twice_is_one_case_with_one_receipt(desk: Desk) -> None:
    officer = desk("counter-officer", OFFICE)
    first, second = entered(officer), entered(officer)
    assert Case.objects.count() == 1
    assert Case.objects.get().reference in first[1]
    assert Case.objects.get().reference in second[1]
    _, page = entered(officer, **{"passport.surname": "Other"})
    assert "already used for another person" in page
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"received_on": "2.6.2026"}, "Enter the day of the stamp, not later than today"),
        ({"passport.surname": "R2D2"}, "A name cannot contain"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk: Desk, wrong: dict[str, str], said: str) -> None:
    status, page = entered(desk("counter-officer", OFFICE), **wrong)
    assert status == 422
    assert said in page
    assert 'value="Nizami"' in page
    assert not Case.objects.exists()


def test_the_scanner_fills_the_document(desk: Desk) -> None:
    lines = "P<SWEERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nAA12345674SWE9008128F3101012<<<<<<<<<<<<<<<2"
    answer = desk("counter-officer", OFFICE).post(COUNTER, {"read": "lines", "passport.mrz": lines})
    assert 'value="ERIKSSON"' in answer.content.decode()


def test_the_paper_carries_a_code_that_no_page_shows_and_is_printed_once(desk: Desk) -> None:
    officer = desk("counter-officer", OFFICE)
    entered(officer)
    address = f"/en/office/cases/{Case.objects.get().id}/paper/"
    paper = officer.post(address, {"key": "a", "language": "en"})
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    again = officer.post(address, {"key": "a", "language": "en"})
    assert again.status_code == 409
    assert "printed already" in again.content.decode()


def test_only_the_counter_and_case_officers_enter_papers(desk: Desk) -> None:
    assert desk("supervisor", OFFICE).get(COUNTER).status_code == 403
    assert desk("case-officer", OFFICE).get(COUNTER).status_code == 200
