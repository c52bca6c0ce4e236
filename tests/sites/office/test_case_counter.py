"""A paper application at the counter: the same case as one sent from home, with a paper to hand over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from sojourn.cases.models import Case
from sojourn.documents import queries as documents
from sojourn.flows.decide_case import charge_for
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.money import Money
from sojourn.lib.types import Subject
from sojourn.permits.models import Permit
from tests.factories import labour
from tests.factories.cases import ANSWERS, EVERYTHING, FILED_ON, OFFICE, opened
from tests.sites.office.conftest import Desk

pytestmark = pytest.mark.django_db
COUNTER = "/en/office/counter/applications/temporary-residence/"


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


def test_the_letter_of_a_court_is_entered_here(desk: Desk) -> None:
    page = desk("counter-officer", OFFICE).get("/en/office/counter/applications/citizenship-affiliation/")
    assert "Who asks?" in page.content.decode()


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


def scan(name: str = "scan.png") -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (40, 50), "white").save(picture, "PNG")
    return SimpleUploadedFile(name, picture.getvalue())


def test_scans_are_looked_at_and_kept_with_the_case_and_twice_is_once(desk: Desk) -> None:
    officer = desk("counter-officer", OFFICE)
    for _ in range(2):
        answer = officer.post(
            COUNTER,
            {**ANSWERS, "received_on": "28.5.2026", "key": "k1", "passport.copy": scan("any name")},
        )
        assert answer.status_code == 200, answer.content
    case = Case.objects.get()
    assert "<dt>Scans</dt><dd>1</dd>" in answer.content.decode()
    (kept,) = documents.list_documents(Subject("application", case.application_id), to=EVERYTHING)
    assert kept.filing.kind == "passport.copy"
    assert opened(case.id).answers["passport.copy"] == str(kept.id)


def test_a_scan_that_is_no_picture_is_refused_at_its_field_and_nothing_is_filed(desk: Desk) -> None:
    page = desk("counter-officer", OFFICE).post(
        COUNTER,
        {
            **ANSWERS,
            "received_on": "28.5.2026",
            "key": "k1",
            "passport.copy": SimpleUploadedFile("scan.pdf", b"MZ\x90 a program"),
            "photo.photo": scan(),
        },
    )
    said = page.content.decode()
    assert page.status_code == 422
    assert "Copy of the passport: " in said
    assert "Choose the scans again" in said
    assert 'value="Nizami"' in said
    assert not Case.objects.exists()


def test_another_member_of_the_family_is_filed_into_one_file(desk: Desk) -> None:
    officer = desk("counter-officer", OFFICE)
    _, receipt = entered(officer)
    first = Case.objects.get()
    assert f"?with={first.id}" in receipt
    page = officer.get(f"{COUNTER}?with={first.id}").content.decode()
    assert first.reference in page
    assert 'value="Nizami"' in page
    assert 'value="28.05.2026"' in page
    whole = opened(first.id).identity.names.whole
    assert page.split("form--counter")[1].count(whole) == 1  # the relative it rests on, and nobody else
    assert 'data-begin="passport-mrz"' in page
    child = {
        "passport.surname": "Eriksson",
        "passport.number": "CC1112223",
        "ground.main": "family-of-permit-holder",
        "with": str(first.id),
        "key": "k2",
    }
    status, told = entered(officer, **child)
    assert status == 200, told
    second = Case.objects.exclude(id=first.id).get()
    first.refresh_from_db()
    assert second.family_file_id == first.family_file_id is not None
    assert second.person_id != first.person_id
    assert f"?with={first.id}" in told


def test_a_case_the_counter_may_not_see_has_no_family_there(desk: Desk) -> None:
    entered(desk("counter-officer", OFFICE))
    case = Case.objects.get()
    elsewhere = desk("counter-officer", "rmd-gan")
    assert elsewhere.get(f"{COUNTER}?with={case.id}").status_code == 404
    assert entered(elsewhere, **{"with": str(case.id), "key": "k9"})[0] == 404
    assert Case.objects.count() == 1


def test_a_work_permit_brought_on_paper_belongs_to_the_employer_who_pays(desk: Desk) -> None:
    """The counter asks which organisation applies; without one that is known nothing is entered."""
    client, address = desk("counter-officer", OFFICE), COUNTER.replace("temporary-residence", labour.SERVICE)
    labour.employer(tax_number="1400000091")
    paper = {**labour.ANSWERS, "received_on": "28.5.2026", "key": "k1"}
    for number in ("", "1400000099"):
        answer = client.post(address, {**paper, "organisation": number})
        assert answer.status_code == 422
        assert "Enter the tax number of an organisation we know" in answer.content.decode()
    assert not Case.objects.exists()
    assert client.post(address, {**paper, "organisation": "14 0000 0091"}).status_code == 200
    case = Case.objects.get()
    assert case.principal_kind == "organisation"
    file = opened(case.id)
    with transaction():
        owed = charge_for(file, Money(10000, "AZN"), by=SYSTEM)
    assert owed is not None
    assert owed.payer == file.case.principal
