"""An organisation applies: chosen before the form, found at its desk, followed by whoever acts for it."""

from __future__ import annotations

import pytest

from sojourn.accounts.models import Account
from sojourn.cases.models import Case
from tests.factories import labour
from tests.sites.portal.conftest import Receptionist, Visitor, as_account

pytestmark = pytest.mark.django_db
FORM = f"/en/apply/{labour.SERVICE}/"


def test_who_acts_for_nobody_is_told_that_an_organisation_applies() -> None:
    told = Visitor().open(FORM)
    assert told.answer.status_code == 200
    assert told.says("An organisation applies for this", "Sign in")


def test_it_is_chosen_before_the_first_question(receptionist: Receptionist) -> None:
    visitor, of = receptionist.visitor, receptionist.organisation
    assert visitor.open(FORM).says("For which organisation do you apply?", "Hotel Lotus")
    assert visitor.open(f"{FORM}?for={of}").says("You act for Hotel Lotus")
    other = labour.employer()
    theirs = Account.objects.get(id=other.account_id)
    assert not as_account(theirs).open(f"{FORM}?for={of}").says("You act for Hotel Lotus")


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
    assert not stranger.open(f"{receptionist.desk}applications/").says(receipt.reference)
    assert stranger.open(f"/en/host/{case.principal_id}/applications/").answer.status_code == 404
    assert stranger.open(f"/en/cases/{receipt.reference}/").answer.status_code == 404
