"""Whoever needs nothing is told so at once: no duty, no case, what to keep; and may still go on."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.test import Client

from sojourn.applications import actions as applications
from sojourn.applications.types import Holder
from sojourn.cases.models import Case
from sojourn.catalogue import queries as catalogue
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction
from tests.factories import labour
from tests.harness.browser import session_of

pytestmark = pytest.mark.django_db
EXEMPT = {"exemption.category": "permanent-residence"}


@pytest.fixture
def employer() -> Actor:
    return labour.employer()


def begun(employer: Actor, answers: dict[str, str]) -> str:
    pack = catalogue.current()
    holder = Holder(account_id=UUID(str(employer.account_id)))
    with transaction():
        return applications.start(
            pack.service(labour.SERVICE),
            pack=pack,
            language="en",
            answers=answers,
            holder=holder,
            by=employer,
        ).reference


def test_an_employer_who_needs_no_permit_is_told_so_with_what_to_keep_and_no_case_is_opened(
    employer: Actor,
) -> None:
    browser, reference = session_of(employer.account_id), begun(employer, {"request.kind": "issue"})
    with clock.frozen(labour.FILED_ON):
        sent = browser.post(f"/en/apply/{reference}/exemption/", EXEMPT)
        assert sent["Location"].endswith(f"/en/apply/{reference}/not-needed/")
        said = browser.get(sent["Location"]).content.decode()
    assert "You need no work permit for this worker" in said
    assert "both sides of the permanent residence card" in said
    assert "Cabinet Decision 99 of 3 April 2025" in said
    assert "AZN" not in said
    assert not Case.objects.exists()


def test_who_is_not_sure_goes_on_and_sees_no_duty_before_sending(employer: Actor) -> None:
    browser = session_of(employer.account_id)
    reference = begun(employer, {**labour.ANSWERS, **EXEMPT})
    with clock.frozen(labour.FILED_ON):
        said = browser.get(f"/en/apply/{reference}/not-needed/").content.decode()
        onward = re.search(rf'href="(/en/apply/{reference}/[a-z-]+/)"[^>]*>Apply all the same', said)
        assert onward is not None
        assert browser.get(onward[1]).status_code == 200
        later = browser.post(onward[1], {"passport.number": "U1234567"})
        assert "not-needed" not in later["Location"]
        check = browser.get(f"/en/apply/{reference}/check/").content.decode()
    assert "Nothing has to be sent, and nothing is to be paid" in check
    assert "State duty" not in check


def test_a_business_visit_is_exempt_only_once_its_days_are_told(employer: Actor) -> None:
    browser, reference = session_of(employer.account_id), begun(employer, {"request.kind": "issue"})

    def led(page: str, answers: dict[str, str]) -> str:
        return str(browser.post(f"/en/apply/{reference}/{page}/", answers)["Location"])

    with clock.frozen(labour.FILED_ON):
        assert led("exemption", {"exemption.category": "business-visitor"}).endswith("/business/")
        assert "not-needed" not in led("business", {"business.field": "ict", "business.days": "91"})
        assert led("business", {"business.field": "ict", "business.days": "90"}).endswith("/not-needed/")


def test_who_needs_a_permit_never_sees_the_page(employer: Actor) -> None:
    browser, reference = session_of(employer.account_id), begun(employer, dict(labour.ANSWERS))
    with clock.frozen(labour.FILED_ON):
        sent = browser.post(f"/en/apply/{reference}/exemption/", {"exemption.category": "none"})
        assert "not-needed" not in sent["Location"]
        assert browser.get(f"/en/apply/{reference}/not-needed/").status_code == 302
        assert Client().get(f"/en/apply/{reference}/not-needed/").status_code == 404
