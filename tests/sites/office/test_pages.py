"""The office as its officers use it: each sees their area, and every look is kept."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sojourn.accounts.models import Account
from sojourn.applications.models import Application
from sojourn.audit.models import Access, Event
from sojourn.flows.object_to_registration import object_to_registration, token_for
from sojourn.lib.db import transaction
from sojourn.permits.types import Verdict
from sojourn.permits.verify import verify
from sojourn.stays.models import LateCandidate, Objection, Registration
from tests.factories.filings import GUEST, LATE, holder, register
from tests.factories.registrations import ANSWERS
from tests.sites.office.conftest import Desk
from tests.sites.searching import look

pytestmark = pytest.mark.django_db


def test_officers_see_the_registrations_of_their_own_area(desk: Desk) -> None:
    register()
    here = desk("counter-officer").get("/en/office/registrations/")
    elsewhere = desk("counter-officer", "rmd-bak").get("/en/office/registrations/")
    assert "Kalandadze" in here.content.decode()
    assert "Kalandadze" not in elsewhere.content.decode()


def test_a_list_is_one_look_with_its_filter_and_count(desk: Desk) -> None:
    register()
    desk("counter-officer").get("/en/office/registrations/?late=yes")
    kept = Access.objects.get(listing="registrations")
    assert (kept.count, kept.filter["late"]) == (0, "yes")


def test_a_registration_elsewhere_is_as_if_it_did_not_exist(desk: Desk) -> None:
    receipt = register()
    client = desk("counter-officer", "rmd-bak")
    hidden = client.get(f"/en/office/registrations/{receipt.registration_id}/")
    unknown = client.get(f"/en/office/registrations/{uuid4()}/")
    assert hidden.status_code == unknown.status_code == 404
    assert len(hidden.content) == len(unknown.content)


def test_looking_at_a_registration_or_a_person_is_kept(desk: Desk) -> None:
    receipt = register()
    person = Registration.objects.get(id=receipt.registration_id).person_id
    client = desk("case-officer")
    assert client.get(f"/en/office/registrations/{receipt.registration_id}/").status_code == 200
    assert client.get(f"/en/office/people/{person}/").status_code == 200
    kinds = set(Access.objects.values_list("subject_kind", flat=True))
    assert {"registration", "person"} <= kinds


def test_the_document_opens_for_the_office_and_the_look_is_kept(desk: Desk) -> None:
    receipt = register()
    answer = desk("counter-officer").get(f"/en/office/registrations/{receipt.registration_id}/document/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert Access.objects.filter(subject_id=receipt.registration_id).exists()


def entered(client: Client, **more: str) -> tuple[int, str]:
    answer = client.post("/en/office/counter/", {**ANSWERS, "received_on": "2026-06-03", "key": "k1", **more})
    return answer.status_code, answer.content.decode()


def test_a_paper_is_entered_with_the_day_of_its_stamp_and_leads_to_one_to_print(desk: Desk) -> None:
    status, page = entered(desk("counter-officer"))
    kept = Registration.objects.get()
    assert status == 200
    assert kept.reference in page
    assert (kept.received_on, kept.door, kept.office) == (date(2026, 6, 3), "counter", "rmd-lan")
    assert f"/registrations/{kept.id}/paper/" in page
    assert "Print the paper" in page


@pytest.mark.parametrize("stamp", ["3.6.2026", "03.06.2026", "03/06/2026", "2026-06-03"])
def test_days_are_typed_as_people_write_them(desk: Desk, stamp: str) -> None:
    status, _ = entered(desk("counter-officer"), **{"received_on": stamp, "stay.arrived-here-on": "1.6.2026"})
    kept = Registration.objects.get()
    assert (status, kept.received_on, kept.arrived_on) == (200, date(2026, 6, 3), date(2026, 6, 1))


def test_a_day_that_was_typed_comes_back_as_it_was_typed(desk: Desk) -> None:
    _, page = entered(
        desk("counter-officer"), **{"stay.arrived-here-on": "31.2.2026", "received_on": "3.6.2026"}
    )
    assert 'value="31.2.2026"' in page
    assert 'value="3.6.2026"' in page


def test_the_paper_is_printed_with_the_code_that_no_page_shows(desk: Desk) -> None:
    client = desk("counter-officer")
    _, page = entered(client)
    address = f"/en/office/registrations/{Registration.objects.get().id}/paper/"
    paper = client.post(address, {"key": "a", "language": "en"})
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert "code for signing in</dt>" not in page.lower()
    again = client.post(address, {"key": "a", "language": "en"})
    assert again.status_code == 409
    assert "printed already" in again.content.decode()
    assert client.post(address, {"key": "b"}).status_code == 200
    assert desk("supervisor").post(address, {"key": "c"}).status_code == 403


def test_the_same_form_twice_is_one_registration(desk: Desk) -> None:
    client = desk("counter-officer")
    first, again = entered(client), entered(client)
    assert first[0] == again[0] == 200
    assert Registration.objects.count() == Application.objects.count() == 1


def test_the_same_key_for_another_guest_is_refused_and_what_was_typed_is_kept(desk: Desk) -> None:
    client = desk("counter-officer")
    entered(client)
    _, page = entered(client, **{"passport.surname": "Beridze"})
    assert "Beridze" in page
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("stamp", ["", "2026-13-01", "2027-01-01", "x" * 5000])
def test_a_stamp_that_cannot_be_is_said_and_what_was_typed_is_kept(desk: Desk, stamp: str) -> None:
    status, page = entered(desk("counter-officer"), received_on=stamp)
    assert status == 422
    assert "Kalandadze" in page
    assert not Registration.objects.exists()


def test_scanner_lines_fill_the_fields(desk: Desk) -> None:
    lines = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
    client = desk("counter-officer")
    page = client.post(
        "/en/office/counter/", {"passport.mrz": lines, "read": "lines", "received_on": "2026-06-03"}
    )
    assert "ERIKSSON" in page.content.decode().replace(lines, "")


def test_who_may_not_enter_is_told_so(desk: Desk) -> None:
    assert desk("auditor", None).get("/en/office/counter/").status_code == 403


def test_without_signing_in_every_page_leads_to_the_door(client: Client) -> None:
    for page in ("registrations", "counter", "late", "objections", "people", "log", "staff"):
        answer = client.get(f"/en/office/{page}/")
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/en/office/sign-in/")


def test_a_late_filing_is_set_aside_by_a_supervisor_with_a_reason_once(desk: Desk) -> None:
    receipt = register({**ANSWERS, **LATE})
    client = desk("supervisor", None)
    assert "Kalandadze" in client.get("/en/office/late/").content.decode()
    address = f"/en/office/registrations/{receipt.registration_id}/lateness/"
    assert client.post(address, {"state": "set-aside"}).status_code == 422
    assert client.post(address, {"state": "set-aside", "reason": "Was in hospital"}).status_code == 302
    again = desk("supervisor", None).post(address, {"state": "taken-up", "reason": "No"})
    assert again.status_code == 409
    assert LateCandidate.objects.get().state == "set-aside"


def test_a_counter_officer_decides_no_lateness(desk: Desk) -> None:
    receipt = register({**ANSWERS, **LATE})
    address = f"/en/office/registrations/{receipt.registration_id}/lateness/"
    assert desk("counter-officer").post(address, {"state": "taken-up", "reason": "x"}).status_code == 403


def test_an_owner_who_objects_gets_an_answer(desk: Desk) -> None:
    receipt = register()
    with transaction():
        object_to_registration(
            token_for(receipt.registration_id), words="Nobody stays here", key="o1", by=GUEST
        )
    client = desk("supervisor", None)
    assert "Nobody stays here" in client.get("/en/office/objections/").content.decode()
    objection = Objection.objects.get()
    address = f"/en/office/registrations/{receipt.registration_id}/objections/{objection.id}/"
    assert client.post(address, {"answer": ""}).status_code == 422
    assert client.post(address, {"answer": "We looked: the guest has left"}).status_code == 302
    assert "Nobody stays here" not in client.get("/en/office/objections/").content.decode()


def test_the_last_lawful_day_is_corrected_with_what_shows_it(desk: Desk) -> None:
    receipt = register()
    client = desk("counter-officer")
    address = f"/en/office/registrations/{receipt.registration_id}/lawful-until/"
    assert client.post(address, {"until": "2026-06-08", "reason": ""}).status_code == 422
    assert client.post(address, {"until": "2026-05-01", "reason": "Visa"}).status_code == 422
    assert client.post(address, {"until": "2026-06-08", "reason": "Visa 30 days"}).status_code == 302
    with transaction():
        assert verify(receipt.number, receipt.code, caller_key="x") is Verdict.NOT_VALID
    client.post(address, {"until": "2026-09-30", "reason": "Visa seen again"})
    with transaction():
        assert verify(receipt.number, receipt.code, caller_key="x") is Verdict.VALID


def test_a_departure_told_at_the_counter_ends_the_stay(desk: Desk) -> None:
    receipt = register()
    client = desk("counter-officer")
    address = f"/en/office/registrations/{receipt.registration_id}/departure/"
    assert client.post(address, {"left_on": "2026-05-01"}).status_code == 422
    assert client.post(address, {"left_on": "2026-06-09"}).status_code == 302
    assert Registration.objects.get().end_cause == "departed"
    assert client.post(address, {"left_on": "2026-06-07"}).status_code == 422


def test_people_are_found_by_name_and_number(desk: Desk) -> None:
    register()
    client = desk("case-officer")
    for asked in ("Kaland", "12AB34567"):
        assert "Nino" in client.post("/en/office/people/", {"q": asked}).content.decode()
    assert Access.objects.filter(listing="people").count() == 2


def test_an_administrator_gives_and_ends_a_role(desk: Desk) -> None:
    client = desk("administrator", None)
    desk("counter-officer")
    officer = Account.objects.get(display_name__isnull=False, sign_in_name__startswith="counter-officer")
    given = {"account": str(officer.id), "role": "case-officer", "office": "rmd-lan", "from_on": "2026-06-10"}
    assert client.post("/en/office/staff/grant/", given).status_code == 302
    assert client.post("/en/office/staff/grant/", {**given, "from_on": "soon"}).status_code == 422
    assert client.post("/en/office/staff/grant/", {**given, "role": "auditor"}).status_code == 422


@pytest.mark.parametrize(
    ("page", "statements"),
    [("registrations", 6), ("late", 6), ("objections", 6), ("people/?q=Kal", 8), ("counter", 4)],
)
def test_a_page_costs_the_same_statements_however_many_rows_it_shows(
    desk: Desk, page: str, statements: int
) -> None:
    client = desk("supervisor" if page in ("late", "objections") else "case-officer", None)
    counts = []
    for number in (1, 6):
        for which in range(number):
            named = {
                "passport.surname": "Kal" + "abcdefg"[which] * number,
                "passport.number": f"N{number}{which}",
            }
            register({**ANSWERS, **LATE, **named}, held=holder(f"{number}{which}"))
        address = f"/en/office/{page}" + ("" if "?" in page else "/")
        with CaptureQueriesContext(connection) as queries:
            assert look(client, address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= statements, counts


def test_a_departure_to_come_and_a_correction_after_a_departure_are_said(desk: Desk) -> None:
    receipt = register()
    client = desk("counter-officer")
    here = f"/en/office/registrations/{receipt.registration_id}/"
    assert client.post(f"{here}departure/", {"left_on": "2026-06-30"}).status_code == 422
    client.post(f"{here}departure/", {"left_on": "2026-06-09"})
    late = client.post(f"{here}lawful-until/", {"until": "2026-09-30", "reason": "Visa seen"})
    assert late.status_code == 422
    assert "already ended" in late.content.decode()


def test_what_an_officer_does_at_the_desk_is_told_apart_from_the_counter(desk: Desk) -> None:
    receipt = register({**ANSWERS, **LATE})
    here = f"/en/office/registrations/{receipt.registration_id}/"
    desk("supervisor").post(f"{here}lateness/", {"state": "set-aside", "reason": "In hospital."})
    desk("counter-officer").post(f"{here}departure/", {"left_on": "2026-06-09"})
    doors = {event.kind: event.actor["door"] for event in Event.objects.filter(actor__kind="staff")}
    assert doors == {"stay:lateness-decided": "office", "stay:ended": "counter", "permit:noted": "counter"}


@pytest.mark.parametrize(
    ("office", "said"), [("rmd-lan", "Lankaran Regional Migration Department"), (None, "all offices")]
)
def test_every_page_says_who_is_signed_in_and_where_they_work(
    desk: Desk, office: str | None, said: str
) -> None:
    client = desk("supervisor", office)
    for page in ("registrations", "people", "cases", "late"):
        header = client.get(f"/en/office/{page}/").content.decode().partition("</header>")[0]
        assert f"<b>supervisor</b> <span>{said}</span>" in header
