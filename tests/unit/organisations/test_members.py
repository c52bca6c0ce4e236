"""A hotel, its desk, and who may act for it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from sojourn.accounts import actions as accounts
from sojourn.accounts.types import Contact, ContactKind
from sojourn.audit.models import Event, PersonalValue
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door, Reader
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.organisations import actions as organisations
from sojourn.organisations import queries
from sojourn.organisations.errors import MayNotAct, OrganisationUnknown
from sojourn.organisations.models import Member, Organisation
from sojourn.organisations.types import OrganisationFacts, OrganisationKind, Right, Scope

pytestmark = pytest.mark.django_db
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
CRANE = OrganisationFacts(
    OrganisationKind.HOTEL, "Hotel Crane", "10 01 22", "sel", email="desk@crane.example"
)


def account(name: str) -> UUID:
    with transaction():
        return accounts.open_person_account(
            Contact(ContactKind.EMAIL, f"{name}@example.org"), display_name=name, language="en", by=SYSTEM
        )


@pytest.fixture
def hotel(db: None) -> UUID:
    with transaction():
        return organisations.enter_organisation(CRANE, by=SYSTEM)


def join(hotel: UUID, who: UUID, *rights: Right, until_on: date | None = None) -> None:
    with transaction():
        organisations.add_member(
            hotel, account_id=who, rights=rights, from_on=MARCH, until_on=until_on, by=SYSTEM
        )


def may(who: UUID, hotel: UUID, on: date = APRIL, scope: Scope = Scope.REGISTER_STAY) -> bool:
    return queries.may_act(who, for_=Subject("organisation", hotel), scope=scope, on=on)


def test_the_same_tax_number_is_the_same_organisation(hotel: UUID) -> None:
    again = OrganisationFacts(OrganisationKind.HOTEL, "Crane", "100122")
    with transaction():
        assert organisations.enter_organisation(again, by=SYSTEM) == hotel
    assert Organisation.objects.get().name == "Hotel Crane"
    assert Event.objects.filter(kind="organisation:entered").count() == 1
    assert {value.name for value in PersonalValue.objects.all()} == {"name", "tax_number"}


def test_organisations_without_tax_number_stay_apart(db: None) -> None:
    with transaction():
        for name in ("One", "Two"):
            organisations.enter_organisation(OrganisationFacts(OrganisationKind.BODY, name), by=SYSTEM)
    assert Organisation.objects.count() == 2


def test_a_member_acts_within_its_rights_and_term(hotel: UUID) -> None:
    desk = account("desk")
    join(hotel, desk, Right.REGISTER_GUESTS, until_on=MAY)
    assert may(desk, hotel)
    assert not may(desk, hotel, on=MAY)
    assert not may(desk, hotel, on=date(2026, 2, 28))
    assert not may(desk, hotel, scope=Scope.RECEIVE_DOCUMENTS)
    assert not may(account("stranger"), hotel)
    with pytest.raises(MayNotAct):
        queries.check_may_act(
            account("stranger"), for_=Subject("organisation", hotel), scope=Scope.EVERYTHING
        )


def test_new_rights_replace_the_old_ones(hotel: UUID) -> None:
    desk = account("desk")
    join(hotel, desk, Right.REGISTER_GUESTS)
    with transaction():
        organisations.add_member(
            hotel, account_id=desk, rights=[Right.READ_MESSAGES], from_on=APRIL, by=SYSTEM
        )
    assert not may(desk, hotel)
    assert Member.objects.filter(until_on=None).count() == 1


def test_who_left_acts_no_more(hotel: UUID) -> None:
    desk = account("desk")
    join(hotel, desk, Right.REGISTER_GUESTS)
    with transaction():
        organisations.end_membership(hotel, account_id=desk, on=APRIL, by=SYSTEM)
    assert may(desk, hotel, on=date(2026, 3, 31))
    assert not may(desk, hotel, on=APRIL)


def test_members_see_their_own_organisation_and_staff_see_all(hotel: UUID) -> None:
    desk = account("desk")
    join(hotel, desk, Right.REGISTER_GUESTS)
    with clock.frozen(APRIL):
        member = Reader(Actor(ActorKind.PERSON, Door.PORTAL, account_id=desk), "desk")
        stranger = Reader(Actor(ActorKind.PERSON, Door.PORTAL, account_id=account("stranger")), "desk")
        guest = Reader(Actor(ActorKind.GUEST, Door.PORTAL), "desk")
        staff = Reader(Actor(ActorKind.STAFF, Door.COUNTER), "desk")
        assert queries.get_organisation(hotel, to=member).tax_number == "100122"
        assert [each.id for each in queries.list_organisations(to=staff)] == [hotel]
        for outsider in (stranger, guest):
            assert queries.list_organisations(to=outsider) == []
            with pytest.raises(OrganisationUnknown):
                queries.get_organisation(hotel, to=outsider)
        [membership] = queries.list_memberships(desk)
    assert membership.organisation.subject == Subject("organisation", hotel)
    assert membership.rights == {Right.REGISTER_GUESTS}
