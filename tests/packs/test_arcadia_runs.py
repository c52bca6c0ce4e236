"""A country that does not exist is served by the same pages, in its own words and languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from sojourn.accounts import actions as accounts
from sojourn.accounts.models import Account
from sojourn.flows.register_stay import receipt_of
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.permits.models import Permit
from sojourn.project import languages
from sojourn.stays.models import Registration
from tests.harness.product import RunningProduct, free_port
from tests.harness.server import TestServer
from tests.packs.scenarios import ROOT
from tests.sites.portal.conftest import Visitor

TODAY = date(2026, 11, 23)
VISIT = {
    "passport.surname": "Lemuel",
    "passport.given-names": "Mary",
    "passport.nationality": "GBR",
    "passport.birth-date.year": "1990",
    "passport.number": "123456789",
    "passport.copy-later": "1",
}
STAY = {
    "stay.arrived-here-on.day": "20",
    "stay.arrived-here-on.month": "11",
    "stay.arrived-here-on.year": "2026",
    "stay.place.district": "ARC-N",
    "stay.place.street": "Harbour Lane",
    "stay.travels-with": "alone",
}
GUEST = {"guest.document-number": VISIT["passport.number"], "guest.birth-date.year": "1990"}


def load_arcadia() -> None:
    call_command("pack", "load", "arcadia", "--another-country")


@pytest.fixture
def arcadia(committed_database: str, settings: Any) -> Iterator[None]:
    """An installation of that country, on a day that stands still."""
    zone = clock.zone().key
    settings.LANGUAGES = languages.spoken(ROOT / "arcadia", settings.LOCALE_PATHS[0])
    with clock.frozen(TODAY):
        load_arcadia()
        yield
    clock.set_zone(zone)


def registered(visitor: Visitor, language: str) -> tuple[str, str]:
    """From the start page to the answer; its number and code."""
    visitor.open(f"/{language}/apply/arrival-registration/").follow()
    visitor.send(VISIT).follow()
    visitor.send(STAY).follow()
    visitor.send().follow()
    assert visitor.answer.status_code == 200, visitor.address
    receipt = receipt_of(Registration.objects.get().id)
    assert receipt.number in visitor.text
    return receipt.number, receipt.code


@pytest.mark.parametrize(
    ("language", "direction", "title", "services"),
    [
        ("en", "ltr", "Register your visit", "Tell us that you left"),
        ("ar", "rtl", "سجّل زيارتك", "أخبرنا أنك غادرت"),
    ],
)
def test_the_way_of_a_visitor(
    arcadia: None, language: str, direction: str, title: str, services: str
) -> None:
    visitor = Visitor()
    visitor.open(f"/{language}/")
    assert f'<html lang="{language}" dir="{direction}">' in visitor.text
    assert visitor.says(title)
    assert f"/{language}/apply/arrival-registration/" in visitor.text
    assert visitor.open(f"/{language}/services/").says(title, services)

    number, code = registered(visitor, language)
    stay = Registration.objects.get()
    answer = visitor.open(f"/{language}/documents/{stay.id}/").answer
    assert answer.status_code == 200
    assert b"".join(answer).startswith(b"%PDF") if answer.streaming else answer.content.startswith(b"%PDF")
    assert visitor.open(f"/{language}/verify/{number}/{code}/").says("is valid")

    leaving = {"departure.number": number, "departure.code": code, **GUEST}
    day = {
        f"departure.left-on.{part}": value
        for part, value in (("day", "23"), ("month", "11"), ("year", "2026"))
    }
    visitor.open(f"/{language}/departure/")
    assert visitor.says(services)
    visitor.send({**leaving, **day}).follow()
    assert visitor.answer.status_code == 200
    stay.refresh_from_db()
    assert stay.ended_on == TODAY


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_way_of_an_officer(arcadia: None, language: str) -> None:
    with transaction():
        officer = accounts.open_staff_account(
            "harbour", display_name="Harbour", password="crane over the lake", language="en", by=SYSTEM
        )
        accounts.grant_role(officer, "counter-officer", office="harbour", from_on=date(2026, 1, 1), by=SYSTEM)
    client = Client()
    client.force_login(Account.objects.get(id=officer), backend="sojourn.accounts.backend.AccountBackend")
    form = client.get(f"/{language}/office/counter/")
    assert form.status_code == 200
    key = re.search(r'name="key" value="([^"]+)"', form.content.decode())
    assert key
    sent = {**VISIT, **STAY, "received_on": TODAY.isoformat(), "key": key[1], "language": language}
    entered = client.post(f"/{language}/office/counter/", sent)
    assert entered.status_code == 200
    assert Permit.objects.get().number in entered.content.decode()
    stay = Registration.objects.get()
    assert client.get(f"/{language}/office/registrations/{stay.id}/").status_code == 200


def test_it_starts(committed_database: str, test_server: TestServer, tmp_path: Path, var: Path) -> None:
    load_arcadia()
    for shared in ("keys", "files"):
        (var / shared).mkdir(exist_ok=True)
        (tmp_path / shared).symlink_to(var / shared)
    product = RunningProduct(
        tmp_path,
        free_port(),
        DATABASE_URL=test_server.url(committed_database),
        DATABASE_OWNER_URL=test_server.url(committed_database, "sojourn_owner"),
        SOJOURN_PACK="arcadia",
    )
    product.start()
    try:
        assert "This pack brings no people for a demonstration" in product.output
        for path in ("/", "/ar/", "/en/apply/arrival-registration/", "/en/departure/", "/az/"):
            assert product.answers(path), path
    finally:
        product.stop()
