"""Someone who hosts a foreigner has a way of their own: found, walked, seen again, ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sojourn.flows.object_to_registration import token_for
from sojourn.stays import queries as stays
from sojourn.stays.models import Objection, Registration
from sojourn.stays.types import Side
from tests.factories import filings
from tests.factories.registrations import ANSWERS
from tests.sites.portal.conftest import PASSPORT, Visitor, page_of

pytestmark = pytest.mark.django_db
BEGIN = "/en/apply/guest-notice/"
STAY = page_of(
    ANSWERS
    | {
        "stay.host-kind": "owner",
        "stay.host-name": "R. Quliyev",
        "stay.guest-contact": "nino@example.org",
    },
    "stay",
)


def tell(owner: Visitor) -> Visitor:
    owner.open(BEGIN).send(PASSPORT).follow()
    return owner.send(STAY).follow()


def test_the_start_page_leads_hosts_to_their_own_way(visitor: Visitor) -> None:
    visitor.open("/en/")
    assert visitor.says("I host a foreigner")
    assert "/en/services/guest-notice/" in visitor.text
    assert visitor.open("/en/services/guest-notice/").says("Tell of a guest in your dwelling")
    assert BEGIN in visitor.text
    assert "/en/services/guest-notice/" in visitor.open("/en/host/").text


def test_three_pages_in_the_words_of_a_host(visitor: Visitor) -> None:
    assert visitor.open(BEGIN).says("Who stays with you?", "Step 1 of 3")
    visitor.send(PASSPORT).follow()
    assert visitor.says("Since when, and where?", "E-mail or phone of the guest", "Step 2 of 3")
    assert not visitor.says("E-mail or phone of the owner")
    visitor.send(STAY).follow()
    assert visitor.says("Check your answers", "to me by")
    visitor.send({"contact.channel": "none"}).follow()
    assert visitor.says("Your guest is registered")


def test_an_owner_sees_notices_again_and_tells_of_the_departure(
    signed_in: Callable[[str], Visitor],
) -> None:
    owner = signed_in("owner@example.org")
    tell(owner).send({"contact.channel": "none"}).follow()
    assert owner.open("/en/account/").says("You told us of this guest", "Nino", "Tell us about the departure")
    left = {"departure.left-on.day": "9", "departure.left-on.month": "6", "departure.left-on.year": "2026"}
    owner.open(f"/en/departure/{Registration.objects.get().id}/").send(
        {**left, "departure.left-for": "abroad"}
    )
    assert Registration.objects.get().ended_on


def test_where_a_guest_went_is_not_told_to_the_owner(signed_in: Callable[[str], Visitor]) -> None:
    owner = signed_in("owner@example.org")
    tell(owner).send({"contact.channel": "none"}).follow()
    Registration.objects.update(ended_on=filings.TODAY, end_cause="moved")
    assert owner.open("/en/account/").says("Ended")
    assert not owner.says("the guest moved")


def test_a_guest_who_was_named_sees_the_address_and_can_object_in_their_language(visitor: Visitor) -> None:
    tell(visitor).send({"contact.channel": "none"}).follow()
    stay = Registration.objects.get()
    link = f"/ru/object/{token_for(stay.id, side=Side.GUEST)}/"
    guest = Visitor().open(link)
    for word in ("Kalandadze", "12AB34567", "Quliyev"):
        assert word not in guest.text
    assert "Nizami" in guest.text
    guest.send({"words": "Я там не живу."})
    kept = Objection.objects.get()
    assert (kept.side, kept.language) == ("guest", "ru")
    assert stays.get_objector(kept.id).contact == "nino@example.org"


def test_each_side_sees_its_own_objection_only(visitor: Visitor) -> None:
    tell(visitor).send({"contact.channel": "none"}).follow()
    stay = Registration.objects.get().id
    Visitor().open(f"/en/object/{token_for(stay, side=Side.GUEST)}/").send({"words": "I do not stay there."})
    host = Visitor().open(f"/en/object/{token_for(stay)}/")
    assert "I do not stay there." not in host.text
    assert host.says("Nobody stays with you?")


def test_someone_who_lets_may_be_acted_for_too(signed_in: Callable[[str], Visitor]) -> None:
    from tests.sites.portal.test_mandates import accepted

    owner, agent = signed_in("leyla@example.org"), signed_in("agent@example.org")
    mandate = accepted(owner, agent, may=["guest-notice"])
    assert "guest-notice" in agent.open(f"/en/account/mandates/{mandate.id}/acting/").text
