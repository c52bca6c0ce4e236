"""More time is taken by whoever approves decisions, on a page linked only where it can be taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from sojourn.lib import clock
from tests.factories import claims, filings
from tests.factories.cases import FILED_ON, apply, opened
from tests.sites.office.conftest import Desk
from tests.sites.office.test_cases import at, page, send

pytestmark = pytest.mark.django_db
TOLD = {"until": "1.12.2026", "reasons": "takes-longer-country", "words-az": "Arxiv cavab verməyib."}
LINK = 'more-time/"'


@pytest.fixture(autouse=True)
def _filing_day(_day: None) -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def test_it_is_taken_once_with_reasons_and_the_page_says_by_whom_and_until_when(desk: Desk) -> None:
    case_id = claims.claim(filings.account("yelizaveta@example.org")).case_id
    shield = desk("protection-officer", claims.DESK)
    assert LINK in page(shield, at(case_id))
    form = page(shield, at(case_id, "more-time/"))
    assert "1 December 2026 at the latest" in form
    assert send(shield, at(case_id, "more-time/"), until="", reasons="").status_code == 422
    late = send(shield, at(case_id, "more-time/"), **{**TOLD, "until": "2.12.2026"})
    assert late.status_code == 409
    assert "1 December 2026 at the latest" in late.content.decode()
    assert send(shield, at(case_id, "more-time/"), **TOLD).status_code == 302
    shown = page(shield, at(case_id))
    assert opened(case_id).case.due_on == date(2026, 12, 1)
    assert "the last day became 1 December 2026" in shown
    assert LINK not in shown
    assert send(shield, at(case_id, "more-time/"), **TOLD).status_code == 409


def test_where_the_law_gives_none_it_is_not_offered_and_not_taken(desk: Desk) -> None:
    case_id, above = apply().case_id, desk("supervisor", "rmd-bak")
    assert LINK not in page(above, at(case_id))
    refused = above.get(at(case_id, "more-time/"))
    assert refused.status_code == 409
    assert "gives no more time" in refused.content.decode()
