"""People sign in by a code, a passkey, or case number and counter code; nothing tells who has an account."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from pytest_django import Settings

from sojourn.accounts import actions as accounts
from sojourn.accounts import rules
from sojourn.accounts.models import Account
from sojourn.accounts.queries import name_shown
from sojourn.accounts.types import Contact, ContactKind
from sojourn.applications import actions as applications
from sojourn.applications.types import Holder
from sojourn.audit.models import Event
from sojourn.catalogue import queries as catalogue
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from tests.harness.authenticator import Authenticator
from tests.sites.signing_in import asked_in, browser, code_sent_to, options_in

pytestmark = pytest.mark.django_db
LEYLA = "leyla@example.org"


def ask(client: Client, contact: str = LEYLA, **more: str) -> HttpResponse:
    return client.post("/en/sign-in/", {"contact": contact, **more})


def enter_code(client: Client, answer: HttpResponse, code: str, **more: str) -> HttpResponse:
    return client.post("/en/sign-in/code/", {**asked_in(answer), "code": code, **more})


def signed_in(contact: str = LEYLA) -> Client:
    client = browser()
    sent = ask(client, contact)
    assert enter_code(client, sent, code_sent_to(contact)).status_code == 302
    return client


@pytest.mark.parametrize("contact", [LEYLA, "+990123456789"])
def test_the_first_code_opens_an_account_and_leads_to_it(contact: str) -> None:
    client = browser()
    sent = ask(client, contact)
    assert sent["Location"].startswith("/en/sign-in/code/")
    assert client.get(sent["Location"]).status_code == 200
    answer = enter_code(client, sent, code_sent_to(contact))
    assert answer["Location"] == "/en/account/"
    assert client.get("/en/account/").status_code == 200
    assert Account.objects.get().kind == "person"


def test_asking_for_a_code_tells_nothing_about_accounts() -> None:
    signed_in()
    known, unknown = ask(browser()), ask(browser(), "someone@example.org")
    assert known.status_code == unknown.status_code
    assert urls_alike(known["Location"]) == urls_alike(unknown["Location"])


def urls_alike(address: str) -> str:
    return re.sub(r"sent=[0-9a-f-]{36}", "sent=…", address)


def test_a_wrong_code_keeps_the_visitor_at_the_door() -> None:
    client = browser()
    sent = ask(client)
    wrong = "000000" if code_sent_to(LEYLA) != "000000" else "111111"
    for _ in range(rules.CODE_TRIES):
        assert enter_code(client, sent, wrong).status_code == 422
    assert enter_code(client, sent, code_sent_to(LEYLA)).status_code == 422
    assert not Account.objects.exists()
    assert Event.objects.filter(kind="account:code-checked").count() == rules.CODE_TRIES


@pytest.mark.parametrize("sent", ["", "nonsense", "0197a000-0000-7000-8000-000000000000", "x" * 5000])
def test_a_code_nobody_sent_is_no_error_of_ours(sent: str) -> None:
    assert browser().post("/en/sign-in/code/", {"sent": sent, "code": "123456"}).status_code == 422


@pytest.mark.parametrize(
    "typed", ["", "leyla", "<script>alert(1)</script>@x", "1234", "a\u200bb@example.org", "a" * 10_000]
)
def test_what_is_no_contact_is_kept_and_told(typed: str) -> None:
    answer = ask(browser(), typed)
    assert answer.status_code == 422
    assert b"<script>alert" not in answer.content


def test_beyond_the_limit_people_are_asked_to_wait() -> None:
    client = browser()
    for _ in range(rules.CODES_PER_CONTACT.most):
        assert ask(client).status_code == 302
    assert ask(client).status_code == 429


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/en/inbox/", "/en/inbox/"),
        ("https://evil.example/", "/en/account/"),
        ("//evil.example/", "/en/account/"),
        ("javascript:alert(1)", "/en/account/"),
    ],
)
def test_people_go_on_where_they_wanted_to_but_never_to_another_site(wanted: str, reached: str) -> None:
    client = browser()
    sent = ask(client, next=wanted)
    assert enter_code(client, sent, code_sent_to(LEYLA))["Location"] == reached


def test_signing_in_begins_a_new_session_and_signing_out_leaves_nothing() -> None:
    client = signed_in()
    session = client.cookies["sojourn_session"].value
    answer = client.post("/en/sign-out/")
    assert "cookies" in answer["Clear-Site-Data"]
    assert client.cookies["sojourn_session"].value != session
    fresh = browser()
    fresh.cookies["sojourn_session"] = session
    assert b"leyla" not in fresh.get("/en/account/").content
    assert Event.objects.filter(kind="account:signed-out").count() == 1


def test_a_closed_account_is_out_with_its_next_request() -> None:
    client = signed_in()
    with transaction():
        accounts.close_account(Account.objects.get().id, reason="asked", by=SYSTEM)
    assert b"leyla" not in client.get("/en/account/").content


def test_a_page_costs_two_statements_to_know_who_asks() -> None:
    client = signed_in()
    with CaptureQueriesContext(connection) as captured:
        client.get("/en/sign-in/")
    assert len(captured) == 2


def test_a_passkey_is_added_signs_in_and_is_removed() -> None:
    client, phone = signed_in(), Authenticator()
    made = phone.create(options_in(client.get("/en/account/passkeys/")))
    assert client.post("/en/account/passkeys/", {"credential": made, "name": "My phone"}).status_code == 302
    assert b"My phone" in client.get("/en/account/passkeys/").content

    other = browser()
    signed = phone.get(options_in(other.get("/en/sign-in/passkey/")))
    assert other.post("/en/sign-in/passkey/", {"credential": signed})["Location"] == "/en/account/"
    replayed = browser()
    replayed.get("/en/sign-in/passkey/")
    assert replayed.post("/en/sign-in/passkey/", {"credential": signed}).status_code == 422

    [removed] = re.findall(
        r"/en/account/passkeys/[0-9]+/remove/", client.get("/en/account/passkeys/").content.decode()
    )
    client.post(removed)
    gone = browser()
    signed = phone.get(options_in(gone.get("/en/sign-in/passkey/")))
    assert gone.post("/en/sign-in/passkey/", {"credential": signed}).status_code == 422


def test_a_passkey_made_for_another_site_is_refused() -> None:
    client, phone = signed_in(), Authenticator(origin="https://evil.example")
    made = phone.create(options_in(client.get("/en/account/passkeys/")))
    assert client.post("/en/account/passkeys/", {"credential": made}).status_code == 422


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "null", "not json", '{"response": {"userHandle": 7}}']
)
def test_a_broken_passkey_is_refused(credential: str) -> None:
    client = browser()
    client.get("/en/sign-in/passkey/")
    assert client.post("/en/sign-in/passkey/", {"credential": credential}).status_code == 422
    inside = signed_in()
    inside.get("/en/account/passkeys/")
    assert inside.post("/en/account/passkeys/", {"credential": credential}).status_code == 422


def test_nobody_removes_the_passkey_of_another() -> None:
    client, phone = signed_in(), Authenticator()
    client.post(
        "/en/account/passkeys/", {"credential": phone.create(options_in(client.get("/en/account/passkeys/")))}
    )
    [removed] = re.findall(
        r"/en/account/passkeys/[0-9]+/remove/", client.get("/en/account/passkeys/").content.decode()
    )
    signed_in("someone@example.org").post(removed)
    assert removed in client.get("/en/account/passkeys/").content.decode()


@pytest.fixture
def printed() -> tuple[str, str]:
    """The reference and code of a filing entered at the counter."""
    pack = catalogue.current()
    with transaction():
        draft = applications.start(
            pack.service("registration-of-stay"),
            pack=pack,
            language="en",
            answers={},
            holder=Holder(secret="of the counter"),
            by=SYSTEM,
        )
        code = accounts.make_counter_code(
            Subject("application", draft.id), reference=draft.reference, by=SYSTEM
        )
    return draft.reference, code


def test_case_number_and_counter_code_open_the_filing(printed: tuple[str, str]) -> None:
    reference, code = printed
    client = browser()
    typed = {"reference": reference.lower(), "code": f" {code.lower()} "}
    answer = client.post("/en/sign-in/reference/", typed)
    assert answer["Location"] == f"/en/done/{reference}/"
    for wanted, reached in (
        ("cases/{}", "cases"),
        ("cases/AZ-MYI-2026-0000000-X", "done"),
        ("account", "done"),
    ):
        typed["next"] = f"/en/{wanted.format(reference)}/"
        assert client.post("/en/sign-in/reference/", typed)["Location"] == f"/en/{reached}/{reference}/"
    assert client.get(answer["Location"]).status_code in (200, 302)
    assert browser().get(answer["Location"])["Location"].startswith("/en/sign-in/")


def test_a_wrong_code_and_an_unknown_case_number_look_alike(printed: tuple[str, str]) -> None:
    pages = []
    for reference in (printed[0], "AZ-REG-2026-0000000-X"):
        answer = browser().post("/en/sign-in/reference/", {"reference": reference, "code": "22222222"})
        assert answer.status_code == 422
        page = re.sub(r'name="(key|csrfmiddlewaretoken)" value="[^"]*"', "", answer.content.decode())
        pages.append(page.replace(reference, "…"))
    assert pages[0] == pages[1]


def test_what_the_demonstration_says_of_itself_is_said_in_the_language_of_the_reader(
    settings: Settings,
) -> None:
    ask(browser())
    client = browser()
    client.get("/ru/")
    assert "Электронная почта · " in client.get("/demo/outbox").content.decode()
    with override("ru"):
        assert name_shown("Case officer 3") == "Сотрудник по делам 3"
        settings.DEMONSTRATION = False
        assert name_shown("Case officer 3") == "Case officer 3"


def test_the_outbox_is_there_in_demonstration_mode_only(settings: Settings) -> None:
    ask(browser())
    assert code_sent_to(LEYLA) in browser().get("/demo/outbox").content.decode()
    settings.DEMONSTRATION = False
    assert browser().get("/demo/outbox").status_code == 404


def test_an_officer_is_nobody_at_the_public_door() -> None:
    with transaction():
        accounts.open_person_account(
            Contact(ContactKind.EMAIL, LEYLA), display_name="Leyla", language="en", by=SYSTEM
        )
    Account.objects.update(kind="staff")
    client = signed_in()
    assert Account.objects.filter(kind="person").count() == 1
    client.force_login(Account.objects.get(kind="staff"), backend="sojourn.accounts.backend.AccountBackend")
    assert client.get("/en/sign-in/").status_code == 200
    assert client.get("/en/account/passkeys/").status_code == 302


@pytest.mark.parametrize("path", ["sign-in", "sign-in/code", "sign-in/reference", "sign-in/passkey"])
@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_pages_before_the_door_hold_no_inline_script_or_style(path: str, language: str) -> None:
    page = browser().get(f"/{language}/{path}/").content.decode()
    assert not re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page)


def test_a_code_sent_again_says_so_and_the_one_before_is_told_apart() -> None:
    client = browser()
    asked = ask(client, next="/en/inbox/")
    first = code_sent_to(LEYLA)
    again = client.post("/en/sign-in/code/", {**asked_in(asked), "again": "1"})
    assert "A new code was sent" in client.get(again["Location"]).content.decode()
    second = code_sent_to(LEYLA)
    newest = {name: value for name, value in asked_in(again).items() if name != "again"}
    for page in (asked_in(asked), newest):
        answer = client.post("/en/sign-in/code/", {**page, "code": first})
        assert "replaced by a newer one" in answer.content.decode()
    assert client.post("/en/sign-in/code/", {**newest, "code": second})["Location"] == "/en/inbox/"


def test_a_code_is_sent_again_only_in_place_of_one_on_its_way() -> None:
    client = browser()
    asked = ask(client)
    assert enter_code(client, asked, code_sent_to(LEYLA)).status_code == 302
    for sent in (*asked_in(asked).values(), "", "x"):
        answer = browser().post("/en/sign-in/code/", {"sent": sent, "again": "1"})
        assert answer["Location"].startswith("/en/sign-in/?")
