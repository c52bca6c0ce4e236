"""The list of changes in a life, one of them closed, and an officer who tells of one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from sojourn.flows.foresee_of_age import foresee_of_age
from sojourn.lib import clock
from sojourn.reviews import queries
from tests.factories.cases import EVERYTHING, FILED_ON, OFFICE, apply, opened
from tests.promises.stories.life import DEPENDENT
from tests.sites.office.conftest import Desk

pytestmark = pytest.mark.django_db
LIST = "/en/office/reviews/"


@pytest.fixture
def client(desk: Desk) -> Iterator[Client]:
    with clock.frozen(FILED_ON):
        yield desk("case-officer", OFFICE)


def page(client: Client, address: str = LIST) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_child_who_comes_of_age_stands_on_the_list_of_its_office(client: Client, desk: Desk) -> None:
    assert "Nothing waits to be looked at" in page(client)
    apply({"passport.birth-date": "2008-09-20", "applicant.filer": "child-14-17"})
    assert foresee_of_age() == 1
    told = page(client)
    assert "A child comes of age" in told
    assert "20 September 2026" in told
    assert "Eriksson" in told
    assert "Nothing waits" in page(desk("case-officer", "rmd-lan"))


def test_an_officer_tells_of_a_separation_and_another_says_what_was_found(client: Client) -> None:
    case_id = apply(DEPENDENT).case_id
    assert "Something changed in the family" in page(client, f"/en/office/cases/{case_id}/")
    address = f"/en/office/cases/{case_id}/life/"
    assert client.post(address, {"cause": "of-age"}).status_code == 422
    sent = client.post(address, {"cause": "separation", "on": "20.5.2026", "words": "She lives in Sumqayit."})
    assert sent.status_code == 302
    (review,) = queries.list_of(opened(case_id).case.subject, to=EVERYTHING)
    assert review.happened_on == date(2026, 5, 20)
    one = f"{LIST}{review.id}/"
    assert "She lives in Sumqayit." in page(client, one)
    assert client.post(one, {"outcome": "ended"}).status_code == 422
    assert client.post(one, {"outcome": "own-ground", "note": "Applied for work."}).status_code == 302
    assert "Applied for work." in page(client, one)
    assert "Nothing waits" in page(client)


def test_violence_is_on_the_list_of_the_protection_desk_alone(client: Client, desk: Desk) -> None:
    case_id = apply(DEPENDENT).case_id
    client.post(f"/en/office/cases/{case_id}/life/", {"cause": "violence", "words": "He beats her."})
    (review,) = queries.list_of(opened(case_id).case.subject, to=EVERYTHING)
    assert "Nothing waits" in page(client)
    assert client.get(f"{LIST}{review.id}/").status_code == 404
    protection = desk("protection-officer", None)
    assert "Violence in the family" in page(protection)
    assert "He beats her." in page(protection, f"{LIST}{review.id}/")


def test_a_supervisor_reads_and_closes_nothing(client: Client, desk: Desk) -> None:
    case_id = apply(DEPENDENT).case_id
    client.post(f"/en/office/cases/{case_id}/life/", {"cause": "death"})
    (review,) = queries.list_of(opened(case_id).case.subject, to=EVERYTHING)
    supervisor = desk("supervisor", OFFICE)
    assert "What you found" not in page(supervisor, f"{LIST}{review.id}/")
    assert supervisor.post(f"{LIST}{review.id}/", {"outcome": "goes-on"}).status_code == 403
