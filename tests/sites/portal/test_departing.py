"""A guest has left: told by who holds the document, or by who filed; the registration ends with the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from sojourn.lib import clock
from sojourn.stays.models import Registration
from tests.factories import filings
from tests.sites.portal.conftest import Receptionist, Visitor, fill_in, register

pytestmark = pytest.mark.django_db
LEFT = {"departure.left-on.day": "8", "departure.left-on.month": "6", "departure.left-on.year": "2026"}


def number_and_code() -> dict[str, str]:
    receipt = filings.register()
    return {"departure.number": receipt.number.lower(), "departure.code": receipt.code.lower(), **LEFT}


def test_number_and_code_end_the_registration(visitor: Visitor) -> None:
    visitor.open("/en/departure/").send(number_and_code()).follow()
    assert visitor.says("The registration has ended")
    kept = Registration.objects.get()
    assert (kept.ended_on.isoformat(), kept.end_cause) == ("2026-06-08", "departed")


def test_told_twice_it_stays_as_it_is(visitor: Visitor) -> None:
    told = number_and_code()
    for _ in range(2):
        visitor.open("/en/departure/").send(told).follow()
        assert visitor.says("The registration has ended")


def test_a_wrong_number_and_a_wrong_code_are_the_same_page(visitor: Visitor) -> None:
    told = number_and_code()
    pages = []
    for wrong in ({"departure.code": "0000000000"}, {"departure.number": "QY-2026-9999999-A"}):
        pages.append(visitor.open("/en/departure/").send({**told, **wrong}).words)
        assert visitor.says("There is a problem")
    shown = {page.replace(value, "") for page in pages for value in ("",)}
    assert len(shown) == 1 or pages[0] == pages[1]
    assert Registration.objects.get().ended_on is None


def test_wrong_tries_slow_down(visitor: Visitor) -> None:
    told = {**number_and_code(), "departure.code": "0000000000"}
    answers = [visitor.open("/en/departure/").send(told).answer.status_code for _ in range(8)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_a_day_before_the_arrival_is_said_at_its_field(visitor: Visitor) -> None:
    early = {**number_and_code(), "departure.left-on.month": "5"}
    visitor.open("/en/departure/").send(early)
    assert visitor.says("There is a problem", "Date of leaving")
    assert Registration.objects.get().ended_on is None


def test_who_filed_needs_only_the_day(visitor: Visitor) -> None:
    register(visitor)
    registration = Registration.objects.get()
    visitor.open(f"/en/departure/{registration.id}/")
    assert visitor.says("Nino Kalandadze") or visitor.says("Kalandadze Nino")
    visitor.send({**LEFT, "departure.left-for": "other-address"}).follow()
    registration.refresh_from_db()
    assert registration.end_cause == "moved"


def test_a_hotel_tells_that_its_guest_left(receptionist: Receptionist) -> None:
    at = receptionist.visitor
    at.open(f"{receptionist.desk}list/").send({f"row-1.{p}": v for p, v in filings.GUEST_ROW.items()})
    registration = Registration.objects.get()
    at.open(f"/en/departure/{registration.id}/").send(LEFT).follow()
    registration.refresh_from_db()
    assert registration.end_cause == "departed"
    assert at.open(receptionist.desk).says("No guests now")
    assert at.open(f"{receptionist.desk}?all=1").says("Ended: the guest left")


def test_nobody_ends_what_another_filed(visitor: Visitor, signed_in: Callable[[], Visitor]) -> None:
    fill_in(visitor).send({"contact.channel": "none"})
    registration = Registration.objects.get()
    for other in (Visitor(), signed_in()):
        assert other.open(f"/en/departure/{registration.id}/").answer.status_code == 404


def test_after_the_day_the_document_no_longer_verifies(visitor: Visitor) -> None:
    told = number_and_code()
    visitor.open("/en/departure/").send(told)
    with clock.frozen(filings.TODAY + timedelta(days=1)):
        visitor.open(f"/en/verify/{told['departure.number'].upper()}/{told['departure.code'].upper()}/")
    assert visitor.says("No longer valid")
