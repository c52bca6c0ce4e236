"""What a supervisor sees of lateness: which cases, why by the clock, and who has how much in hand."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.test import Client

from sojourn.accounts.models import Account
from sojourn.cases import actions as cases
from sojourn.cases.jobs import watch_limits
from sojourn.cases.types import ItemToCorrect
from sojourn.flows.appeal_decision import appeal_decision
from sojourn.flows.case_letters import Purpose
from sojourn.flows.request_correction import request_correction
from sojourn.lib import clock
from sojourn.lib.db import transaction
from tests.factories.cases import FILED_ON, GUEST, OFFICE, apply, officer, opened, read_newest, refused
from tests.sites.office.conftest import Desk
from tests.sites.portal.conftest import statements

pytestmark = pytest.mark.django_db
LATE = "/en/office/cases/late/"
DUE = date(2026, 7, 1)


@pytest.fixture
def supervisor(desk: Desk) -> Client:
    return desk("supervisor", OFFICE)


def filed(number: int = 1, on: date = FILED_ON) -> UUID:
    with clock.frozen(on):
        return apply(
            {"passport.number": f"AA123456{number}", "passport.surname": f"Eriksson{' abcdefghij'[number]}"}
        ).case_id


def told(client: Client, on: date) -> str:
    with clock.frozen(on):
        answer = client.get(LATE)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_case_shows_within_the_days_of_warning_and_stays_when_it_is_late(supervisor: Client) -> None:
    filed()
    assert "Nothing is late" in told(supervisor, date(2026, 6, 15))
    soon = told(supervisor, date(2026, 6, 29))
    assert "Erikssona" in soon
    assert "the answer is due by 1 July 2026" in soon
    late = told(supervisor, date(2026, 7, 3))
    assert "The last day was 1 July 2026: the answer is 2 working days late." in late


def test_whoever_was_warned_is_told_so(supervisor: Client) -> None:
    filed()
    with clock.frozen(date(2026, 6, 29)):
        watch_limits()
    assert "Warned" in told(supervisor, date(2026, 6, 29))


def test_an_appeal_nobody_decides_presses_and_stays_when_its_day_has_passed(supervisor: Client) -> None:
    with clock.frozen(FILED_ON):
        case_id = apply().case_id
        refused(case_id, author=officer("writes"), approver=officer("signs", "supervisor"))
        with transaction():
            appeal_decision(opened(case_id), words="I do not agree.", by=GUEST)
    assert "Appeals to be decided" not in told(supervisor, date(2026, 6, 15))
    assert "Appeals to be decided" in told(supervisor, date(2026, 6, 29))
    with clock.frozen(date(2026, 7, 2)):
        watch_limits()
    late = told(supervisor, date(2026, 7, 2))
    assert "Eriksson" in late
    assert "Overdue" in late


def test_a_clock_that_stands_still_is_not_late(supervisor: Client) -> None:
    case_id = filed()
    with clock.frozen(FILED_ON):
        with transaction():
            request_correction(
                opened(case_id), items=[ItemToCorrect("photo.photo", "correct-photo", "")], by=officer("asks")
            )
        read_newest(case_id, Purpose.CORRECTION)
    page = told(supervisor, date(2026, 7, 3))
    assert "Nothing is late" in page


def test_the_load_is_told_by_officer_of_the_own_office(desk: Desk, supervisor: Client) -> None:
    examining = officer("examining")
    with clock.frozen(FILED_ON), transaction():
        cases.take(filed(1), by=examining)
    filed(2)
    page = told(supervisor, date(2026, 7, 3))
    load = page[page.index("Who has how much in hand") : page.index("Late, or due by")]
    assert "Examining" in load
    assert "Nobody has taken" in load
    elsewhere = told(desk("supervisor", "rmd-gan"), date(2026, 7, 3))
    assert "Eriksson" not in elsewhere
    assert "Who has how much in hand" not in elsewhere


def test_a_supervisor_hands_a_late_case_to_another_officer(supervisor: Client) -> None:
    case_id = filed()
    to = officer("free")
    with clock.frozen(date(2026, 7, 3)):
        form = supervisor.get(f"/en/office/cases/{case_id}/hand-over/")
        assert form.status_code == 200
        answer = supervisor.post(
            f"/en/office/cases/{case_id}/hand-over/",
            {"officer": str(to.account_id), "reason": "On leave.", "key": "k", "version": "1"},
        )
    assert answer.status_code == 302
    assert opened(case_id).case.handler_id == Account.objects.get(id=to.account_id).id


def test_many_late_cases_cost_as_many_statements_as_one(supervisor: Client) -> None:
    filed(1)
    told(supervisor, date(2026, 7, 3))
    once = statements(lambda: told(supervisor, date(2026, 7, 3)))
    for number in range(2, 8):
        filed(number)
    assert statements(lambda: told(supervisor, date(2026, 7, 3))) == once


def test_officers_do_not_oversee(desk: Desk) -> None:
    assert desk("case-officer", OFFICE).get(LATE).status_code == 403
