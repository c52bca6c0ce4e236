"""The day after its last lawful day a registration ends by itself: neither a departure nor an offence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.audit.models import Event
from sojourn.flows.correct_lawful_until import correct_lawful_until
from sojourn.flows.end_expired_registrations import end_expired_registrations
from sojourn.flows.types import Receipt
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.permits import actions as permits
from sojourn.permits import queries as issued
from sojourn.permits.types import Cause, Verdict
from sojourn.permits.verify import verify
from sojourn.project.jobs import EVERY, JOBS
from sojourn.stays.models import LateCandidate, Registration
from tests.factories import filings
from tests.factories.filings import EVERYTHING, OFFICER, TODAY
from tests.factories.registrations import ANSWERS

pytestmark = pytest.mark.django_db

LAST_LAWFUL_DAY = date(2026, 8, 30)
DAY_AFTER = LAST_LAWFUL_DAY + timedelta(days=1)


@pytest.fixture
def stay() -> Receipt:
    with clock.frozen(TODAY):
        made = filings.register()
    assert made.lawful_until == LAST_LAWFUL_DAY
    return made


def on(day: date | datetime) -> int:
    with clock.frozen(day):
        return end_expired_registrations()


def note(stay: Receipt, cause: Cause, last_day: date | None) -> None:
    certificate = issued.find_for(Subject("registration", stay.registration_id), to=EVERYTHING)
    assert certificate is not None
    with clock.frozen(TODAY), transaction():
        permits.note(certificate.id, cause=cause, first_day=TODAY, last_day=last_day, by=OFFICER)


def test_on_its_last_lawful_day_a_registration_stands(stay: Receipt) -> None:
    assert on(LAST_LAWFUL_DAY) == 0
    assert Registration.objects.get().ended_on is None


def test_the_day_after_it_has_ended_on_its_last_lawful_day(stay: Receipt) -> None:
    assert on(DAY_AFTER) == 1
    kept = Registration.objects.get()
    assert (kept.ended_on, kept.end_cause) == (LAST_LAWFUL_DAY, "expired")


def test_the_day_ends_when_it_ends_in_the_zone_of_the_country(stay: Receipt) -> None:
    """Twenty o'clock UTC is midnight there: a minute before it is still the last lawful day."""
    assert on(datetime(2026, 8, 30, 19, 59, tzinfo=UTC)) == 0
    assert on(datetime(2026, 8, 30, 20, 1, tzinfo=UTC)) == 1


def test_it_is_recorded_once_as_the_work_of_the_clock_and_accuses_nobody(stay: Receipt) -> None:
    on(DAY_AFTER)
    assert on(DAY_AFTER) == 0
    event = Event.objects.get(kind="stay:ended")
    assert (event.facts["cause"], event.actor["kind"]) == ("expired", "system")
    assert LateCandidate.objects.count() == 0
    assert not Event.objects.filter(kind="permit:noted").exists()


def test_one_that_ended_before_is_left_alone(stay: Receipt) -> None:
    filings.depart(stay)
    assert on(DAY_AFTER) == 0
    assert Registration.objects.get().end_cause == "departed"


@pytest.mark.parametrize(
    ("cause", "verdict"), [(Cause.APPLICATION_PENDING, Verdict.PENDING), (Cause.PROLONGED, Verdict.VALID)]
)
def test_one_that_a_pending_application_or_an_extension_prolongs_goes_on(
    stay: Receipt, cause: Cause, verdict: Verdict
) -> None:
    """R-REG-10: no new filing is asked for, and verification says so."""
    note(stay, cause, DAY_AFTER if cause is Cause.PROLONGED else None)
    assert on(DAY_AFTER) == 0
    assert Registration.objects.get().ended_on is None
    with clock.frozen(DAY_AFTER), transaction():
        assert verify(stay.number, stay.code, caller_key="a") is verdict


def test_when_what_prolonged_it_is_over_it_ends(stay: Receipt) -> None:
    note(stay, Cause.PROLONGED, DAY_AFTER)
    assert on(DAY_AFTER + timedelta(days=1)) == 1


def test_one_whose_last_lawful_day_an_officer_corrected_goes_on(stay: Receipt) -> None:
    on(DAY_AFTER)
    with clock.frozen(DAY_AFTER), transaction():
        correct_lawful_until(
            stay.registration_id,
            until=date(2026, 9, 30),
            reason="The stamp says September.",
            to=filings.reader(),
            by=OFFICER,
        )
    assert Registration.objects.get().ended_on is None
    assert on(date(2026, 9, 30)) == 0
    assert on(date(2026, 10, 1)) == 1


def test_a_long_register_is_worked_off_in_batches_and_pending_ones_are_passed() -> None:
    with clock.frozen(TODAY):
        made = [filings.register(ANSWERS | {"passport.number": f"N{at:06d}"}) for at in range(7)]
    note(made[1], Cause.APPLICATION_PENDING, None)
    with clock.frozen(DAY_AFTER):
        assert end_expired_registrations(at_a_time=2) == 6
    assert list(Registration.objects.filter(ended_on=None).values_list("id", flat=True)) == [
        made[1].registration_id
    ]


def test_a_batch_costs_the_same_however_many_end() -> None:
    with clock.frozen(TODAY):
        for at in range(5):
            filings.register(ANSWERS | {"passport.number": f"N{at:06d}"})
    with clock.frozen(DAY_AFTER), CaptureQueriesContext(connection) as queries:
        assert end_expired_registrations() == 5
    assert len([q for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]) <= 7


def test_it_runs_by_itself() -> None:
    assert "flows.end-expired-registrations" in JOBS
    assert "flows.end-expired-registrations" in EVERY
