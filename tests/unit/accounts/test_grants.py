"""Roles: what they allow, where, from when to when, and for whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from sojourn.accounts import actions as accounts
from sojourn.accounts import queries
from sojourn.accounts.errors import PermissionMissing, PowerNotGranted, RolesIncompatible
from sojourn.accounts.models import Account, RoleGrant
from sojourn.accounts.roles import Permission
from sojourn.audit.models import Event
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality

pytestmark = pytest.mark.django_db
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with clock.frozen(date(2026, 4, 15)):
        yield


def give(account_id: UUID, role: str, **terms: object) -> UUID:
    given = {"office": "north", "from_on": MARCH, "by": SYSTEM} | terms
    with transaction():
        return accounts.grant_role(account_id, role, **given)  # type: ignore[arg-type]


def account(account_id: UUID) -> Account:
    return queries.get_account(account_id)


def test_a_role_allows_what_it_lists_in_its_office(officer: UUID) -> None:
    give(officer, "counter-officer")
    who = account(officer)
    assert queries.may(who, Permission.ENTER_REGISTRATIONS, office="north")
    assert not queries.may(who, Permission.ENTER_REGISTRATIONS, office="south")
    assert not queries.may(who, Permission.DECIDE_LATE, office="north")
    queries.check_may(who, Permission.ENTER_REGISTRATIONS)
    with pytest.raises(PermissionMissing):
        queries.check_may(who, Permission.DECIDE_LATE)


def test_an_officer_works_for_the_office_of_the_role_and_for_none_in_particular_with_roles_in_two(
    officer: UUID,
) -> None:
    give(officer, "counter-officer")
    assert queries.office_for(account(officer), Permission.ENTER_REGISTRATIONS) == "north"
    give(officer, "counter-officer", office="south")
    assert queries.office_for(account(officer), Permission.ENTER_REGISTRATIONS) is None


def test_a_role_lasts_from_its_first_day_until_the_day_it_ends(officer: UUID) -> None:
    give(officer, "counter-officer", from_on=APRIL, until_on=MAY)
    days = (date(2026, 3, 31), APRIL, date(2026, 4, 30), MAY)
    held = [queries.may(account(officer), Permission.SEE_PEOPLE, on=day) for day in days]
    assert held == [False, True, True, False]


def test_powers_are_read_in_one_statement_for_the_whole_request(officer: UUID) -> None:
    give(officer, "counter-officer")
    who = account(officer)
    with CaptureQueriesContext(connection) as captured:
        queries.may(who, Permission.SEE_PEOPLE)
        queries.reader_for(who, "registration")
        queries.power_for(who, Permission.SEE_PEOPLE)
    assert len(captured) == 1


def test_a_reader_sees_the_offices_and_classes_of_the_powers(officer: UUID, deputy: UUID) -> None:
    give(officer, "counter-officer")
    give(deputy, "protection-officer", office=None)
    north = queries.reader_for(account(officer), "registration", permission=Permission.SEE_PEOPLE)
    assert (north.offices, north.classes) == ({"north"}, {Confidentiality.ORDINARY})
    desk = queries.reader_for(account(deputy), "protection")
    assert desk.offices is None
    assert desk.may_see(Confidentiality.PROTECTED)


def test_someone_without_powers_sees_no_office(officer: UUID) -> None:
    reader = queries.reader_for(account(officer), "curiosity")
    assert reader.offices == frozenset()
    assert not reader.may_see(Confidentiality.ORDINARY)


def test_a_closed_account_has_no_powers(officer: UUID) -> None:
    give(officer, "counter-officer")
    with transaction():
        accounts.close_account(officer, reason="left", by=SYSTEM)
    assert not queries.may(account(officer), Permission.SEE_PEOPLE)


def test_a_deputy_acts_for_the_holder_within_a_term(officer: UUID, deputy: UUID) -> None:
    give(officer, "supervisor")
    give(deputy, "supervisor", acting_for=officer, from_on=APRIL, until_on=MAY)
    power = queries.power_for(account(deputy), Permission.DECIDE_LATE, office="north")
    assert power is not None
    assert power.acting_for == officer


def test_a_deputy_needs_an_end_and_a_holder_and_never_deputises_a_deputy(officer: UUID, deputy: UUID) -> None:
    with pytest.raises(PowerNotGranted):
        give(deputy, "supervisor", acting_for=officer, until_on=MAY)
    give(officer, "supervisor")
    with pytest.raises(PowerNotGranted):
        give(deputy, "supervisor", acting_for=officer)
    with pytest.raises(PowerNotGranted):
        give(deputy, "supervisor", acting_for=officer, until_on=MAY, office=None)


def test_when_the_holder_loses_the_role_the_deputy_does_too(officer: UUID, deputy: UUID) -> None:
    grant = give(officer, "supervisor")
    give(deputy, "supervisor", acting_for=officer, from_on=APRIL, until_on=MAY)
    with transaction():
        accounts.end_role(grant, on=clock.today(), by=SYSTEM)
    assert not queries.may(account(officer), Permission.DECIDE_LATE)
    assert not queries.may(account(deputy), Permission.DECIDE_LATE)
    assert Event.objects.filter(kind="role:ended").count() == 2


def test_nobody_grants_to_themselves(officer: UUID) -> None:
    myself = Actor(ActorKind.STAFF, Door.COUNTER, account_id=officer)
    with pytest.raises(PowerNotGranted):
        give(officer, "supervisor", by=myself)
    with pytest.raises(IntegrityError, match="nobody_grants_to_themselves"):
        RoleGrant.objects.create(
            account_id=officer, role="x", from_on=MARCH, given_by_id=officer, given_at=clock.now()
        )


def test_who_watches_does_not_also_work(officer: UUID) -> None:
    give(officer, "auditor", office=None)
    with pytest.raises(RolesIncompatible):
        give(officer, "case-officer")


def test_the_database_refuses_an_acting_power_without_end(officer: UUID, deputy: UUID) -> None:
    with pytest.raises(IntegrityError, match="acting_power_has_an_end"):
        RoleGrant.objects.create(
            account_id=deputy, role="x", from_on=MARCH, acting_for_id=officer, given_at=clock.now()
        )


def test_the_officers_of_an_office_are_those_who_hold_the_permission_there_today(
    officer: UUID, deputy: UUID
) -> None:
    give(officer, "case-officer", office="north")
    give(deputy, "supervisor", office=None)
    work = Permission.CASES_WORK
    assert queries.list_officers(work, office="north") == {officer: "Officer"}
    assert set(queries.list_officers(work, office="south")) == set()
    assert set(queries.list_officers(Permission.CASES_APPROVE, office="south")) == {deputy}
    with clock.frozen(date(2026, 2, 1)):
        assert queries.list_officers(work) == {}
