"""An employer tells how many workers it needs next year; officers see the sums beside the quota. R-WP-8."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest

from sojourn.accounts.models import Account
from sojourn.audit.models import Event
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.quotas import queries
from tests.factories import labour
from tests.sites.office.conftest import Desk
from tests.sites.portal.conftest import Visitor, as_account

pytestmark = pytest.mark.django_db
NEEDS = {"construction": "120", "ict": "3", "trade": ""}


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.frozen(date(2026, 8, 3)):
        yield


@pytest.fixture
def employer() -> Actor:
    return labour.employer()


def page_of(by: Actor) -> tuple[Visitor, str, UUID]:
    assert by.on_behalf_of
    visitor = as_account(Account.objects.get(id=by.account_id))
    return visitor, f"/en/host/{by.on_behalf_of.id}/forecast/", by.on_behalf_of.id


def told(by: Actor, needs: dict[str, str], *, on: date | None = None) -> Visitor:
    visitor, page, _ = page_of(by)
    with clock.frozen(on or clock.today()):
        return visitor.open(page).send(needs)


def kept(by: Actor) -> tuple[dict[str, int], date, bool]:
    found = queries.find_forecast(page_of(by)[2], service="work-permit", year=2027)
    assert found
    return dict(found.needed), found.told_on, found.is_late


def test_it_is_told_kept_and_changed_and_the_last_word_counts(employer: Actor) -> None:
    visitor, page, organisation = page_of(employer)
    assert visitor.open(page.replace("forecast", "applications")).says("how many workers you need in 2027")
    told(employer, NEEDS)
    said = visitor.open(f"{page}?told=1")
    assert said.says("Your numbers are kept", "Told on 3 August 2026: 123 in all.")
    assert kept(employer) == ({"construction": 120, "ict": 3}, date(2026, 8, 3), False)
    told(employer, NEEDS)
    told(employer, {"construction": "90", "ict": "0"}, on=date(2026, 9, 1))
    assert kept(employer) == ({"construction": 90}, date(2026, 9, 1), True)
    events = Event.objects.filter(subject_id=organisation, kind="organisation:forecast-told").order_by("id")
    assert [each.facts["needed"] for each in events] == [
        {"construction": 120, "ict": 3},
        {"construction": 90},
    ]


@pytest.mark.parametrize(("day", "late"), [(date(2026, 8, 3), False), (date(2026, 8, 4), True)])
def test_after_the_last_day_it_is_kept_all_the_same_and_marked(
    employer: Actor, day: date, late: bool
) -> None:
    """The last day, 1 August 2026, is a Saturday: it moves to Monday."""
    with clock.frozen(day):
        visitor, page, _ = page_of(employer)
        assert visitor.open(page).says("The last day was 3 August 2026") is late
    told(employer, NEEDS, on=day)
    assert kept(employer)[2] is late


@pytest.mark.parametrize("typed", ["-1", "1.5", "many", "100001", "٣"])
def test_what_is_no_number_is_said_at_its_field_and_the_rest_stays(employer: Actor, typed: str) -> None:
    answer = told(employer, {**NEEDS, "ict": typed})
    assert answer.answer.status_code == 422
    assert answer.says("Enter a whole number from 0 to 100 000")
    assert 'value="120"' in answer.text
    assert queries.list_forecasts("work-permit", 2027) == []


def test_officers_see_the_sums_beside_the_quota_and_who_told(employer: Actor, desk: Desk) -> None:
    told(employer, NEEDS)
    told(labour.employer("Körpü MMC", tax_number="1400000092"), {"construction": "5"}, on=date(2026, 8, 4))
    client = desk("case-officer")
    assert "What employers need" in client.get("/en/office/cases/").content.decode()
    page = client.get("/en/office/cases/forecasts/?year=2027").content.decode()
    for said in ("Workers needed: 128.", "Körpü MMC", "Tunel MMC", "4 August 2026", "Late"):
        assert said in page
    assert ">125<" in page.replace(" ", "")
    assert "Nobody told yet" in client.get("/en/office/cases/forecasts/?year=2026").content.decode()
    assert desk("cashier").get("/en/office/cases/forecasts/").status_code in (403, 404)


def test_nobody_tells_for_others(employer: Actor) -> None:
    page = page_of(employer)[1]
    stranger = labour.employer("Körpü MMC", tax_number="1400000092")
    assert page_of(stranger)[0].open(page).answer.status_code == 404
    assert Visitor().open(page).answer.status_code == 404
