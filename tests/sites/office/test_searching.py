"""What is searched for by name or number is sent; it stands in no address, as histories and proxies keep."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from sojourn.audit.models import Access
from sojourn.lib import clock
from sojourn.people import queries as people
from sojourn.sites.office import cases
from sojourn.stays import queries as stays
from tests.factories.cases import FILED_ON, OFFICE, apply
from tests.factories.filings import holder, hotel, register
from tests.factories.registrations import ANSWERS
from tests.sites.office.conftest import Desk

pytestmark = pytest.mark.django_db
_SECRET = re.compile(r'name="(?:csrfmiddlewaretoken|key)" value="[^"]*"')
PEOPLE, STAYS, LOG = (f"/en/office/{page}/" for page in ("people", "registrations", "log"))


def filed(count: int, **more: str) -> None:
    for number in range(count):
        who = {"passport.surname": "Kal" + "ab"[number], "passport.number": f"N{number}"}
        register({**ANSWERS, **who, **more}, held=holder(f"{number}"))


def further(page: str) -> dict[str, str]:
    """What the button to the next page sends."""
    form = re.search(r'<nav class="pagination".*?(<form.*?</form>)\s*</nav>', page, re.DOTALL)
    assert form
    last = form[1].rpartition("<form")[2]
    fields = re.findall(r'<(?:input type="hidden"|button) name="(\w+)" value="([^"]*)"', last)
    return {name: unescape(value) for name, value in fields}


@pytest.mark.parametrize(
    ("role", "address", "words"),
    [
        ("case-officer", PEOPLE, "q=Kal"),
        ("case-officer", "/en/office/cases/", "q=Kal"),
        ("auditor", LOG, "q=N0"),
        ("case-officer", STAYS, "host=nobody"),
        ("administrator", "/en/office/organisations/", "number=1"),
    ],
)
def test_an_address_searches_for_nobody(desk: Desk, role: str, address: str, words: str) -> None:
    filed(1)
    client = desk(role, "rmd-lan" if role == "case-officer" else None)
    plain, typed = (
        _SECRET.sub("", client.get(at).content.decode()) for at in (address, f"{address}?{words}")
    )
    assert typed.replace(f"?{words}", "") == plain
    assert not Access.objects.filter(relation="search").exists()


def test_the_next_page_goes_on_with_the_search(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PAGE", 1)
    filed(2)
    officer = desk("case-officer")
    first = officer.post(PEOPLE, {"q": "Kal"}).content.decode()
    second = officer.post(PEOPLE, further(first)).content.decode()
    assert "Kala" in first
    assert "Kalb" not in first
    assert "Kalb" in second
    assert 'value="Kal"' in second


def test_a_host_is_sent_and_what_names_nobody_makes_an_address(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stays, "PAGE", 1)
    filed(2, **{"stay.host-kind": "hotel", "stay.host-name": "Guesthouse Nargiz"})
    officer = desk("case-officer")
    first = officer.post(STAYS, {"host": "guesthouse", "present": "yes"}).content.decode()
    assert further(first)["host"] == "guesthouse"
    second = officer.post(STAYS, further(first)).content.decode()
    assert ("Kalb" in first, "Kala" in first, "Kala" in second) == (True, False, True)
    assert "No registrations match" in officer.post(STAYS, {"host": "Hotel"}).content.decode()
    kept = officer.post(STAYS, {"host": "", "present": "yes"})
    assert (kept.status_code, kept["Location"]) == (302, "?present=yes")


def test_a_search_comes_from_a_form_of_ours(desk: Desk) -> None:
    officer = desk("case-officer")
    stranger = Client(enforce_csrf_checks=True)
    stranger.cookies = officer.cookies
    assert stranger.post(PEOPLE, {"q": "Kal"}).status_code == 403


def test_the_kind_of_organisations_is_an_address_their_number_is_not(desk: Desk) -> None:
    hotel("Hotel Lotus", tax_number="1500000007")
    client, here = desk("administrator", None), "/en/office/organisations/"
    assert client.post(here, {"kind": "hotel", "number": ""})["Location"] == "?kind=hotel"
    assert "Hotel Lotus" in client.post(here, {"number": "1500000007"}).content.decode()


def test_people_of_one_name_are_found_page_by_page_with_their_cases(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "FOUND", 1)
    others = {
        "passport.number": "N0000001",
        "passport.given-names": "Bea",
        "passport.birth-date": "1991-02-03",
    }
    with clock.frozen(FILED_ON):
        receipts = [apply(), apply(others, holder=holder("another"))]
        officer = desk("case-officer", OFFICE)
        first = officer.post("/en/office/cases/", {"q": "eriks"}).content.decode()
        second = officer.post("/en/office/cases/", further(first)).content.decode()
    told = [[each.reference in shown for each in receipts] for shown in (first, second)]
    assert sorted(told) == [[False, True], [True, False]]
    assert 'value="eriks"' in second
