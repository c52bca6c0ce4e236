"""The day a letter reached its person: the earliest counts, a corrected one counts, and every time moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest

from sojourn.cases import jobs, queries
from sojourn.cases.types import DecisionKind, ItemToCorrect, Queue
from sojourn.documents import queries as documents
from sojourn.flows.announce_intention import answer_intention
from sojourn.flows.appeal_decision import appeal_decision
from sojourn.flows.case_letters import Purpose, list_letters
from sojourn.flows.open_case import proof_of
from sojourn.flows.record_lapse import lapses_from
from sojourn.flows.request_correction import request_correction
from sojourn.flows.serve_letter import record_letter_served
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction
from sojourn.notices import queries as services
from sojourn.notices.types import Correction, Manner, Served
from sojourn.payments import queries as charges
from sojourn.permits import queries as permits
from sojourn.permits.types import Standing
from tests.factories.cases import (
    EVERYTHING,
    FILED_ON,
    GUEST,
    REFUSED_FOR,
    announced,
    apply,
    approve,
    officer,
    opened,
    propose,
    read_newest,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
POSTED = Served(Manner.REGISTERED_POST, on=FILED_ON, post_number="RR1")
PRESUMED = date(2026, 6, 8)
"""The seventh day after it was posted."""


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


@pytest.fixture
def clerk() -> Actor:
    return officer("clerk")


@pytest.fixture
def granted(clerk: Actor) -> UUID:
    case_id = apply().case_id
    propose(case_id, by=clerk)
    approve(case_id, by=officer("approver", "supervisor"))
    return case_id


@pytest.fixture
def refusal(clerk: Actor) -> UUID:
    """Refused on the day it was filed, nothing served; the stay itself ends four days later."""
    case_id = apply({"present.lawful-until": "2026-06-05"}).case_id
    announced(case_id, by=clerk)
    with transaction():
        answer_intention(opened(case_id), words="The contract was handed in.", by=GUEST)
    propose(case_id, by=clerk, kind=DecisionKind.REFUSE, reasons=REFUSED_FOR)
    approve(case_id, by=officer("approver", "supervisor"))
    return case_id


def serve(
    case_id: UUID,
    purpose: Purpose,
    served: Served,
    *,
    by: Actor,
    on: date = FILED_ON,
    wrong: UUID | None = None,
    language: str = "az",
) -> None:
    file = opened(case_id)
    letter = [each for each in list_letters(file) if each.purpose is purpose][-1]
    correction = Correction(wrong, "The wrong day was written down.") if wrong else None
    with clock.frozen(on), transaction():
        record_letter_served(file, letter, served=served, language=language, by=by, correction=correction)


def handed(on: date) -> Served:
    return Served(Manner.SIGNED_ON_HANDOVER, on=on)


def recorded(case_id: UUID) -> UUID:
    """The one record of service of the newest letter that was served."""
    kept = documents.list_documents(opened(case_id).case.subject, to=EVERYTHING)
    found = [service for each in kept for service in services.list_services(each.id)]
    return found[-1].id


def known(case_id: UUID) -> tuple[date | None, date | None]:
    decision = opened(case_id).decision
    assert decision is not None
    return decision.served_on, decision.appeal_until


def lawful_on(case_id: UUID, day: date) -> bool:
    proof = permits.find_for(proof_of(opened(case_id).case), to=EVERYTHING)
    assert proof is not None
    return permits.standing_on(day, proof.id, to=EVERYTHING) is Standing.PENDING


def test_a_posted_letter_opened_before_its_presumed_day_counts_from_its_opening(
    granted: UUID, clerk: Actor
) -> None:
    serve(granted, Purpose.GRANTED, POSTED, by=clerk)
    assert known(granted)[0] == PRESUMED
    with clock.frozen(date(2026, 6, 3)):
        read_newest(granted, Purpose.GRANTED)
    assert known(granted) == (date(2026, 6, 3), date(2026, 7, 3))


def test_one_opened_later_changes_nothing(granted: UUID, clerk: Actor) -> None:
    serve(granted, Purpose.GRANTED, handed(FILED_ON), by=clerk)
    before = known(granted)
    with clock.frozen(date(2026, 6, 20)):
        read_newest(granted, Purpose.GRANTED)
    assert known(granted) == before


def test_a_corrected_record_moves_the_appeal_and_the_day_to_pay(granted: UUID, clerk: Actor) -> None:
    serve(granted, Purpose.GRANTED, handed(FILED_ON), by=clerk)
    (before,) = charges.list_of(opened(granted).case.subject, to=EVERYTHING)
    later = date(2026, 7, 10)  # after the time to examine, from which the time to pay runs at the earliest
    serve(granted, Purpose.GRANTED, handed(later), by=clerk, on=later, wrong=recorded(granted))
    (after,) = charges.list_of(opened(granted).case.subject, to=EVERYTHING)
    assert known(granted) == (later, date(2026, 8, 10))
    assert (before.due_on, after.due_on) == (date(2026, 7, 31), date(2026, 8, 10))


def test_a_corrected_day_is_kept_also_where_the_last_day_to_appeal_stays_the_same(
    granted: UUID, clerk: Actor
) -> None:
    thursday, friday = date(2026, 6, 4), date(2026, 6, 5)  # thirty days later are a Saturday and a Sunday
    serve(granted, Purpose.GRANTED, handed(thursday), by=clerk, on=thursday)
    assert known(granted) == (thursday, date(2026, 7, 6))
    serve(granted, Purpose.GRANTED, handed(friday), by=clerk, on=friday, wrong=recorded(granted))
    assert known(granted) == (friday, date(2026, 7, 6))


def test_after_a_correction_to_a_later_day_the_days_between_were_lawful(refusal: UUID, clerk: Actor) -> None:
    serve(refusal, Purpose.REFUSED, handed(FILED_ON), by=clerk)
    assert not lawful_on(refusal, date(2026, 6, 25))
    later = date(2026, 6, 20)
    serve(refusal, Purpose.REFUSED, handed(later), by=clerk, on=later, wrong=recorded(refusal))
    assert lawful_on(refusal, date(2026, 6, 19))
    assert lawful_on(refusal, date(2026, 6, 25))
    assert not lawful_on(refusal, date(2026, 7, 20))


def test_a_service_recorded_while_an_appeal_waits_ends_nothing(refusal: UUID, clerk: Actor) -> None:
    serve(refusal, Purpose.REFUSED, POSTED, by=clerk)
    with clock.frozen(date(2026, 6, 2)), transaction():
        appeal_decision(opened(refusal), words="I do not agree.", by=GUEST)
    with clock.frozen(date(2026, 6, 3)):
        read_newest(refusal, Purpose.REFUSED)
    assert lawful_on(refusal, date(2026, 7, 20))


def test_an_appeal_that_was_late_by_a_wrong_record_only_is_late_no_more(refusal: UUID, clerk: Actor) -> None:
    serve(refusal, Purpose.REFUSED, handed(FILED_ON), by=clerk)
    late = date(2026, 7, 10)
    with clock.frozen(late), transaction():
        assert appeal_decision(opened(refusal), words="I do not agree.", late_reason="?", by=GUEST).is_late
    assert not lawful_on(refusal, late + DAY)
    right = date(2026, 6, 20)
    serve(refusal, Purpose.REFUSED, handed(right), by=clerk, on=late, wrong=recorded(refusal))
    (appeal,) = opened(refusal).page.appeals
    assert not appeal.is_late
    assert lawful_on(refusal, late + DAY)


def test_a_presumed_day_ahead_hides_a_case_from_nobody(clerk: Actor) -> None:
    case_id = apply().case_id
    due = opened(case_id).case.due_on
    posted = due - DAY
    with clock.frozen(posted), transaction():
        items = [ItemToCorrect("passport.number", "correct-answer")]
        request_correction(opened(case_id), items=items, by=clerk)
    sent = Served(Manner.REGISTERED_POST, on=posted, post_number="RR1")
    serve(case_id, Purpose.CORRECTION, sent, by=clerk, on=posted)
    late = due + DAY
    with clock.frozen(late):
        case = opened(case_id).case
        assert case.paused_from is not None
        assert case.paused_from > late
        assert case.is_late(late)
        assert [each.id for each in queries.list_queue(EVERYTHING, wanted=Queue(due_until=late))] == [case_id]
        (load,) = queries.list_load(EVERYTHING, on=late, soon=late)
        assert (load.waiting, load.late) == (0, 1)
        assert jobs.watch_limits() > 0
    with clock.frozen(case.paused_from):
        assert queries.list_queue(EVERYTHING, wanted=Queue(due_until=case.paused_from)) == []


NOBODY = Served(Manner.NOT_SERVED, on=FILED_ON)


def test_a_refusal_that_reached_nobody_after_all_starts_no_time_until_it_is_opened(
    refusal: UUID, clerk: Actor
) -> None:
    serve(refusal, Purpose.REFUSED, handed(FILED_ON), by=clerk)
    assert not lawful_on(refusal, date(2026, 9, 1))
    serve(refusal, Purpose.REFUSED, NOBODY, by=clerk, wrong=recorded(refusal))
    assert known(refusal) == (None, None)
    assert lawful_on(refusal, date(2026, 9, 1))
    with clock.frozen(date(2026, 6, 20)):
        read_newest(refusal, Purpose.REFUSED)
    assert known(refusal) == (date(2026, 6, 20), date(2026, 7, 20))
    assert queries.list_differing([refusal], calendar=opened(refusal).calendar) == []


def test_what_nobody_was_told_to_pay_is_not_due(granted: UUID, clerk: Actor) -> None:
    serve(granted, Purpose.GRANTED, handed(FILED_ON), by=clerk)
    serve(granted, Purpose.GRANTED, NOBODY, by=clerk, wrong=recorded(granted))
    (charge,) = charges.list_of(opened(granted).case.subject, to=EVERYTHING)
    assert (charge.due_on, lapses_from(opened(granted))) == (None, None)


def test_a_letter_opened_in_the_portal_by_somebody_else_can_be_opened_again(
    granted: UUID, clerk: Actor
) -> None:
    read_newest(granted, Purpose.GRANTED)
    serve(granted, Purpose.GRANTED, NOBODY, by=clerk, wrong=recorded(granted), language="en")
    assert known(granted) == (None, None)
    with clock.frozen(date(2026, 6, 3)):
        read_newest(granted, Purpose.GRANTED)
    assert known(granted)[0] == date(2026, 6, 3)


def test_another_service_of_the_same_letter_counts_when_one_falls(granted: UUID, clerk: Actor) -> None:
    serve(granted, Purpose.GRANTED, handed(FILED_ON), by=clerk)
    wrong = recorded(granted)
    with clock.frozen(date(2026, 6, 3)):
        read_newest(granted, Purpose.GRANTED)
    serve(granted, Purpose.GRANTED, NOBODY, by=clerk, wrong=wrong, on=date(2026, 6, 4))
    assert known(granted)[0] == date(2026, 6, 3)


def test_the_clock_runs_on_when_a_request_reached_nobody(clerk: Actor) -> None:
    case_id = apply().case_id
    before = opened(case_id).case.due_on
    with transaction():
        items = [ItemToCorrect("passport.number", "correct-answer")]
        request_correction(opened(case_id), items=items, by=clerk)
    serve(case_id, Purpose.CORRECTION, handed(FILED_ON), by=clerk)
    serve(case_id, Purpose.CORRECTION, NOBODY, by=clerk, wrong=recorded(case_id), on=date(2026, 6, 5))
    file = opened(case_id)
    assert (file.page.corrections[-1].served_on, file.case.due_on) == (None, before)
    told = queries.clock_of(file.case, file.page.intervals, calendar=file.calendar, on=date(2026, 6, 5))
    assert (told.stands_still, told.used) == (None, 4)
