"""What each public page costs: a fixed number of statements and less than 100 kB, whatever it has to show."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sojourn.flows.object_to_registration import token_for
from tests.factories import filings
from tests.sites.portal.conftest import (
    APPLY,
    PASSPORT,
    STAY,
    Receptionist,
    Visitor,
    fill_in,
    register,
    statements,
)
from tests.sites.portal.test_hosts import guest, rows
from tests.sites.portal.test_sending import code_sent

pytestmark = pytest.mark.django_db
HEAVIEST = 100_000

STRANGERS_PAGES = {
    "": 1,
    "services/": 1,
    "services/registration-of-stay/": 1,
    "services/registration-of-stay/questions/": 1,
    "apply/registration-of-stay/": 2,
    "departure/": 1,
    "departure/done/": 1,
    "account/": 1,
    "inbox/": 1,
    "host/": 1,
    "host/guests.csv": 0,
    "verify/": 1,
    "sign-in/": 1,
    "about/privacy/": 1,
    "about/cookies/": 1,
    "about/accessibility/": 1,
    "no-such-page/": 0,
}
"""Which pack is current; and on the first page of a service, whether a draft waits."""


@pytest.mark.parametrize("language", ["az", "en", "ru"])
@pytest.mark.parametrize("page", STRANGERS_PAGES)
def test_pages_for_everyone(visitor: Visitor, language: str, page: str) -> None:
    address = f"/{language}/{page}"
    visitor.open(address)  # templates and choices are read once
    assert statements(lambda: visitor.open(address)) == STRANGERS_PAGES[page]
    assert len(visitor.answer.content) < HEAVIEST


EXPECTED = {
    "begin": 7,
    "page": 1,
    "save": 3,
    "summary": 1,
    "send": 8,
    "answer": 3,
    "document drawn": 12,
    "document again": 6,
}
"""Statements of each step of a registration without an account, transaction control apart."""


def test_filling_in_without_an_account(visitor: Visitor) -> None:
    visitor.open(APPLY)
    costs = {"begin": statements(lambda: visitor.send(PASSPORT))}
    costs["page"] = statements(visitor.follow)
    costs["save"] = statements(lambda: visitor.send(STAY))
    costs["summary"] = statements(visitor.follow)
    costs["send"] = statements(lambda: visitor.send({"contact.channel": "none"}))
    costs["answer"] = statements(visitor.follow)
    link = visitor.text.partition('href="/en/documents/')[2].partition('"')[0]
    costs["document drawn"] = statements(lambda: visitor.open(f"/en/documents/{link}"))
    costs["document again"] = statements(lambda: visitor.open(f"/en/documents/{link}"))
    assert costs == EXPECTED
    assert len(visitor.answer.content) < HEAVIEST


def test_the_request_that_registers_needs_at_most_fifteen_statements_by_code_too(visitor: Visitor) -> None:
    fill_in(visitor)
    asked = statements(lambda: visitor.send({"contact.channel": "email", "contact.address": "n@example.org"}))
    visitor.follow()
    code = code_sent()
    assert asked == 6
    assert statements(lambda: visitor.send({"code": code})) <= 15
    assert visitor.follow().says("The stay is registered")


def test_an_account_costs_the_same_with_one_registration_and_with_ten(
    signed_in: Callable[[], Visitor],
) -> None:
    one = signed_in()
    register(one)
    few = statements(lambda: one.open("/en/account/"))
    for number in range(9):
        fill_in(one.open(f"{APPLY}?new=1") and one, **{"stay.place.house": str(number)}).send().follow()
    assert statements(lambda: one.open("/en/account/")) == few == 12
    assert len(one.answer.content) < HEAVIEST


def test_a_desk_costs_the_same_with_one_guest_and_with_thirty(receptionist: Receptionist) -> None:
    at = receptionist.visitor
    at.open(f"{receptionist.desk}list/").send(rows(guest(1))).follow()
    filed = statements(lambda: at.open(at.answer.request["PATH_INFO"]))
    desk = statements(lambda: at.open(receptionist.desk))
    at.open(f"{receptionist.desk}list/").send(rows(*(guest(n) for n in range(30)))).follow()
    assert statements(lambda: at.open(at.answer.request["PATH_INFO"])) == filed == 6
    assert statements(lambda: at.open(receptionist.desk)) == desk == 7
    for page in ("guest/", "list/", "table/"):
        assert statements(lambda page=page: at.open(f"{receptionist.desk}{page}")) == 4
        assert len(at.answer.content) < HEAVIEST


def test_a_full_form_of_rows_stays_light(receptionist: Receptionist) -> None:
    at = receptionist.visitor.open(f"{receptionist.desk}list/")
    at.send(rows(*(guest(n) for n in range(30))), button="more")
    assert len(at.answer.content) < HEAVIEST


def test_an_objection(visitor: Visitor) -> None:
    receipt = filings.register()
    page = f"/en/object/{token_for(receipt.registration_id)}/"
    assert statements(lambda: visitor.open(page)) == 3
    assert statements(lambda: visitor.send({"words": "Nobody"})) == 6
