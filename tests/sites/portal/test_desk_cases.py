"""An organisation applies: chosen before the form, found at its desk, followed by whoever acts for it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from sojourn.accounts.models import Account
from sojourn.cases.models import Case
from sojourn.lib.actor import SYSTEM, Actor
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.organisations import actions as organisations
from sojourn.organisations.types import Proof, Right, Scope, Terms
from tests.factories import filings, labour
from tests.sites.portal.conftest import Receptionist, Visitor, as_account

pytestmark = pytest.mark.django_db
FORM = f"/en/apply/{labour.SERVICE}/"


def test_who_acts_for_nobody_is_told_that_an_organisation_applies() -> None:
    told = Visitor().open(FORM)
    assert told.answer.status_code == 200
    assert told.says("An organisation applies for this", "Sign in")


def test_it_is_chosen_before_the_first_question(receptionist: Receptionist) -> None:
    by = labour.employer()
    visitor, of = signed_in(by), of_principal(by)
    assert visitor.open(FORM).says("For which organisation do you apply?", "Tunel MMC")
    assert visitor.open(f"{FORM}?for={of}").says("You act for Tunel MMC")
    other = signed_in(labour.employer("Körpü MMC", tax_number="1400000092"))
    assert not other.open(f"{FORM}?for={of}").says("You act for Tunel MMC")
    assert receptionist.visitor.open(FORM).says("An organisation applies for this")


def test_who_may_register_guests_opens_nothing_the_organisation_asked_for_its_workers() -> None:
    """Neither as a member with that right, nor by a mandate for stays that does not name the service."""
    by = labour.employer()
    case, organisation = f"/en/cases/{labour.apply(by).reference}/", of_principal(by)
    desk = f"/en/host/{organisation}/"
    member = filings.account("front-desk@example.org")
    with transaction():
        since = date(2026, 1, 1)
        rights = [Right.REGISTER_GUESTS]
        organisations.add_member(organisation, account_id=member, rights=rights, from_on=since, by=SYSTEM)
    agency = filings.account("agency@example.org")
    mandated(organisation, agency)
    for account in (member, agency):
        visitor = as_account(Account.objects.get(id=account))
        assert visitor.open(desk).answer.status_code == 200
        assert not visitor.says("Applications")
        for path in (case, f"{case}sent/", f"{case}early-end/", f"{desk}workers/"):
            assert visitor.open(path).answer.status_code == 404, path
        assert not visitor.open(FORM).says("Tunel MMC")
    mandated(organisation, agency, labour.SERVICE)
    assert visitor.open(case).answer.status_code == 200
    assert visitor.open(FORM).says("Tunel MMC")


def test_who_applies_for_workers_is_led_to_the_applications_and_sees_no_guests() -> None:
    by = labour.employer()
    visitor, desk = signed_in(by), f"/en/host/{of_principal(by)}/"
    for path in (desk, "/en/host/"):
        answer = visitor.client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, f"{desk}workers/")
    assert visitor.open(f"{desk}guest/").answer.status_code == 404


def of_principal(by: Actor) -> UUID:
    assert by.on_behalf_of
    return by.on_behalf_of.id


def signed_in(by: Actor) -> Visitor:
    return as_account(Account.objects.get(id=by.account_id))


def mandated(organisation: UUID, agent: UUID, *services: str) -> None:
    terms = Terms(Scope.REGISTER_STAY, date(2026, 1, 1), None, Proof.DECLARED, services=services)
    principal = Subject("organisation", organisation)
    with transaction():
        organisations.give_mandate(principal, agent=Subject("account", agent), terms=terms, by=SYSTEM)


def test_what_was_sent_is_found_at_its_desk_and_nowhere_else(receptionist: Receptionist) -> None:
    by = labour.employer()
    receipt = labour.apply(by)
    case = Case.objects.get(id=receipt.case_id)
    assert case.principal_kind == "organisation"
    mine = as_account(Account.objects.get(id=by.account_id))
    listed = mine.open(f"/en/host/{case.principal_id}/applications/")
    assert listed.says("Apply for", "Work permit", receipt.reference)
    assert mine.open(f"/en/cases/{receipt.reference}/").answer.status_code == 200
    stranger = receptionist.visitor
    assert stranger.open(f"{receptionist.desk}applications/").answer.status_code == 404
    assert stranger.open(f"/en/host/{case.principal_id}/applications/").answer.status_code == 404
    assert stranger.open(f"/en/cases/{receipt.reference}/").answer.status_code == 404
