"""Whatever is sent to whatever address, by whomever, has an answer: nothing fails, nothing bad is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from sojourn.accounts import actions as accounts
from sojourn.accounts.models import Account
from sojourn.accounts.roles import ROLES
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.stays.models import Registration
from tests.factories import filings
from tests.factories.registrations import ANSWERS

pytestmark = pytest.mark.django_db

HOSTILE = (
    "\0",
    "x" * 10_000,
    "\u202eevil\u202c\u200b",
    "-1",
    "9" * 400,
    "9999-12-31",
    "0001-01-01",
    "²",
    "[" * 15_000,
    "WyJcdTAwMDAiLCAiMDE5YWFhYWEtYWFhYS03YWFhLWFhYWEtYWFhYWFhYWFhYWFhIl0",  # ["\0", an id], as a place
    "WyJcdWQ4MDAiLCAiMDE5YWFhYWEtYWFhYS03YWFhLWFhYWEtYWFhYWFhYWFhYWFhIl0",  # half a character instead
)
_ASKED = (
    "after q kind number id host district organisation late present from until to next then refused look key"
)
_TYPED = (
    "key after language left_on until reason state answer from_on until_on end_reason confidentiality called"
    " sign_in_name account role office acting_for kind name tax_number district address email phone contact"
    " rights remove credential recovery old new code password received_on number words moved channel rows"
    " chosen left stays until all-left all-stay row-1.passport.surname row-2.stay.arrived-here-on"
    " file passport.surname passport.mrz stay.place.district stay.arrived-here-on.year contact.address read"
)
ASKED, TYPED = _ASKED.split(), _TYPED.split()
WHO = ("guest", "person", "hotel", "supervisor", "administrator")
OTHER_STAFF = tuple(role for role in ROLES if role not in WHO)
WITHOUT_OFFICE = ("auditor", "administrator")
GOODBYES = ("sign-out", "leave")
Names = dict[str, Any]


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.frozen(filings.TODAY):
        yield
    translation.deactivate()


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every address as its route, with what stands in it."""
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, one.pattern.converters
        else:
            yield from patterns(one, route)


def routes() -> list[str]:
    """Goodbyes last: after them nobody is signed in."""
    with translation.override("en"):
        found = [route for route, _ in patterns(get_resolver()) if "ui/" not in route]
    return sorted(found, key=lambda route: (any(word in route for word in GOODBYES), route))


def address(route: str, known: Names, text: str) -> str:
    """An address of a route: what is known stands in it, and `text` where any text may."""
    parts = []
    for part in route.split("/"):
        kind, _, name = part.strip("<>").partition(":")
        if not part.startswith("<"):
            parts.append(part)
        elif kind == "str":
            parts.append(quote(text.encode("utf-8", "surrogatepass")))
        elif kind == "int":
            parts.append("9" * 18)
        else:
            parts.append(str(known.get(name) or (uuid4() if kind == "uuid" else "registration-of-stay")))
    return "/" + "/".join(parts)


def an_officer(role: str, office: str | None) -> UUID:
    with transaction():
        officer = accounts.open_staff_account(
            f"{role}-{uuid4().hex[:6]}",
            display_name=role,
            password="crane over the lake",
            language="en",
            by=SYSTEM,
        )
        accounts.grant_role(officer, role, office=office, from_on=date(2026, 1, 1), by=SYSTEM)
    return officer


@pytest.fixture
def known() -> Names:
    """What stands in addresses: a registration late enough to be a candidate, its guest, an officer."""
    stay = Registration.objects.get(id=filings.register({**ANSWERS, **filings.LATE}).registration_id)
    return {
        "registration": stay.id,
        "registration_id": stay.id,
        "person_id": stay.person_id,
        "account_id": an_officer("counter-officer", "rmd-lan"),
        "reference": filings.begin(held=filings.holder("another")).reference,
        "about": "privacy",
    }


def seat(who: str, known: Names) -> Client:
    client = Client(raise_request_exception=False)
    account: UUID | None = None
    if who == "person":
        account = filings.account("nino@example.org")
    elif who == "hotel":
        desk, actor = filings.hotel("Hotel Lotus", tax_number="1400000001")
        known["organisation"] = known["organisation_id"] = desk.organisation_id
        account = actor.account_id
    elif who in ROLES:
        account = an_officer(who, None if who in WITHOUT_OFFICE else "rmd-lan")
    if account:
        client.force_login(Account.objects.get(id=account), backend="sojourn.accounts.backend.AccountBackend")
    return client


@pytest.mark.parametrize("who", WHO)
def test_no_address_fails_whatever_is_sent(who: str, known: Names) -> None:
    assert failures(seat(who, known), known, routes()) == []


@pytest.mark.parametrize("who", OTHER_STAFF)
def test_no_address_of_the_office_fails_for_anyone_who_works_there(who: str, known: Names) -> None:
    """Staff are nobody at the public doors, which a guest walks through above."""
    assert failures(seat(who, known), known, [route for route in routes() if "office/" in route]) == []


def failures(
    client: Client, known: Names, doors: list[str], *, one_of: int = 6
) -> list[tuple[str, str, Any]]:
    """Every door that breaks, what was sent to it, and how it broke.

    Each door gets one of so many things by turns; `make proof` sends everything to everyone
    (tests/proof/every_input.py).
    """
    failed = []
    for turn, route in enumerate(doors):
        ways: list[tuple[str, Callable[[str], Any]]] = []
        for text in HOSTILE[:3]:
            strange = address(route, known, text)
            ways.append((f"in the path {text[:9]!r}", lambda at, t=strange: client.get(t)))
        for text in HOSTILE:
            cut = text[:1000]
            ways.append((f"asked {cut[:9]!r}", lambda at, t=cut: client.get(at, dict.fromkeys(ASKED, t))))
            ways.append((f"typed {text[:9]!r}", lambda at, t=text: client.post(at, dict.fromkeys(TYPED, t))))
        ways += [("without a key", lambda at: client.post(at)), ("deleted", lambda at: client.delete(at))]
        ways.append(("put", lambda at: client.put(at, b"\0", content_type="application/json")))
        for said, way in ways[turn % one_of :: one_of]:
            answer = way(address(route, known, "AZ"))
            if answer.status_code >= 500:
                failed.append((route, said, answer.exc_info and repr(answer.exc_info[1])[:200]))
                break
    return failed


def test_the_walk_goes_to_every_door() -> None:
    found = routes()
    for door in ("v/<str:number>/<str:code>", "demo/outbox", "en/office/people/", "en/apply/<slug:code>/"):
        assert door in found
    assert len(found) > 70


@pytest.mark.parametrize("name", ["key", "passport.surname", "\0"])
def test_a_zero_character_is_refused_in_words_and_nothing_is_changed(name: str) -> None:
    for answer in (
        Client().post("/en/apply/registration-of-stay/", {name: "a\0b"}),
        Client().get("/en/services/", {name: "a\0b"}),
    ):
        assert answer.status_code == 400
        assert "Nothing was changed" in answer.content.decode()


def test_the_refusal_is_said_in_the_language_of_the_page() -> None:
    page = Client().get("/ru/services/?q=%00").content.decode()
    assert 'lang="ru"' in page
    assert "Nothing was changed" not in page


@pytest.mark.parametrize("charset", ["hex", "rot13", "utf-7", "no-such"])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded"])
def test_a_form_in_another_code_of_letters_is_refused(kind: str, charset: str) -> None:
    answer = Client(raise_request_exception=False).generic(
        "POST",
        "/en/apply/registration-of-stay/",
        b'--x\r\nContent-Disposition: form-data; name="key"\r\n\r\n00\r\n--x--\r\n',
        content_type=f"{kind}; charset={charset}",
    )
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["sojourn_session", "sojourn_filing", "csrftoken"])
def test_a_cookie_with_a_zero_character_is_no_cookie(name: str) -> None:
    strange = Client(raise_request_exception=False, headers={"cookie": f'{name}="\\000aaaaaaaaaaaa"'})
    assert strange.get("/en/").status_code == 200
    assert strange.get("/en/account/").status_code < 500
