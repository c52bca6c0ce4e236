"""An organisation's own page: what waits for it, its permits and how long they last, what it needs."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.organisations.types import Right
from tests.factories import cases, filings, labour
from tests.factories.cases import pay
from tests.harness.browser import session_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def employer() -> Actor:
    return labour.employer()


def at(employer: Actor) -> str:
    assert employer.on_behalf_of is not None
    return f"/en/host/{employer.on_behalf_of.id}/workers/"


def granted(employer: Actor, number: str, *, paid: bool) -> None:
    case = labour.apply(employer, {"passport.number": number}).case_id
    cases.propose(case, by=labour.officer("author"))
    cases.approve(case, by=labour.officer("approver", "supervisor"))
    if paid:
        pay(case)


def test_it_shows_who_is_permitted_until_when_what_is_owed_and_what_is_examined(employer: Actor) -> None:
    browser = session_of(employer.account_id)
    with clock.frozen(labour.FILED_ON):
        assert "No permit is in force" in browser.get(at(employer)).content.decode()
        granted(employer, "U0000001", paid=True)
        granted(employer, "U0000002", paid=False)
        labour.apply(employer, {"passport.given-names": "Aylin", "passport.number": "U0000003"})
        said = browser.get(at(employer)).content.decode()
    for each in ("State duty: 1,200\xa0AZN", "Begins later", "Aylin Yıldırım"):
        assert each in said, each
    assert "Ends soon" not in said
    assert "You have not told us yet" in said
    with clock.frozen(date(2027, 6, 1)):
        assert "Ends soon" in browser.get(at(employer)).content.decode()
    with clock.frozen(date(2027, 9, 1)):
        assert "No permit is in force" in browser.get(at(employer)).content.decode()


def test_it_costs_as_many_statements_for_many_workers_as_for_one(employer: Actor) -> None:
    browser, costs = session_of(employer.account_id), []
    with clock.frozen(labour.FILED_ON):
        for number in ("U0000001", "U0000002", "U0000003"):
            granted(employer, number, paid=number != "U0000002")
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert browser.get(at(employer)).status_code == 200
            costs.append(len(asked))
    assert len(set(costs[1:])) == 1


def test_only_who_applies_for_workers_opens_it_and_the_account_leads_there(employer: Actor) -> None:
    receptionist = labour.employer("Qonaq evi", tax_number="1400000092", right=Right.REGISTER_GUESTS)
    account = session_of(employer.account_id).get("/en/account/").content.decode()
    assert f'href="{at(employer)}"' in account
    assert "You act for Tunel MMC" in account
    assert "Nobody acts for you" not in account
    other = session_of(filings.account("other@example.org"))
    assert other.get(at(employer)).status_code == 404
    assert session_of(receptionist.account_id).get(at(receptionist)).status_code == 404
    assert Client().get(at(employer)).status_code == 404
