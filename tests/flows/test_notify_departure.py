"""A guest has left: the registration ends, and its document with it. Nobody is accused by that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from sojourn.audit.models import Event
from sojourn.flows.notify_departure import notify_departure
from sojourn.flows.types import Receipt
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.permits import queries as permits
from sojourn.permits.types import Standing, Verdict
from sojourn.permits.verify import verify
from sojourn.stays import actions as stays
from sojourn.stays.errors import AlreadyEnded, DepartureBeforeArrival, DepartureNotYet, RegistrationNotFound
from sojourn.stays.models import LateCandidate, Registration
from tests.factories import filings
from tests.factories.filings import EVERYTHING, GUEST, SYSTEM, TODAY

pytestmark = pytest.mark.django_db
LEFT = date(2026, 6, 9)


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def stay() -> Receipt:
    return filings.register()


def leave(registration: UUID, on: date = LEFT, *, moved: bool = False) -> None:
    with transaction():
        notify_departure(registration, on=on, moved=moved, by=GUEST)


def asked(stay: Receipt) -> Verdict:
    with transaction():
        return verify(stay.number, stay.code, caller_key="a")


def test_a_departure_ends_the_registration_and_its_document(stay: Receipt) -> None:
    leave(stay.registration_id)
    kept = Registration.objects.get()
    assert (kept.ended_on, kept.end_cause) == (LEFT, "departed")
    assert asked(stay) is Verdict.NOT_VALID


def test_the_day_of_departure_itself_is_still_covered(stay: Receipt) -> None:
    leave(stay.registration_id, TODAY)
    assert asked(stay) is Verdict.VALID
    with clock.frozen(date(2026, 6, 11)):
        assert asked(stay) is Verdict.NOT_VALID


def test_a_move_ends_the_stay_at_this_place_under_its_own_name(stay: Receipt) -> None:
    leave(stay.registration_id, moved=True)
    assert Registration.objects.get().end_cause == "moved"
    issued = permits.find_for(Subject("registration", stay.registration_id), to=EVERYTHING)
    assert issued is not None
    assert permits.list_validity(issued.id, to=EVERYTHING)[-1].cause == "moved"


def test_told_twice_it_stays_as_it_is_and_is_recorded_once(stay: Receipt) -> None:
    leave(stay.registration_id)
    before = Event.objects.count()
    leave(stay.registration_id)
    assert Event.objects.count() == before
    assert Event.objects.filter(kind="stay:ended").count() == 1


def test_told_again_with_another_day_the_first_one_stands(stay: Receipt) -> None:
    leave(stay.registration_id)
    with pytest.raises(AlreadyEnded):
        leave(stay.registration_id, TODAY)
    assert Registration.objects.get().ended_on == LEFT
    issued = permits.find_for(Subject("registration", stay.registration_id), to=EVERYTHING)
    assert issued is not None
    assert permits.standing_on(TODAY, issued.id, to=EVERYTHING) is Standing.NOT_VALID


def test_a_departure_before_the_arrival_is_refused_and_changes_nothing(stay: Receipt) -> None:
    with pytest.raises(DepartureBeforeArrival):
        leave(stay.registration_id, date(2026, 5, 1))
    assert Registration.objects.get().ended_on is None
    assert asked(stay) is Verdict.VALID


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date.max])
def test_a_departure_on_a_day_to_come_is_refused_and_changes_nothing(stay: Receipt, day: date) -> None:
    with pytest.raises(DepartureNotYet):
        leave(stay.registration_id, day)
    assert Registration.objects.get().ended_on is None
    assert asked(stay) is Verdict.VALID


def test_nobody_knows_a_registration_that_does_not_exist() -> None:
    with pytest.raises(RegistrationNotFound):
        leave(uuid4())


def test_a_departure_told_after_the_term_ran_out_is_kept_as_a_departure(stay: Receipt) -> None:
    later = date(2026, 9, 10)
    with clock.frozen(later), transaction():
        assert stays.end_expired([stay.registration_id], on=later, by=SYSTEM)
    with clock.frozen(later):
        leave(stay.registration_id, date(2026, 8, 25))
    kept = Registration.objects.get()
    assert (kept.ended_on, kept.end_cause) == (date(2026, 8, 25), "departed")


def test_leaving_late_or_early_makes_nobody_a_candidate(stay: Receipt) -> None:
    leave(stay.registration_id)
    assert LateCandidate.objects.count() == 0
