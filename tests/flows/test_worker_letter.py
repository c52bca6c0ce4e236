"""A worker without e-mail gets number and code on paper; who joined finds the permit in their account."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pypdfium2
import pytest
import zxingcpp
from django.test import Client

from sojourn.flows.case_letters import list_letters
from sojourn.flows.worker_letter import print_worker_letter
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.parties import queries
from tests.factories import cases, filings, labour
from tests.factories.cases import opened, pay
from tests.harness.browser import session_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def employer() -> Actor:
    return labour.employer()


def applied(employer: Actor) -> UUID:
    with clock.frozen(labour.FILED_ON):
        return labour.apply(employer, {"worker-contact.address": "", "worker-contact.language": "ru"}).case_id


def code_of(case_id: UUID) -> str:
    party = queries.find_of(opened(case_id).case.subject)
    assert party is not None
    return queries.code_of(party)


def address(case_id: UUID) -> str:
    return f"/ru/part/{opened(case_id).case.reference}/{code_of(case_id)}/"


def page(case_id: UUID) -> str:
    return f"/en/part/{opened(case_id).case.reference}/"


def test_the_letter_opens_the_pages_of_the_worker_by_its_code_and_by_what_is_typed(employer: Actor) -> None:
    case_id = applied(employer)
    author = cases.officer("author").account_id
    with clock.frozen(labour.FILED_ON):
        answer = session_of(author).get(f"/en/office/cases/{case_id}/party/letter/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    document = pypdfium2.PdfDocument(answer.content)
    assert len(document) == 1
    said = document[0].get_textpage().get_text_range()
    whole = "".join(said.split())
    assert "Для вас запрошено разрешение на работу".replace(" ", "") in whole
    assert "Sizin üçün iş icazəsi istənilir".replace(" ", "") in whole
    assert "TunelMMC" in whole
    assert code_of(case_id).replace("-", "") in whole
    (scanned,) = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())
    assert scanned.text.endswith(address(case_id))
    typed = {"number": opened(case_id).case.reference, "code": code_of(case_id).replace("-", " ").lower()}
    browser = Client()
    opened_by_hand = browser.post("/ru/part/", typed)
    assert opened_by_hand.status_code == 302
    assert browser.get(opened_by_hand["Location"]).status_code == 200
    assert Client().get(opened_by_hand["Location"]).status_code == 404


def test_who_applied_finds_no_such_letter_and_nobody_but_the_office_prints_it(employer: Actor) -> None:
    case_id = applied(employer)
    with clock.frozen(labour.FILED_ON):
        print_worker_letter(opened(case_id))
        assert "part" not in {each.purpose.value for each in list_letters(opened(case_id))}
        counter = session_of(cases.officer("counter", "counter-officer").account_id)
        assert counter.get(f"/en/office/cases/{case_id}/party/letter/").status_code == 403
    with clock.frozen(cases.FILED_ON):
        other = cases.apply().case_id
        officer = session_of(cases.officer("author").account_id)
        assert officer.get(f"/en/office/cases/{other}/party/letter/").status_code == 404


def test_once_they_joined_their_account_shows_where_it_stands_and_then_the_permit(employer: Actor) -> None:
    case_id = applied(employer)
    client, stranger = (session_of(filings.account(f"{name}@example.org")) for name in ("deniz", "other"))
    with clock.frozen(labour.FILED_ON):
        assert "Asked for you by an employer" not in client.get("/en/account/").content.decode()
        client.get(address(case_id))
        client.post(page(case_id), {"do": "join"})  # signed in: it is theirs from now on
        shown = client.get("/en/account/").content.decode()
        assert "Asked for you by an employer" in shown
        assert "permit/" not in shown
        cases.propose(case_id, by=cases.officer("author"))
        cases.approve(case_id, by=cases.officer("approver", "supervisor"))
        pay(case_id)
    with clock.frozen(labour.FILED_ON + timedelta(days=1)):
        shown = client.get("/en/account/").content.decode()
        permit = f"{page(case_id)}permit/"
        assert permit in shown
        assert client.get(permit)["Content-Type"] == "application/pdf"
        assert permit not in stranger.get("/en/account/").content.decode()
