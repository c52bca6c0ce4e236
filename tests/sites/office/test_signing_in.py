"""Staff sign in by password and second factor, or passkey; nobody else comes in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.http import HttpResponse
from django.test import Client

from sojourn.accounts import actions as accounts
from sojourn.accounts import demonstration, queries, rules
from sojourn.accounts.models import Account
from sojourn.audit.models import Event
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from tests.harness.authenticator import Authenticator
from tests.sites.signing_in import browser, options_in

pytestmark = pytest.mark.django_db
GIVEN, PASSWORD = "twelve storks on a roof", "seven geese over the lake"
OFFICE = "/en/office/"


@pytest.fixture
def officer() -> Account:
    with transaction():
        found = accounts.open_staff_account(
            "officer", display_name="An Officer", password=GIVEN, language="en", by=SYSTEM
        )
        accounts.set_password(found, password=PASSWORD, by=SYSTEM)
        accounts.grant_role(found, "counter-officer", office=None, from_on=clock.today(), by=SYSTEM)
    return queries.get_account(found)


def first_step(client: Client, name: str = "officer", password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post(f"{OFFICE}sign-in/", {"name": name, "password": password, **more})


def second_step(client: Client, code: str) -> HttpResponse:
    return client.post(f"{OFFICE}sign-in/code/", {"code": code})


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(clock.now().timestamp()) // 30))


def set_up(client: Client) -> tuple[str, list[str]]:
    """Go through the first sign-in of a new account; the secret of the app and the recovery codes."""
    assert first_step(client)["Location"] == f"{OFFICE}sign-in/set-up/"
    page = client.get(f"{OFFICE}sign-in/set-up/").content.decode()
    [secret] = re.findall(r'<span class="number">([A-Z2-7]{32})</span>', page)
    shown = client.post(f"{OFFICE}sign-in/set-up/", {"code": code_of(secret)})
    return secret, re.findall(r'<li class="number">([0-9]+)</li>', shown.content.decode())


def test_a_password_someone_else_handed_over_opens_nothing_but_the_choice_of_another() -> None:
    with transaction():
        accounts.open_staff_account(
            "newcomer", display_name="A Newcomer", password=GIVEN, language="en", by=SYSTEM
        )
    client = browser()
    assert first_step(client, "newcomer", GIVEN)["Location"] == f"{OFFICE}sign-in/password/"
    for further in ("set-up", "code"):
        assert client.get(f"{OFFICE}sign-in/{further}/").status_code == 302
    assert second_step(client, "123456")["Location"] == f"{OFFICE}sign-in/password/"
    for refused in (GIVEN, "short"):
        assert client.post(f"{OFFICE}sign-in/password/", {"new": refused}).status_code == 422
    chosen = client.post(f"{OFFICE}sign-in/password/", {"new": PASSWORD})
    assert chosen["Location"] == f"{OFFICE}sign-in/set-up/"
    assert first_step(browser(), "newcomer", GIVEN).status_code == 422
    assert first_step(browser(), "newcomer", PASSWORD)["Location"] == f"{OFFICE}sign-in/set-up/"


def test_nobody_chooses_a_password_without_the_one_they_were_given() -> None:
    with transaction():
        accounts.open_staff_account(
            "newcomer", display_name="A Newcomer", password=GIVEN, language="en", by=SYSTEM
        )
    answer = browser().post(f"{OFFICE}sign-in/password/", {"new": PASSWORD})
    assert answer["Location"] == f"{OFFICE}sign-in/"
    assert first_step(browser(), "newcomer", PASSWORD).status_code == 422


def test_a_new_account_binds_an_app_and_is_given_recovery_codes(officer: Account) -> None:
    client = browser()
    secret, codes = set_up(client)
    assert len(codes) == 10
    assert client.get(f"{OFFICE}keys/").status_code == 200
    later = clock.now() + timedelta(minutes=5)
    with clock.frozen(later):
        again = browser()
        assert first_step(again)["Location"] == f"{OFFICE}sign-in/code/"
        assert second_step(again, code_of(secret))["Location"] == OFFICE
        lost = browser()
        first_step(lost)
        assert second_step(lost, codes[0])["Location"] == OFFICE


def test_the_password_alone_opens_nothing(officer: Account) -> None:
    set_up(browser())
    client = browser()
    first_step(client)
    for address in (OFFICE, f"{OFFICE}keys/", f"{OFFICE}registrations/", f"{OFFICE}sign-in/set-up/"):
        assert client.get(address)["Location"].startswith(f"{OFFICE}sign-in/")


def test_the_second_step_needs_the_first_and_ten_minutes_are_enough(officer: Account) -> None:
    assert second_step(browser(), "123456")["Location"] == f"{OFFICE}sign-in/"
    secret, _ = set_up(browser())
    client = browser()
    first_step(client)
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert second_step(client, code_of(secret))["Location"] == f"{OFFICE}sign-in/"


def test_a_wrong_password_and_an_unknown_name_look_alike(officer: Account) -> None:
    pages = []
    for name in ("officer", "nobody"):
        answer = first_step(browser(), name=name, password="wrong")
        assert answer.status_code == 422
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
        pages.append(page.replace(f'value="{name}"', "…"))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("name", ["", "x" * 10_000, "<b>", "\u202e"])
def test_a_name_nobody_has_is_no_error_of_ours(name: str) -> None:
    assert first_step(browser(), name=name).status_code == 422


def test_beyond_the_limit_nobody_tries_passwords(officer: Account) -> None:
    for _ in range(rules.PASSWORDS_PER_NAME.most):
        first_step(browser(), password="wrong")
    assert first_step(browser()).status_code == 429


def test_demonstration_sign_ins_open_the_office_of_their_role() -> None:
    with transaction():
        demonstration.make_accounts()
    page = browser().get(f"{OFFICE}sign-in/").content.decode()
    for line in demonstration.sign_ins():
        if line.door == "office":
            assert line.name in page
            client = browser()
            first_step(client, line.name, line.password)
            assert second_step(client, line.code)["Location"] == OFFICE


def test_a_passkey_needs_no_password(officer: Account) -> None:
    client, phone = browser(), Authenticator()
    set_up(client)
    made = phone.create(options_in(client.get(f"{OFFICE}keys/")))
    assert client.post(f"{OFFICE}keys/", {"credential": made, "name": "Key"}).status_code == 302
    other = browser()
    signed = phone.get(options_in(other.get(f"{OFFICE}sign-in/passkey/")))
    assert other.post(f"{OFFICE}sign-in/passkey/", {"credential": signed})["Location"] == OFFICE
    public = browser()
    signed = phone.get(options_in(public.get("/en/sign-in/passkey/")))
    assert public.post("/en/sign-in/passkey/", {"credential": signed}).status_code == 422


def test_new_recovery_codes_end_the_old_ones(officer: Account) -> None:
    client = browser()
    _, old = set_up(client)
    shown = client.post(f"{OFFICE}keys/", {"recovery": "1"}).content.decode()
    new = re.findall(r'<li class="number">([0-9]+)</li>', shown)
    other = browser()
    first_step(other)
    assert second_step(other, old[0]).status_code == 422
    assert second_step(other, new[0])["Location"] == OFFICE


def test_a_new_password_ends_other_sessions_but_not_this_one(officer: Account) -> None:
    client = browser()
    secret, _ = set_up(client)
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        other = browser()
        first_step(other)
        second_step(other, code_of(secret))
    assert other.get(f"{OFFICE}keys/").status_code == 200
    change = f"{OFFICE}keys/password/"
    assert client.post(change, {"old": "wrong", "new": "eight swans on the sea"}).status_code == 422
    assert client.post(change, {"old": PASSWORD, "new": "officer"}).status_code == 422
    assert client.post(change, {"old": PASSWORD, "new": "eight swans on the sea"}).status_code == 302
    assert client.get(f"{OFFICE}keys/").status_code == 200
    assert other.get(f"{OFFICE}keys/").status_code == 302


def test_signing_out_leaves_nothing(officer: Account) -> None:
    client = browser()
    set_up(client)
    answer = client.post(f"{OFFICE}sign-out/")
    assert "cookies" in answer["Clear-Site-Data"]
    assert client.get(f"{OFFICE}keys/").status_code == 302
    assert Event.objects.filter(kind="account:signed-out").exists()


def test_a_person_is_nobody_in_the_office() -> None:
    with transaction():
        demonstration.make_accounts()
    client = browser()
    client.force_login(demonstration.person_account(), backend="sojourn.accounts.backend.AccountBackend")
    for address in (OFFICE, f"{OFFICE}keys/", f"{OFFICE}registrations/"):
        assert client.get(address)["Location"].startswith(f"{OFFICE}sign-in/")


@pytest.mark.parametrize("path", ["sign-in/", "sign-in/passkey/"])
@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_pages_before_the_door_hold_no_inline_script_or_style(path: str, language: str) -> None:
    page = browser().get(f"/{language}/office/{path}").content.decode()
    assert not re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page)
