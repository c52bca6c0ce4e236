"""More time for a decision: taken with reasons before the last day, within the law, and told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from sojourn.cases.errors import (
    ActNotAllowed,
    BeyondExtension,
    ExtensionTooLate,
    ExtensionUsed,
    NothingAdded,
    ReasonUnknown,
    TextMissing,
)
from sojourn.flows.case_letters import Purpose
from sojourn.flows.decide_case import withdraw_application
from sojourn.flows.errors import NotExtendable
from sojourn.flows.extend_time import extend_time, latest_of, may_be_extended
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.notices.models import Message
from sojourn.sites.office.case_steps import clock_of
from tests.factories import claims, filings
from tests.factories.cases import FILED_ON, apply, opened
from tests.flows.test_citizenship import letter

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAST, LATEST = date(2026, 9, 1), date(2026, 12, 1)
WORDS = {"az": "Arxiv hələ cavab verməyib.", "en": "The archive has not answered yet."}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


@pytest.fixture
def claim() -> UUID:
    return claims.claim(filings.account("yelizaveta@example.org")).case_id


def take(case_id: UUID, until: date = LATEST, **more: Any) -> None:
    told: dict[str, Any] = {"reasons": ("takes-longer-country",), "words": WORDS} | more
    with transaction():
        extend_time(opened(case_id), until, by=claims.APPROVER, **told)


def test_three_months_more_may_be_taken_for_a_claim_and_the_person_is_told_the_day_and_why(
    claim: UUID,
) -> None:
    before = Message.objects.count()
    assert (opened(claim).case.due_on, latest_of(opened(claim)).until) == (LAST, LATEST)
    take(claim)
    file = opened(claim)
    assert (file.case.due_on, may_be_extended(file)) == (LATEST, False)
    assert Message.objects.count() == before + 1
    said = letter(claim, Purpose.EXTENDED)
    assert "1 December 2026" in said
    assert "the situation in the country of origin" in said
    assert "The archive has not answered yet." in said


def test_the_clock_tells_and_draws_what_was_added(claim: UUID) -> None:
    take(claim)
    told = clock_of(opened(claim))
    assert "lengthened by 91 days" in told.sentence
    assert "clock__more" in told.drawing
    assert (told.rows[-1].from_on, told.rows[-1].until_on) == (LAST + DAY, LATEST)


def test_not_a_day_beyond_what_the_law_lets_and_no_day_before_the_last(claim: UUID) -> None:
    with pytest.raises(BeyondExtension) as beyond:
        take(claim, LATEST + DAY)
    assert beyond.value.facts["until"] == LATEST
    with pytest.raises(NothingAdded):
        take(claim, LAST)
    assert opened(claim).case.due_on == LAST


def test_once_alone_and_never_after_the_last_day(claim: UUID) -> None:
    with clock.frozen(LAST + DAY):
        assert not may_be_extended(opened(claim))
        with pytest.raises(ExtensionTooLate):
            take(claim)
    with clock.frozen(LAST):
        take(claim, LAST + 10 * DAY)
        with pytest.raises(ExtensionUsed):
            take(claim, LAST + 20 * DAY)


def test_reasons_are_those_of_the_service_and_the_words_stand_in_the_authentic_language(claim: UUID) -> None:
    with pytest.raises(ReasonUnknown):
        take(claim, reasons=("takes-longer-states",))
    with pytest.raises(TextMissing):
        take(claim, words={"en": "The archive has not answered yet."})


def test_a_service_whose_law_gives_no_more_time_takes_none_nor_does_a_case_that_is_over(claim: UUID) -> None:
    ordinary = apply().case_id
    assert not may_be_extended(opened(ordinary))
    with pytest.raises(ReasonUnknown):
        take(ordinary)
    with pytest.raises(NotExtendable):
        latest_of(opened(ordinary))
    with transaction():
        withdraw_application(opened(claim), reason="", by=claims.APPROVER)
    with pytest.raises(ActNotAllowed):
        take(claim)
