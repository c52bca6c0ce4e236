"""Promise 5. Each sees their own part: a host what it typed itself, an owner the address, a guest their own.

What an employer never sees of its worker is tried in `tests/flows/test_the_worker_has_a_say.py`.

Broken for a try, and seen to fail: a host's list by where the guest stays instead of by who filed; a guest's
name on the owner's page; registrations of an organisation shown to a member without the right, or to one who
has left; an officer's page without the offices of the reader.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.test import Client

from sojourn.flows.object_to_registration import object_to_registration, token_for
from sojourn.flows.register_guest_list import register_guest_list
from sojourn.flows.types import Receipt
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.organisations import actions as organisations
from sojourn.organisations.types import Right
from sojourn.people import actions as people
from sojourn.people.models import Person
from sojourn.people.types import HoldKind
from sojourn.stays import queries as stays
from sojourn.stays.models import Registration
from tests.factories import filings
from tests.factories.filings import GUEST, GUEST_ROW, LATE, OFFICER
from tests.factories.registrations import ANSWERS
from tests.promises.conftest import SignIn, signed_in
from tests.promises.doors import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

OWN = (
    ANSWERS
    | LATE
    | {
        "stay.place.street": "Rashid Behbudov",
        "stay.place.house": "77",
        "stay.host-kind": "owner",
        "stay.host-name": "Mr Quliyev",
        "stay.host-contact": "owner@example.org",
        "stay.visa-number": "VISA998877",
        "contact.channel": "email",
        "contact.address": "nino@example.org",
    }
)
"""What the guest told in a filing of her own."""

ONLY_HERS = ("Behbudov", "Quliyev", "VISA998877", "nino@", "owner@")


@pytest.fixture
def hotel(today: object) -> tuple[filings.HostDesk, filings.Actor]:
    return filings.hotel()


def registered_by(desk: tuple[filings.HostDesk, filings.Actor]) -> Receipt:
    answer = register_guest_list([GUEST_ROW], key="a", filing=filings.filing(desk[1], desk=desk[0]))
    return answer.receipts[1]


def pages_of(client: Client, desk: filings.HostDesk, receipt: Receipt) -> str:
    """Everything a receptionist can open about the desk and a guest of theirs."""
    at = f"/en/host/{desk.organisation_id}/"
    addresses = ["/en/host/", at, f"{at}?all=1", f"{at}guest/", f"{at}list/", "/en/account/", "/en/inbox/"]
    addresses.append(f"/en/departure/{receipt.registration_id}/")
    answers = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} <= {200, 302}
    return " ".join(answer.content.decode() for answer in answers)


def test_a_host_sees_what_it_filed_and_nothing_the_guest_or_another_host_told(hotel: tuple) -> None:
    filings.register(OWN)
    registered_by(filings.hotel("Hotel Heron", tax_number="1400000002"))
    receipt = registered_by(hotel)
    said = pages_of(signed_in(hotel[1].account_id), hotel[0], receipt)
    assert "Kalandadze" in said
    assert [word for word in (*ONLY_HERS, "Heron") if word in said] == []
    assert len(stays.list_of_host(hotel[0].organisation_id)) == 1


def test_a_host_cannot_tell_whether_a_guest_was_known_held_objected_to_or_late_before(hotel: tuple) -> None:
    """The same pages, letter for letter, whatever happened to the guest elsewhere."""
    receipt = registered_by(hotel)
    client = signed_in(hotel[1].account_id)
    address, own = f"/en/host/{hotel[0].organisation_id}/?all=1", {"id": receipt.registration_id}
    before = asked(client, address, own, post=None)
    later = filings.register(OWN)
    person = Person.objects.get().id
    with transaction():
        people.place_hold(person, kind=HoldKind.VICTIM, from_on=date(2026, 6, 1), by=OFFICER)
        object_to_registration(token_for(later.registration_id), words="No.", key="a", by=GUEST)
    assert asked(client, address, own, post=None) == before


def test_a_host_does_not_see_its_own_lateness_turned_into_a_question(hotel: tuple) -> None:
    answer = register_guest_list([GUEST_ROW | LATE], key="a", filing=filings.filing(hotel[1], desk=hotel[0]))
    said = pages_of(signed_in(hotel[1].account_id), hotel[0], answer.receipts[1])
    assert [word for word in ("candidate", "duty", "offence", "fine ") if word in said.casefold()] == []


def test_a_host_opens_no_registration_it_did_not_file(hotel: tuple) -> None:
    theirs = filings.register(OWN)
    client = signed_in(hotel[1].account_id)
    for address in (f"/en/documents/{theirs.registration_id}/", f"/en/departure/{theirs.registration_id}/"):
        assert client.get(address).status_code == 404


def test_a_member_without_the_right_sees_no_guest(hotel: tuple) -> None:
    receipt = registered_by(hotel)
    clerk = filings.account("clerk@example.org")
    with transaction():
        organisations.add_member(
            hotel[0].organisation_id,
            account_id=clerk,
            rights=[Right.READ_MESSAGES],
            from_on=date(2026, 1, 1),
            by=SYSTEM,
        )
    client = signed_in(clerk)
    for address in (
        f"/en/host/{hotel[0].organisation_id}/",
        f"/en/documents/{receipt.registration_id}/",
        f"/en/departure/{receipt.registration_id}/",
    ):
        assert client.get(address).status_code == 404


def test_who_has_left_the_hotel_sees_nothing_any_more(hotel: tuple) -> None:
    receipt = registered_by(hotel)
    with transaction():
        organisations.end_membership(
            hotel[0].organisation_id, account_id=hotel[1].account_id, on=date(2026, 6, 10), by=SYSTEM
        )
    client = signed_in(hotel[1].account_id)
    assert client.get(f"/en/documents/{receipt.registration_id}/").status_code == 404
    assert "Kalandadze" not in client.get("/en/account/").content.decode()


def test_an_owner_who_is_told_sees_the_address_and_the_day_and_nobody() -> None:
    receipt = filings.register(OWN)
    said = Client().get(f"/en/object/{token_for(receipt.registration_id)}/").content.decode()
    assert "Behbudov" in said
    told = ("Nino", "Kalandadze", "12AB34567", "GEO", "Georgia", "1990", "VISA998877", receipt.number)
    assert [word for word in told if word in said] == []


def test_a_guest_sees_nothing_of_what_others_said_or_officers_asked() -> None:
    account = filings.account("nino@example.org")
    guest = filings.Actor(filings.ActorKind.PERSON, filings.Door.PORTAL, account_id=account)
    receipt = filings.register(OWN, by=guest, held=filings.Holder(account_id=account))
    with transaction():
        object_to_registration(token_for(receipt.registration_id), words="A liar.", key="a", by=GUEST)
    client = signed_in(account)
    pages = ("/en/account/", "/en/inbox/", f"/en/done/{receipt.reference}/")
    said = " ".join(client.get(page).content.decode() for page in pages)
    assert receipt.number in said
    assert [word for word in ("liar", "candidate", "objection") if word in said.casefold()] == []


def test_another_guest_with_an_account_sees_nothing_of_it() -> None:
    receipt = filings.register(OWN)
    client = signed_in(filings.account("stranger@example.org"))
    for address in (
        f"/en/documents/{receipt.registration_id}/",
        f"/en/departure/{receipt.registration_id}/",
        f"/en/done/{receipt.reference}/",
        f"/en/apply/{receipt.reference}/check/",
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("role", ["counter-officer", "case-officer", "supervisor"])
def test_an_officer_sees_the_offices_their_power_reaches_and_no_other(role: str, officer: SignIn) -> None:
    receipt = filings.register(OWN)
    with transaction():
        object_to_registration(token_for(receipt.registration_id), words="A liar.", key="a", by=GUEST)
    client = officer(role, "rmd-bak")
    pages = ("registrations/", "late/", "objections/", f"registrations/{receipt.registration_id}/")
    said = " ".join(client.get(f"/en/office/{page}").content.decode() for page in pages)
    assert "Kalandadze" not in said
    assert "liar" not in said
    assert client.get(f"/en/office/registrations/{receipt.registration_id}/document/").status_code == 404


def test_an_administrator_sees_no_case(officer: SignIn) -> None:
    receipt = filings.register(OWN)
    person: UUID = Registration.objects.get().person_id
    client = officer("administrator")
    for page in (
        "registrations/",
        f"registrations/{receipt.registration_id}/",
        "people/",
        f"people/{person}/",
    ):
        assert client.get(f"/en/office/{page}").status_code == 403
