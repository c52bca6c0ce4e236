"""Separation, violence, a death, a refusal of the other: looked at, an own ground offered, nothing ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from sojourn.cases.models import Case
from sojourn.cases.types import CaseStatus
from sojourn.flows.erase_what_is_past import erase_what_is_past
from sojourn.flows.errors import NotReportable, ReportInTheFuture
from sojourn.flows.reviews import report, rests_on_another
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, Reader
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from sojourn.permits import queries as permits
from sojourn.permits.types import Standing
from sojourn.reviews import actions as reviews
from sojourn.reviews import queries
from sojourn.reviews.errors import ReviewClosed
from sojourn.reviews.models import Review
from sojourn.reviews.types import Cause, Outcome, ReviewView, Teller
from tests.factories.cases import (
    EVERYTHING,
    FILED_ON,
    GUEST,
    apply,
    finished,
    officer,
    opened,
    refused,
)
from tests.promises.stories.life import together

pytestmark = pytest.mark.django_db
WIFE = {
    "ground.main": "family-of-permit-holder",
    "relation.relation": "spouse",
    "relative.name": "Anna Maria Eriksson",
    "passport.given-names": "Elin",
    "passport.number": "BB1234567",
}
IN_THE_OFFICE = Reader(SYSTEM, "test")


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def tell(case_id: UUID, cause: Cause, *, by: Actor = GUEST, words: str = "We parted in May.") -> bool:
    with transaction():
        teller = Teller.PERSON if by is GUEST else Teller.OFFICE
        return report(opened(case_id), cause, teller=teller, happened_on=FILED_ON, words=words, by=by)


def of(case_id: UUID, to: Reader = EVERYTHING) -> list[ReviewView]:
    return queries.list_of(opened(case_id).case.subject, to=to)


@pytest.mark.parametrize("cause", [Cause.SEPARATION, Cause.DEATH])
def test_it_is_looked_at_and_an_own_ground_is_offered_in_their_language(cause: Cause) -> None:
    case_id = apply(WIFE, language="ru").case_id
    assert tell(case_id, cause)
    (review,) = of(case_id, IN_THE_OFFICE)
    assert (review.cause, review.words, review.happened_on) == (cause, "We parted in May.", FILED_ON)
    assert [each.id for each in queries.list_open(IN_THE_OFFICE)] == [review.id]
    (message,) = opened(case_id).page.messages
    assert "на собственном основании" in " ".join(message.words.split())
    assert opened(case_id).case.status is CaseStatus.IN_REVIEW


def test_told_again_it_is_one_review_and_one_message() -> None:
    case_id = apply(WIFE).case_id
    assert [tell(case_id, Cause.SEPARATION), tell(case_id, Cause.SEPARATION)] == [True, False]
    assert len(of(case_id)) == len(opened(case_id).page.messages) == 1


def test_violence_is_seen_by_those_who_protect_and_stands_nowhere_in_the_case() -> None:
    case_id = apply(WIFE).case_id
    assert tell(case_id, Cause.VIOLENCE, words="He beats me.")
    assert of(case_id, IN_THE_OFFICE) == queries.list_open(IN_THE_OFFICE) == []
    (review,) = of(case_id)
    assert review.confidentiality is Confidentiality.RESTRICTED
    assert opened(case_id).page.messages == ()


def test_the_permit_goes_on_and_the_officer_who_looks_ends_nothing() -> None:
    case_id, author = apply(WIFE).case_id, officer("author")
    finished(case_id, author=author, approver=officer("approver", "supervisor"))
    card = permits.find_for(opened(case_id).case.subject, to=EVERYTHING)
    assert card is not None
    tell(case_id, Cause.SEPARATION, by=author)
    (review,) = of(case_id)
    with transaction():
        reviews.close_review(review.id, outcome=Outcome.OWN_GROUND, note="Applied for work.", by=author)
    assert opened(case_id).case.status is CaseStatus.GRANTED
    after = card.valid[0] + timedelta(days=30)
    assert permits.standing_on(after, card.id, to=EVERYTHING) is Standing.VALID
    assert queries.list_open(EVERYTHING) == []
    with pytest.raises(ReviewClosed), transaction():
        reviews.close_review(review.id, outcome=Outcome.GOES_ON, note="", by=author)


def test_after_it_was_closed_another_change_is_looked_at_anew() -> None:
    case_id, author = apply(WIFE).case_id, officer("author")
    tell(case_id, Cause.SEPARATION)
    with transaction():
        reviews.close_review(of(case_id)[0].id, outcome=Outcome.NOT_SO, note="", by=author)
    assert tell(case_id, Cause.SEPARATION)


def test_the_refusal_of_the_other_refuses_nobody_with_them() -> None:
    first = apply().case_id
    second = together(first)
    refused(first, author=officer("author"), approver=officer("approver", "supervisor"))
    assert opened(first).case.status is CaseStatus.REFUSED
    assert opened(second).case.status is CaseStatus.IN_REVIEW
    (review,) = of(second, IN_THE_OFFICE)
    assert review.cause is Cause.REFUSAL
    (message,) = opened(second).page.messages
    assert "is not refused with it" in " ".join(message.words.split())
    assert of(first) == []


def test_of_a_permit_that_ended_nothing_is_told_any_more() -> None:
    case_id = apply(WIFE).case_id
    finished(case_id, author=officer("author"), approver=officer("approver", "supervisor"))
    assert rests_on_another(opened(case_id))
    Case.objects.filter(id=case_id).update(status=CaseStatus.CANCELLED)
    with pytest.raises(NotReportable):
        tell(case_id, Cause.SEPARATION)
    Case.objects.filter(id=case_id).update(appeal_id=uuid4())
    assert rests_on_another(opened(case_id))  # it may still be won back


def test_a_day_to_come_and_what_rests_on_nobody_are_refused() -> None:
    case_id = apply(WIFE).case_id
    with pytest.raises(ReportInTheFuture), transaction():
        on = FILED_ON + timedelta(days=1)
        report(opened(case_id), Cause.DEATH, teller=Teller.PERSON, happened_on=on, words="", by=GUEST)
    with pytest.raises(NotReportable):
        tell(case_id, Cause.OF_AGE)
    with pytest.raises(NotReportable):
        tell(apply().case_id, Cause.SEPARATION)


def test_the_spouse_of_a_citizen_is_offered_a_ground_of_their_own_too() -> None:
    told = {**WIFE, "ground.main": "close-relative-of-citizen", "relative.name": "Aysel Mammadova"}
    assert tell(apply(told).case_id, Cause.SEPARATION)


def test_it_goes_with_its_case() -> None:
    case_id = apply(WIFE).case_id
    tell(case_id, Cause.SEPARATION)
    refused(case_id, author=officer("author"), approver=officer("approver", "supervisor"))
    for night in range(3):
        with clock.frozen(FILED_ON.replace(year=FILED_ON.year + 6) + timedelta(days=night)):
            erase_what_is_past()
    assert not Review.objects.exists()
