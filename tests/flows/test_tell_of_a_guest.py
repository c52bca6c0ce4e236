"""An owner tells of a guest: the guest learns of it and can object, the owner is not told of himself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sojourn.applications import actions as applications
from sojourn.catalogue import queries as catalogue
from sojourn.flows.object_to_registration import read_token
from sojourn.flows.register_stay import register_stay
from sojourn.flows.types import Receipt
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.notices.models import Message, Service
from sojourn.stays.models import LateCandidate, Registration
from sojourn.stays.types import Side
from tests.factories import filings
from tests.factories.filings import GUEST, LATE, TODAY
from tests.factories.registrations import ANSWERS

pytestmark = pytest.mark.django_db

NOTICE = ANSWERS | {
    "stay.host-kind": "owner",
    "stay.host-name": "R. Quliyev",
    "stay.guest-contact": "nino@example.org",
    "contact.channel": "email",
    "contact.address": "owner@example.org",
}


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


def tell(answers: dict[str, str] = NOTICE, *, by: Actor = GUEST) -> Receipt:
    """A notice of a guest, sent by a host."""
    pack, held = catalogue.current(), filings.holder()
    with transaction():
        draft = applications.start(
            pack.service_for("hosting"), pack=pack, language="en", answers=answers, holder=held, by=by
        )
    with transaction():
        return register_stay(draft.id, holder=held, filing=filings.filing(by))


def told() -> set[tuple[str, str | None]]:
    return set(Message.objects.values_list("template", "contact"))


def test_the_guest_is_told_and_the_owner_gets_the_receipt_only() -> None:
    tell()
    assert told() == {("stay_named", "nino@example.org"), ("registered", "owner@example.org")}


def test_the_guest_s_link_opens_the_guest_s_side() -> None:
    receipt = tell()
    text = Message.objects.get(template="stay_named").said["text"]
    token = text.partition("/object/")[2].partition("/")[0]
    assert read_token(token) == (receipt.registration_id, Side.GUEST)
    for word in ("Nino", "Kalandadze", "12AB34567", "Quliyev", "Nizami"):
        assert word not in text


@pytest.mark.parametrize("contact", ["", "the blue door", "owner@example.org"])
def test_without_a_contact_of_the_guest_nobody_is_written_to_about_themselves(contact: str) -> None:
    tell(NOTICE | {"stay.guest-contact": contact})
    assert told() == {("registered", "owner@example.org")}


def test_an_owner_who_names_himself_in_the_guest_s_form_is_not_mailed_about_himself() -> None:
    filings.register(
        ANSWERS
        | {
            "stay.host-kind": "owner",
            "stay.host-contact": "owner@example.org",
            "contact.channel": "email",
            "contact.address": "owner@example.org",
        }
    )
    assert told() == {("registered", "owner@example.org")}


def test_the_stay_is_registered_as_the_host_s_word() -> None:
    tell()
    stay = Registration.objects.get()
    assert (stay.told_by, stay.host_kind, stay.host_name) == ("host", "owner", "R. Quliyev")
    assert stay.guest_contact == "nino@example.org"
    assert stay.told["surname"] == "Kalandadze"


def test_told_late_the_duty_was_the_host_s() -> None:
    tell(NOTICE | LATE)
    assert LateCandidate.objects.get().parties[0] == "host"


def test_a_notice_of_a_guest_the_guest_registered_too_stands_beside_it() -> None:
    filings.register(held=filings.holder("the guest's browser"))
    tell()
    assert Registration.objects.count() == 2


def test_what_an_owner_opens_is_not_served_on_the_guest() -> None:
    from sojourn.flows.open_certificate import open_certificate

    owner = Actor(ActorKind.PERSON, Door.PORTAL, account_id=filings.account("owner@example.org"))
    receipt = tell(NOTICE | {"stay.host-kind": "other"}, by=owner)
    with transaction():
        open_certificate(receipt.registration_id, language="en", by=owner)
    assert not Service.objects.exists()
