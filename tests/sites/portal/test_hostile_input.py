"""Bad, hostile and half input gets a clear answer, what was typed is kept, and nothing fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from sojourn.applications.models import Application
from sojourn.documents.models import Document
from tests.factories import filings
from tests.sites.portal.conftest import (
    APPLY,
    PASSPORT,
    STAY,
    Receptionist,
    Visitor,
    fill_in,
    receptionist_of,
    register,
    upload,
)

pytestmark = pytest.mark.django_db
MB = 1024 * 1024

STRANGE = [
    "<script>alert(1)</script>",
    "\u202eevil\u202c",
    "Ni\u200bno",
    "x" * 10_000,
    "' OR 1=1 --",
    "{{ 7*7 }}",
    "../../etc/passwd",
    "😀",
]


@pytest.mark.parametrize("typed", STRANGE)
@pytest.mark.parametrize(
    "name", ["passport.surname", "passport.number", "passport.mrz", "passport.nationality"]
)
def test_strange_text_is_kept_escaped_and_answered(visitor: Visitor, name: str, typed: str) -> None:
    visitor.open(APPLY).send({**PASSPORT, name: typed}).follow()
    assert visitor.answer.status_code == 200
    assert "<script>alert" not in visitor.text
    kept = Application.objects.get().answers
    assert kept[name] == typed


@pytest.mark.parametrize("typed", STRANGE)
def test_strange_dates_districts_and_choices_are_answered(visitor: Visitor, typed: str) -> None:
    visitor.open(APPLY).send(PASSPORT).follow()
    strange = {
        "stay.arrived-here-on.day": typed,
        "stay.place.district": typed,
        "stay.host-kind": typed,
        "stay.place.street": typed,
    }
    visitor.send({**STAY, **strange}).follow()
    assert visitor.answer.status_code == 200
    assert visitor.says("There is a problem")
    assert "<script>alert" not in visitor.text


def test_html_in_a_name_is_text_on_the_summary(visitor: Visitor) -> None:
    visitor.open(APPLY).send({**PASSPORT, "passport.surname": "<b>Nino</b>"})
    check = visitor.address.replace("/stay/", "/check/").replace("/passport/", "/check/").partition("?")[0]
    visitor.open(check)
    assert "<b>Nino</b>" not in visitor.text
    assert "&lt;b&gt;Nino&lt;/b&gt;" in visitor.text


def test_a_file_of_fifty_megabytes_is_refused_at_its_field_and_the_rest_is_kept(visitor: Visitor) -> None:
    visitor.open(APPLY).send({**PASSPORT, "passport.copy": upload(b"%PDF-" + b"0" * (50 * MB))}).follow()
    assert visitor.answer.status_code == 200
    assert visitor.says("The file is larger than 10 MB")
    assert visitor.fields()["passport.surname"] == "Kalandadze"
    assert not Document.objects.exists()


def test_a_file_that_is_two_things_at_once_is_refused_at_its_field(visitor: Visitor) -> None:
    polyglot = b"%PDF-1.4\n<html><script>alert(1)</script>\n%%EOF"
    visitor.open(APPLY).send({**PASSPORT, "passport.copy": upload(polyglot)}).follow()
    assert visitor.says("There is a problem", "Copy of the passport")
    assert not Document.objects.exists()


def test_a_form_of_many_megabytes_of_text_is_refused(client: Client, db: None) -> None:
    refused = client.post(APPLY, {"passport.surname": "x" * (3 * MB)})
    assert refused.status_code == 413
    too_many = client.post(APPLY, {f"field-{n}": "x" for n in range(5000)})
    assert too_many.status_code == 413


def test_a_form_beyond_all_measure_is_refused_before_it_is_read(visitor: Visitor) -> None:
    refused = visitor.client.post(
        APPLY, data=b"--x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(65 * MB)
    )
    assert refused.status_code == 413


def test_names_a_form_never_asked_for_are_left_out(visitor: Visitor) -> None:
    visitor.open(APPLY).send({**PASSPORT, "stay.host-kind": "self", "account_id": "1", "passport.evil": "x"})
    assert set(Application.objects.get().answers) <= {*PASSPORT, "passport.mrz"} | {
        name for name in Application.objects.get().answers if name.startswith("passport.")
    } - {"passport.evil"}


@pytest.mark.parametrize(
    "address",
    [
        "/en/apply/AZ-QY-2026-0000001-J/check/",
        "/en/apply/AZ-QY-2026-0000001-J/passport/",
        "/en/apply/AZ-QY-2026-0000001-J/code/",
        "/en/apply/..%2f..%2fetc/check/",
        "/en/apply/%00/",
        "/en/apply/no-such-service/",
        "/en/services/no-such-service/",
        "/en/documents/00000000-0000-0000-0000-000000000000/",
        "/en/departure/00000000-0000-0000-0000-000000000000/",
        "/en/host/00000000-0000-0000-0000-000000000000/",
        "/en/inbox/00000000-0000-0000-0000-000000000000/",
        "/en/object/not-a-token/",
        "/en/about/../privacy/",
        "/en/about/no-such/",
    ],
)
def test_what_is_not_there_is_not_found(visitor: Visitor, address: str) -> None:
    assert visitor.open(address).answer.status_code == 404


def test_what_belongs_to_others_looks_like_what_does_not_exist(
    visitor: Visitor, signed_in: Callable[[str], Visitor]
) -> None:
    register(visitor)
    reference = visitor.answer.request["PATH_INFO"].split("/")[3]
    document = visitor.text.partition('href="/en/documents/')[2].partition('"')[0]
    done = [f"/en/done/{each}/" for each in (reference, "AZ-QY-2026-9999999-K")]
    led = [Visitor().open(each).address.replace(each.replace("/", "%2F"), "") for each in done]
    assert led == ["/en/sign-in/?next="] * 2
    theirs = [f"/en/apply/{reference}/check/", f"/en/documents/{document}"]
    nobodys = [
        "/en/apply/AZ-QY-2026-9999999-K/check/",
        "/en/documents/019aaaaa-aaaa-7aaa-aaaa-aaaaaaaaaaaa/",
    ]
    for other in (Visitor(), signed_in("other@example.org")):
        for mine, nothing in zip(theirs, nobodys, strict=True):
            found, missing = other.open(mine).answer, other.open(nothing).answer
            assert found.status_code == missing.status_code == 404
            assert len(found.content) - len(mine) * 3 == pytest.approx(
                len(missing.content) - len(nothing) * 3, abs=60
            )


def test_a_forged_cookie_opens_nothing(visitor: Visitor) -> None:
    fill_in(visitor)
    here = visitor.answer.request["PATH_INFO"]
    thief = Visitor()
    thief.client.cookies["sojourn_filing"] = "anything:at:all"
    assert thief.open(here).answer.status_code == 404


def test_another_hotel_s_desk_lists_and_guests_are_not_there(receptionist: Receptionist) -> None:
    other = receptionist_of("Hotel Iris", "1400000002")
    sent = receptionist.visitor.open(f"{receptionist.desk}list/").send(
        {f"row-1.{path}": value for path, value in filings.GUEST_ROW.items()}
    )
    filed = sent.address
    assert receptionist.visitor.open(filed).answer.status_code == 200
    assert other.visitor.open(filed).answer.status_code == 404
    assert other.visitor.open(filed.replace(receptionist.desk, other.desk)).answer.status_code == 404
    assert other.visitor.open(receptionist.desk).answer.status_code == 404


def test_a_form_from_elsewhere_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post(APPLY, PASSPORT)
    assert refused.status_code == 403
    assert "Nothing was changed" in refused.content.decode()


@pytest.mark.parametrize("query", ["after=zzz", "then=%3Cscript%3E", "refused=a%0B~x", "look=1&refused=a~b"])
def test_strange_questions_in_an_address_are_ignored(
    visitor: Visitor, receptionist: Receptionist, query: str
) -> None:
    assert receptionist.visitor.open(f"{receptionist.desk}?{query}").answer.status_code == 200
    visitor.open(APPLY).send(PASSPORT)
    assert visitor.open(f"{visitor.address}?{query}").answer.status_code == 200
