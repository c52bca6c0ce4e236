"""What came with a registration: the copy of the passport as its safe copy, and the advice the form gave."""

from __future__ import annotations

import io
from uuid import UUID, uuid4

import pytest
from PIL import Image

from sojourn.applications.models import Application
from sojourn.audit.models import Access, Event
from sojourn.documents.models import Document
from sojourn.stays.models import Registration
from tests.factories.filings import filing, hotel, register, register_guest_list
from tests.factories.registrations import ANSWERS
from tests.sites.office.conftest import Desk
from tests.sites.portal.conftest import APPLY, PASSPORT, STAY, Visitor, upload
from tests.sites.searching import look

pytestmark = pytest.mark.django_db


def picture(colour: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(made, "JPEG", comment=b"made by a phone")
    return made.getvalue()


@pytest.fixture
def stay(_day: None) -> UUID:
    """Registered at the portal with a copy that was replaced once before it was sent."""
    visitor = Visitor().open(APPLY)
    visitor.send({**PASSPORT, "passport.copy": upload(picture("red"), "wrong.jpg")}).follow()
    visitor.open(APPLY).follow()
    first = f"/en/apply/{Application.objects.get().reference}/passport/"
    visitor.open(first).send({**PASSPORT, "passport.copy": upload(picture("blue"), "right.jpg")}).follow()
    visitor.send(STAY).follow()
    visitor.send({"contact.channel": "none"}).follow()
    return UUID(str(Registration.objects.get().id))


def test_an_officer_sees_the_safe_copy_of_what_was_sent_and_the_look_is_kept(desk: Desk, stay: UUID) -> None:
    client = desk("case-officer")
    page = client.get(f"/en/office/registrations/{stay}/").content.decode()
    [sent] = [each for each in Document.objects.all() if str(each.id) in page]
    answer = client.get(f"/en/office/registrations/{stay}/files/{sent.id}/")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"made by a phone" not in answer.content
    red, _, blue = Image.open(io.BytesIO(answer.content)).getpixel((10, 10))  # type: ignore[misc]
    assert blue > 200 > red
    assert Access.objects.filter(subject_kind="document", subject_id=sent.id).exists()


def test_a_file_replaced_before_sending_is_not_kept(desk: Desk, stay: UUID) -> None:
    client = desk("case-officer")
    assert Document.objects.count() == 1
    [replaced] = Event.objects.filter(kind="document:erased")
    for file in (replaced.subject_id, uuid4()):
        assert client.get(f"/en/office/registrations/{stay}/files/{file}/").status_code == 404


def test_files_of_another_area_are_as_if_they_did_not_exist(desk: Desk, stay: UUID) -> None:
    file = Document.objects.latest("id").id
    elsewhere = desk("case-officer", "rmd-bak")
    assert elsewhere.get(f"/en/office/registrations/{stay}/files/{file}/").status_code == 404
    assert desk("auditor", None).get(f"/en/office/registrations/{stay}/files/{file}/").status_code == 403


def test_the_advice_of_the_form_stands_beside_the_registration_in_words(desk: Desk) -> None:
    receipt = register({**ANSWERS, "passport.expires-on": "2026-01-01"})
    page = desk("case-officer").get(f"/en/office/registrations/{receipt.registration_id}/").content.decode()
    assert "What the form advised" in page
    assert "This day has passed. Please check it." in page
    assert receipt.reference in page


def test_what_is_doubtful_in_the_row_of_a_list_stands_beside_its_registration(desk: Desk) -> None:
    host, actor = hotel()
    lines = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C86UTO7408122F3204159ZE184226B<<<<<11"
    told = {"passport.mrz": lines, "passport.nationality": "GEO", "stay.arrived-here-on": "2026-06-03"}
    answer = register_guest_list([told], key="one", filing=filing(actor, desk=host))
    address = f"/en/office/registrations/{answer.rows[0].registration}/"
    page = desk("case-officer").get(address).content.decode()
    assert "What the form advised" in page
    assert "The row of a list was registered at once" in page
    assert "A check digit in the lines does not fit here." in page


def test_countries_are_called_by_their_names(desk: Desk) -> None:
    receipt = register()
    person = Registration.objects.get().person_id
    client = desk("case-officer")
    for page, name in (("en", "Georgia"), ("az", "Gürcüstan"), ("ru", "Грузия")):
        for address in (f"registrations/{receipt.registration_id}/", f"people/{person}/", "people/?q=Kaland"):
            assert name in look(client, f"/{page}/office/{address}").content.decode(), (page, address)


def test_hosts_of_one_name_are_told_apart_and_guests_who_left_are_left_out(desk: Desk) -> None:
    rows = {}
    for number, guest in (("1400000001", "Abashidze"), ("1400000002", "Beridze")):
        host, actor = hotel("Hotel Lotus", tax_number=number)
        told = {**ANSWERS, "passport.surname": guest, "passport.number": f"N{number}"}
        register_guest_list([told], key=number, filing=filing(actor, desk=host))
        rows[guest] = host.organisation_id
    client = desk("case-officer")
    one = client.get(f"/en/office/registrations/?organisation={rows['Beridze']}").content.decode()
    assert "Beridze" in one
    assert "Abashidze" not in one
    left = Registration.objects.get(organisation_id=rows["Abashidze"])
    client.post(f"/en/office/registrations/{left.id}/departure/", {"left_on": "2026-06-09"})
    present = client.get("/en/office/registrations/?present=yes").content.decode()
    assert "Beridze" in present
    assert "Abashidze" not in present
    assert client.get(f"/en/office/registrations/?organisation={uuid4()}").status_code == 404
    assert client.get("/en/office/registrations/?organisation=x&after=y").status_code == 200
