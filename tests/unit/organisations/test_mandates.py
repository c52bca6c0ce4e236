"""Who may act for whom, for what, until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from sojourn.accounts.types import Contact, ContactKind
from sojourn.audit.models import Event
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door, Reader
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.organisations import actions as organisations
from sojourn.organisations import queries, rules
from sojourn.organisations.errors import MandateRefused, MandateUnknown, MayNotAct
from sojourn.organisations.types import Proof, Right, Scope, Terms
from tests.unit.organisations.test_members import APRIL, MARCH, MAY, account, hotel, join

__all__ = ["hotel"]
pytestmark = pytest.mark.django_db
ME, YOU = Subject("account", uuid4()), Subject("account", uuid4())


def terms(scope: Scope = Scope.REGISTER_STAY, until_on: date | None = MAY) -> Terms:
    return Terms(scope, MARCH, until_on, Proof.DECLARED)


def give(principal: Subject = ME, agent: Subject = YOU, given: Terms | None = None) -> UUID:
    with transaction():
        return organisations.give_mandate(principal, agent=agent, terms=given or terms(), by=SYSTEM)


def may(agent: Subject = YOU, scope: Scope = Scope.REGISTER_STAY, on: date = APRIL) -> bool:
    return queries.may_act(agent.id, for_=ME, scope=scope, on=on)


def test_everyone_acts_for_themselves() -> None:
    assert may(ME)
    assert not may(YOU)


def test_a_mandate_allows_its_scope_within_its_term() -> None:
    give()
    assert may()
    assert not may(on=MAY)
    assert not may(on=date(2026, 2, 28))
    assert not may(scope=Scope.RECEIVE_DOCUMENTS)


def test_a_mandate_for_everything_covers_each_scope() -> None:
    give(given=terms(Scope.EVERYTHING))
    assert all(may(scope=scope) for scope in Scope)


def test_a_mandate_to_an_organisation_reaches_the_members_with_the_right(hotel: UUID) -> None:
    desk, accountant = account("desk"), account("accountant")
    join(hotel, desk, Right.REGISTER_GUESTS)
    join(hotel, accountant, Right.READ_MESSAGES)
    give(agent=Subject("organisation", hotel))
    assert may(Subject("account", desk))
    assert not may(Subject("account", accountant))


@pytest.mark.parametrize("side", [ME, YOU])
def test_either_side_ends_a_mandate_and_the_first_end_counts(side: Subject) -> None:
    mandate = give()
    actor = Actor(ActorKind.PERSON, Door.PORTAL, account_id=side.id)
    for day in (APRIL, MAY):
        with transaction():
            organisations.end_mandate(mandate, on=day, by=actor)
    assert not may(on=APRIL)
    assert may(on=date(2026, 3, 31))
    assert Event.objects.filter(kind="mandate:ended").count() == 1


def test_others_cannot_end_it_nor_learn_that_it_exists() -> None:
    stranger = Actor(ActorKind.PERSON, Door.PORTAL, account_id=uuid4())
    for mandate in (give(), uuid4()):
        with transaction(), pytest.raises(MandateUnknown):
            organisations.end_mandate(mandate, on=APRIL, by=stranger)


def test_both_sides_see_the_mandate_while_it_lasts() -> None:
    mandate = give()
    for side in (ME, YOU):
        assert [each.id for each in queries.list_mandates_of(side.id, on=APRIL)] == [mandate]
    assert queries.list_mandates_of(ME.id, on=MAY) == []
    assert queries.list_mandates_of(uuid4(), on=APRIL) == []


@pytest.mark.parametrize(
    ("principal", "agent", "given"),
    [
        (ME, ME, terms()),
        (ME, YOU, terms(until_on=MARCH)),
        (Subject("fine", uuid4()), YOU, terms()),
        (ME, Subject("person", uuid4()), terms()),
    ],
)
def test_mandates_that_are_no_mandates(principal: Subject, agent: Subject, given: Terms) -> None:
    with pytest.raises(MandateRefused):
        give(principal, agent, given)


AGENT = Contact(ContactKind.EMAIL, "agent@example.org")
ME_ACTING = Actor(ActorKind.PERSON, Door.PORTAL, account_id=ME.id)
YOU_ACTING = Actor(ActorKind.PERSON, Door.PORTAL, account_id=YOU.id)


@pytest.fixture
def april() -> Iterator[None]:
    with clock.frozen(APRIL):
        yield


def offer(principal: Subject = ME, given: Terms | None = None) -> UUID:
    with transaction():
        return organisations.offer_mandate(
            principal, to=AGENT, called="Leyla", terms=given or terms(), by=ME_ACTING
        )


def accept(mandate: UUID, agent: Subject = YOU, *proved: Contact) -> None:
    with transaction():
        organisations.accept_mandate(mandate, agent=agent, proved=proved or [AGENT], by=YOU_ACTING)


def test_an_offer_lets_nobody_act_until_it_is_accepted(april: None) -> None:
    mandate = offer()
    assert not may()
    assert [each.is_offer for each in queries.list_given_by([ME])] == [True]
    assert [each.called for each in queries.list_offered_to([AGENT])] == ["Leyla"]
    accept(mandate)
    assert may()
    assert queries.list_offered_to([AGENT]) == []
    assert [each.principal for each in queries.list_acted_for(YOU.id)] == [ME]
    kinds = Event.objects.filter(subject_id=mandate).order_by("subject_number").values_list("kind", flat=True)
    assert list(kinds) == ["mandate:offered", "mandate:accepted"]


def test_only_who_proved_the_contact_accepts_or_declines(april: None) -> None:
    mandate = offer()
    for proved in ([], [Contact(ContactKind.EMAIL, "other@example.org")]):
        for answer in (organisations.accept_mandate, organisations.decline_mandate):
            more = {"agent": YOU} if answer is organisations.accept_mandate else {"on": APRIL}
            with transaction(), pytest.raises(MandateUnknown):
                answer(mandate, proved=proved, by=YOU_ACTING, **more)
    assert not may()


def test_a_declined_or_withdrawn_offer_is_gone(april: None) -> None:
    declined, withdrawn = offer(), offer()
    with transaction():
        organisations.decline_mandate(declined, proved=[AGENT], on=APRIL, by=YOU_ACTING)
        organisations.end_mandate(withdrawn, on=APRIL, by=ME_ACTING)
    assert queries.list_offered_to([AGENT]) == queries.list_given_by([ME]) == []
    for mandate in (declined, withdrawn):
        with pytest.raises(MandateUnknown):
            accept(mandate)


def test_an_offer_waits_two_weeks(april: None) -> None:
    mandate = offer()
    with clock.frozen(APRIL + rules.OFFER_LIFE + timedelta(days=1)):
        assert queries.list_offered_to([AGENT]) == []
        with pytest.raises(MandateUnknown):
            accept(mandate)


def test_nobody_acts_for_themselves_by_mandate(april: None) -> None:
    mandate = offer()
    with pytest.raises(MandateRefused):
        accept(mandate, ME)


def test_no_more_offers_wait_than_a_person_can_need(april: None) -> None:
    for _ in range(rules.MOST_OFFERS):
        offer()
    with pytest.raises(MandateRefused):
        offer()


@pytest.mark.parametrize("given", [terms(until_on=MARCH), terms(until_on=date(2026, 2, 1))])
def test_an_offer_ends_after_it_begins(april: None, given: Terms) -> None:
    with pytest.raises(MandateRefused):
        offer(given=given)


def test_a_mandate_for_one_service_covers_no_other(april: None) -> None:
    accept(offer(given=replace(terms(), services=("registration",))))
    assert may()
    for service, allowed in (("registration", True), ("departure", False)):
        assert queries.may_act(YOU.id, for_=ME, scope=Scope.REGISTER_STAY, service=service) is allowed


def test_an_agency_works_at_the_desk_of_a_hotel_that_let_it(hotel: UUID, april: None) -> None:
    of_hotel = Subject("organisation", hotel)
    assert queries.list_desks(YOU.id) == []
    mandate = offer(of_hotel)
    assert queries.list_desks(YOU.id) == []
    accept(mandate)
    assert [each.organisation.id for each in queries.list_desks(YOU.id)] == [hotel]
    assert queries.list_desks(YOU.id, service="registration") != []
    staff = Reader(Actor(ActorKind.STAFF, Door.COUNTER, account_id=uuid4()), "organisations")
    assert [each.id for each in queries.list_mandates_of_organisation(hotel, to=staff)] == [mandate]
    stranger = Reader(Actor(ActorKind.PERSON, Door.PORTAL, account_id=uuid4()), "organisations")
    assert queries.list_mandates_of_organisation(hotel, to=stranger) == []
    with transaction():
        organisations.end_mandate(mandate, on=APRIL, by=ME_ACTING.for_principal(of_hotel))
    assert queries.list_desks(YOU.id) == []


def test_only_its_sides_see_a_mandate(april: None) -> None:
    mandate = offer()
    accept(mandate)
    for side in (ME, YOU):
        assert queries.get_mandate(mandate, sides=[side]).contact == AGENT.address
    with pytest.raises(MandateUnknown):
        queries.get_mandate(mandate, sides=[Subject("account", uuid4())])


def test_an_agent_without_a_mandate_is_refused(april: None) -> None:
    with pytest.raises(MayNotAct):
        queries.check_may_act(YOU.id, for_=ME, scope=Scope.REGISTER_STAY)
    accept(offer())
    queries.check_may_act(YOU.id, for_=ME, scope=Scope.REGISTER_STAY)
