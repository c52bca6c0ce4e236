"""Accounts of staff: opened with a password shown once, closed with a reason, lent to a deputy for a term."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.test import Client

from sojourn.accounts.models import Account, RoleGrant
from sojourn.audit.models import Event, PersonalValue
from tests.factories import filings
from tests.sites.office.conftest import Desk

pytestmark = pytest.mark.django_db
OPEN = "/en/office/staff/open/"
LEYLA = {"called": "Leyla Guliyeva", "sign_in_name": "leyla.guliyeva", "language": "az"}


def opened(client: Client) -> tuple[UUID, str]:
    """The account and its first password, as the page shows it."""
    page = client.post(OPEN, LEYLA).content.decode()
    [password] = re.findall(r'<strong class="code">([a-z0-9-]+)</strong>', page)
    return Account.objects.get(sign_in_name="leyla.guliyeva").id, password


def test_a_new_officer_signs_in_with_the_first_password_and_chooses_another(desk: Desk) -> None:
    _, password = opened(desk("administrator", None))
    sign_in = {"name": "leyla.guliyeva", "password": password}
    answer = Client().post("/en/office/sign-in/", sign_in)
    assert answer["Location"] == "/en/office/sign-in/password/"


def test_the_password_is_kept_nowhere_in_the_clear_and_the_form_sent_again_opens_nothing(desk: Desk) -> None:
    client = desk("administrator", None)
    account, password = opened(client)
    assert password not in Account.objects.get(id=account).password
    assert password not in client.get("/en/office/staff/").content.decode()
    again = client.post(OPEN, LEYLA)
    assert again.status_code == 422
    assert "Another account signs in by this name" in again.content.decode()
    assert "Leyla Guliyeva" in again.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"called": ""}, {"sign_in_name": "l"}, {"sign_in_name": "two words"}, {"language": "xx"}]
)
def test_what_is_missing_is_said_and_nothing_is_opened(desk: Desk, wrong: dict[str, str]) -> None:
    assert desk("administrator", None).post(OPEN, {**LEYLA, **wrong}).status_code == 422
    assert not Account.objects.filter(display_name="Leyla Guliyeva").exists()


def test_a_closed_account_signs_in_no_more_and_the_reason_is_recorded(desk: Desk) -> None:
    client = desk("administrator", None)
    account, password = opened(client)
    close = f"/en/office/staff/{account}/close/"
    assert client.post(close, {"reason": " "}).status_code == 422
    assert client.post(close, {"reason": "Left the service"}).status_code == 302
    assert PersonalValue.objects.get(event__kind="account:closed").value == "Left the service"
    answer = Client().post("/en/office/sign-in/", {"name": "leyla.guliyeva", "password": password})
    assert answer.status_code == 422


def test_nobody_closes_their_own_account(desk: Desk) -> None:
    client = desk("administrator", None)
    own = Account.objects.get(sign_in_name__startswith="administrator").id
    answer = client.post(f"/en/office/staff/{own}/close/", {"reason": "Tired"})
    assert answer.status_code == 422
    assert Account.objects.get(id=own).is_active


def test_a_deputy_acts_for_an_officer_who_holds_the_role_and_for_a_term(desk: Desk) -> None:
    client = desk("administrator", None)
    deputy, _ = opened(client)
    desk("supervisor")
    head = Account.objects.get(sign_in_name__startswith="supervisor").id
    lent = {
        "account": str(deputy),
        "role": "supervisor",
        "office": "rmd-lan",
        "from_on": "2026-06-10",
        "acting_for": str(head),
    }
    assert client.post("/en/office/staff/grant/", lent).status_code == 422  # without an end
    assert client.post("/en/office/staff/grant/", {**lent, "until_on": "2026-07-01"}).status_code == 302
    given = RoleGrant.objects.get(account_id=deputy)
    assert given.acting_for_id == head
    assert "acting for supervisor" in " ".join(client.get("/en/office/staff/").content.decode().split())
    assert client.post(f"/en/office/staff/grants/{given.id}/end/").status_code == 302


def test_other_roles_open_and_close_nothing(desk: Desk) -> None:
    account, _ = opened(desk("administrator", None))
    client = desk("supervisor")
    assert client.post(OPEN, {**LEYLA, "sign_in_name": "other"}).status_code == 403
    assert client.post(f"/en/office/staff/{account}/close/", {"reason": "x"}).status_code == 403


GRANT = {"role": "case-officer", "office": "rmd-lan", "from_on": "2026-06-10"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"account": "019aaaaa-aaaa-7aaa-aaaa-aaaaaaaaaaaa"}, "There is no such account of staff"),
        ({"account": "nobody"}, "Choose a person"),
        ({"role": "minister"}, "Choose a role from the list"),
        ({"office": "no-such-office"}, "Choose an office from the list"),
        ({"acting_for": "someone", "until_on": "2026-07-01"}, "This power cannot be given"),
        ({"from_on": "9999-12-31"}, "the days of the term"),
        ({"until_on": "9999-12-31"}, "the days of the term"),
    ],
)
def test_what_cannot_be_granted_is_said_on_the_page_and_nothing_is_given(
    desk: Desk, wrong: dict[str, str], said: str
) -> None:
    client = desk("administrator", None)
    officer, _ = opened(client)
    answer = client.post("/en/office/staff/grant/", {"account": str(officer), **GRANT, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not RoleGrant.objects.filter(account_id=officer).exists()


def test_a_person_s_account_gets_no_role_and_is_not_closed_here(desk: Desk) -> None:
    client = desk("administrator", None)
    person = filings.account("nino@example.org")
    answer = client.post("/en/office/staff/grant/", {"account": str(person), **GRANT})
    assert answer.status_code == 422
    assert client.post(f"/en/office/staff/{person}/close/", {"reason": "x"}).status_code == 404
    assert Account.objects.get(id=person).is_active
    assert not RoleGrant.objects.filter(account_id=person).exists()


def test_closing_or_ending_what_is_not_there_is_not_found_and_records_nothing(desk: Desk) -> None:
    client = desk("administrator", None)
    nobody = "019aaaaa-aaaa-7aaa-aaaa-aaaaaaaaaaaa"
    assert client.post(f"/en/office/staff/{nobody}/close/", {"reason": "x"}).status_code == 404
    assert client.post(f"/en/office/staff/grants/{nobody}/end/").status_code == 404
    assert not Event.objects.filter(kind__in=("account:closed", "account:role-ended")).exists()
