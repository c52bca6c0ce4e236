"""A guest has left: told by who holds the document, or by who filed; the registration ends with the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from sojourn.flows.notify_departure import notify_departure
from sojourn.flows.reclassify_person import reclassify_person
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from sojourn.stays.models import Registration
from tests.factories import filings
from tests.factories.registrations import ANSWERS
from tests.sites.portal.conftest import Receptionist, Visitor, fill_in, register

pytestmark = pytest.mark.django_db
LEFT = {"departure.left-on.day": "8", "departure.left-on.month": "6", "departure.left-on.year": "2026"}


BORN = {"guest.birth-date.day": "17", "guest.birth-date.month": "4", "guest.birth-date.year": "1990"}
NOT_BORN = dict.fromkeys(BORN, "")
UNDOCUMENTED = {
    path: told
    for path, told in ANSWERS.items()
    if path not in ("passport.kind", "passport.number", "passport.issuing-state", "passport.expires-on")
} | {"passport.none": "lost"}


def paper(answers: Mapping[str, str] = ANSWERS) -> dict[str, str]:
    """What everyone reads on the document, and the day."""
    receipt = filings.register(answers)
    return {"departure.number": receipt.number.lower(), "departure.code": receipt.code.lower(), **LEFT}


def number_and_code() -> dict[str, str]:
    """What the guest knows."""
    return {**paper(), "guest.document-number": "12 ab 34567", **BORN}


def test_who_was_shown_the_document_ends_nothing(visitor: Visitor) -> None:
    told = number_and_code()
    others: list[dict[str, str]] = [
        {"guest.document-number": "", **NOT_BORN},
        {"guest.document-number": ""},
        {"guest.document-number": "12AB34568"},
        NOT_BORN,
        {"guest.birth-date.year": "1991"},
        {"departure.code": "0000000000"},
        {"guest.document-number": "", "guest.reference": Registration.objects.get().reference},
    ]
    answers = []
    for number, wrong in enumerate(others):
        with clock.frozen(clock.now() + timedelta(hours=number + 1)):  # no try waits for the one before
            answers.append(visitor.open("/en/departure/").send({**told, **wrong}).words)
            assert visitor.says("We know no registration that all of these answers fit")
    assert len(set(answers)) == 1
    assert Registration.objects.get().ended_on is None


def test_who_does_not_know_the_guest_waits_like_who_does_not_know_the_code(visitor: Visitor) -> None:
    told = {**number_and_code(), "guest.birth-date.year": "1991"}
    answers = [visitor.open("/en/departure/").send(told).answer.status_code for _ in range(8)]
    assert answers[-1] == 429


@pytest.mark.parametrize("known", ["birth", "reference"])
def test_of_a_guest_without_a_document_birth_or_reference_is_known(visitor: Visitor, known: str) -> None:
    told = paper(UNDOCUMENTED)
    reference = Registration.objects.get().reference
    visitor.open("/en/departure/").send({**told, "guest.reference": "QY-2026-0000000-0"})
    assert Registration.objects.get().ended_on is None
    visitor.open("/en/departure/").send(
        {**told, **(BORN if known == "birth" else {"guest.reference": reference})}
    )
    assert Registration.objects.get().end_cause == "departed"


def test_the_earlier_document_of_a_protected_guest_ends_nothing(visitor: Visitor) -> None:
    told = number_and_code()
    registration = Registration.objects.get()
    with transaction():
        reclassify_person(registration.person_id, confidentiality=Confidentiality.PROTECTED, by=SYSTEM)
    visitor.open("/en/departure/").send(told)
    assert visitor.says("We know no registration that all of these answers fit")
    assert Registration.objects.get().ended_on is None


def test_number_code_and_passport_end_the_registration(visitor: Visitor) -> None:
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
    assert visitor.says("There were several wrong tries. Please try again in")
    assert int(visitor.answer["Retry-After"]) > 0


def test_who_has_to_wait_need_not_type_the_departure_again(visitor: Visitor) -> None:
    told = {**number_and_code(), "departure.code": "0000000000", "departure.left-for": "other-address"}
    for _ in range(8):
        visitor.open("/en/departure/").send(told)
    assert visitor.answer.status_code == 429
    kept = visitor.fields()
    assert {path: kept.get(path) for path in told} == told


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
    assert at.open(f"{receptionist.desk}?all=1").says("Ended: the guest left", "8 June 2026")


def test_a_hotel_is_not_told_where_its_guest_went(receptionist: Receptionist) -> None:
    at = receptionist.visitor
    at.open(f"{receptionist.desk}list/").send({f"row-1.{p}": v for p, v in filings.GUEST_ROW.items()})
    with transaction():
        notify_departure(
            Registration.objects.get().id, on=filings.TODAY - timedelta(days=2), moved=True, by=filings.GUEST
        )
    at.open(f"{receptionist.desk}?all=1")
    assert at.says("Ended")
    assert not at.says("moved")
    assert not at.says("8 June 2026")


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
