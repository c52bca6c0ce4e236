"""Anyone may check a document; the page tells whether it holds, the day, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from sojourn.catalogue import queries as catalogue
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.seal import signature
from sojourn.lib.types import Confidentiality, Subject
from sojourn.permits import actions, seal
from sojourn.permits.types import Cause, Issued, SealedHolder

pytestmark = pytest.mark.django_db
HOLDER = SealedHolder("NGUYEN<<VAN<ANH", "VNM", "19900405", "C1234567")
FIRST, LAST = date(2026, 11, 23), date(2027, 2, 20)
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
WRONG = "0000000000"


@pytest.fixture
def issued() -> Issued:
    return issue()


def issue(**more: Any) -> Issued:
    with clock.frozen(datetime(2026, 11, 23, 9, tzinfo=UTC)), transaction():
        return actions.issue(
            "registration",
            pack=catalogue.current(),
            subject=Subject("registration", uuid4()),
            holder=HOLDER,
            valid=(FIRST, LAST),
            by=SYSTEM,
            **more,
        )


def look(
    client: Client, number: str, code: str, *, language: str = "en", at: datetime = NOON
) -> HttpResponse:
    with clock.frozen(at):
        return client.get(f"/{language}/verify/{number}/{code}/", REMOTE_ADDR=f"2001:db8::{number[-6:-2]}")


def body(response: HttpResponse, *typed: str) -> str:
    """The page without what was asked, which stands in its own address."""
    text = response.content.decode()
    for each in typed:
        text = text.replace(each, "ASKED")
    return text


def test_number_and_code_are_typed_and_lead_to_the_answer(client: Client, issued: Issued) -> None:
    form = client.get("/en/verify/")
    assert form.status_code == 200
    typed = {"number": issued.number.lower(), "code": f"{issued.code[:5]} {issued.code[5:]}"}
    sent = client.post("/en/verify/", typed)
    assert sent.status_code == 302
    assert sent["Location"] == f"/en/verify/{issued.number}/{issued.code}/"
    answer = look(client, issued.number, issued.code)
    assert "The document with this number and code is valid." in answer.content.decode()
    assert "1 December 2026" in answer.content.decode()


def test_the_scanned_code_leads_to_the_page_in_the_reader_s_language(client: Client, issued: Issued) -> None:
    scanned = client.get(f"/v/{issued.number}/{issued.code}", headers={"accept-language": "ru"})
    assert scanned["Location"] == f"/ru/verify/{issued.number}/{issued.code}/"


@pytest.mark.parametrize(
    "strange", ["x" * 5000, "%20" * 3000 + "A", "javascript:alert(1)", "%0d%0aSet-Cookie:a"]
)
def test_what_no_document_has_beside_its_code_leads_to_the_form_and_into_no_log(
    client: Client, caplog: pytest.LogCaptureFixture, strange: str
) -> None:
    for address in (f"/v/{strange}/ABCDEFGHJK", f"/v/AZ-QY-2026-0000001/{strange}"):
        scanned = client.get(address, headers={"accept-language": "en"})
        assert scanned.status_code == 302
        assert len(scanned["Location"]) < 200
        assert scanned["Location"].startswith("/en/verify/")
    assert [entry for entry in caplog.records if entry.levelname in {"WARNING", "ERROR"}] == []


def test_the_answer_names_neither_holder_nor_kind_nor_reason(client: Client, issued: Issued) -> None:
    withdrawn = issue()
    with transaction():
        actions.note(withdrawn.id, cause=Cause.WITHDRAWN, first_day=FIRST, by=SYSTEM)
    for each in (issued, withdrawn):
        text = look(client, each.number, each.code).content.decode().lower()
        for told in ("nguyen", "vnm", "c1234567", "withdrawn", "registration of stay", "certificate of"):
            assert told not in text


def test_unknown_wrong_withdrawn_expired_and_protected_are_one_page(client: Client, issued: Issued) -> None:
    withdrawn, hidden = issue(), issue(confidentiality=Confidentiality.PROTECTED)
    with transaction():
        actions.note(withdrawn.id, cause=Cause.WITHDRAWN, first_day=FIRST, by=SYSTEM)
    asked = [
        (f"{issued.number[:-3]}99X", WRONG, NOON),
        (issued.number, WRONG, NOON),
        (withdrawn.number, withdrawn.code, NOON),
        (hidden.number, hidden.code, NOON),
    ]
    answers = [(look(client, number, code, at=at), number, code) for number, code, at in asked]
    assert {answer.status_code for answer, *_ in answers} == {200}
    assert len({len(answer.content) for answer, *_ in answers}) == 1
    assert len({body(*answer) for answer in answers}) == 1
    assert "No longer valid" in answers[0][0].content.decode()


def test_a_pending_application_is_told_in_the_same_words_for_every_document(
    client: Client, issued: Issued
) -> None:
    with transaction():
        actions.note(issued.id, cause=Cause.APPLICATION_PENDING, first_day=LAST, by=SYSTEM)
    answer = look(client, issued.number, issued.code, at=datetime(2027, 5, 1, tzinfo=UTC))
    assert "Valid while an application is pending" in answer.content.decode()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", ""),
        ("X", "short"),
        ("a/b", WRONG),
        ("<script>alert(1)</script>", WRONG),
        ("9" * 10_000, "Z" * 10_000),
    ],
)
def test_what_cannot_be_a_number_or_code_is_said_beside_the_field(
    client: Client, number: str, code: str
) -> None:
    sent = client.post("/en/verify/", {"number": number, "code": code})
    assert sent.status_code == 422
    text = sent.content.decode()
    assert "There is a problem" in text
    assert "<script>alert" not in text


def test_after_several_wrong_tries_the_page_asks_to_wait_and_does_not_answer(
    client: Client, issued: Issued
) -> None:
    with clock.frozen(NOON):
        for place in range(6):
            client.get(f"/en/verify/QY-2026-000000{place}-X/{WRONG}/")
        refused = client.get(f"/en/verify/{issued.number}/{issued.code}/")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "4"
    assert "try again in 4 seconds" in refused.content.decode()
    assert f'value="{issued.number}"' in refused.content.decode()
    assert f'value="{issued.code}"' in refused.content.decode()


def test_hostile_addresses_get_an_answer_and_never_an_error(client: Client) -> None:
    for path in ("%00", "..%2f..", "%F0%9F%98%80", "A" * 3000, "%E2%80%AE"):
        assert client.get(f"/en/verify/{path}/{path}/").status_code in {200, 400, 404}
        assert client.get(f"/v/{path}/{path}").status_code in {302, 400, 404}


def test_the_certificate_can_be_fetched_to_check_seals_elsewhere(client: Client) -> None:
    fetched = client.get("/en/verify/certificate.pem")
    assert signature.read_signers(fetched.content)[0].sealed
    assert fetched.content == seal.signer_certificate()


@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_the_page_speaks_every_language(client: Client, issued: Issued, language: str) -> None:
    answer = look(client, issued.number, issued.code, language=language)
    assert f'lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("between", ["", " "])
def test_a_number_typed_without_hyphens_is_found(client: Client, issued: Issued, between: str) -> None:
    typed = issued.number.replace("-", between)
    with clock.frozen(NOON):
        page = client.post("/en/verify/", {"number": typed, "code": issued.code}, follow=True)
    assert "The document with this number and code is valid." in page.content.decode()


def test_what_was_asked_is_shown_and_stays_in_the_form_after_a_wrong_one(client: Client) -> None:
    page = look(client, "QY-2026-0000001-X", WRONG).content.decode()
    assert "QY-2026-0000001-X" in page
    assert WRONG in page
    form = client.get("/en/verify/?number=QY-2026-0000001-X&code=" + WRONG).content.decode()
    assert 'value="QY-2026-0000001-X"' in form
    assert f'value="{WRONG}"' in form
