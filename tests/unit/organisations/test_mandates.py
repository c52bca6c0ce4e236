"""Who may act for whom, for what, until when."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from sojourn.audit.models import Event
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.organisations import actions as organisations
from sojourn.organisations import queries
from sojourn.organisations.errors import MandateRefused, MandateUnknown
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
