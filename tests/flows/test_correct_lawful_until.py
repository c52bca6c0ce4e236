"""An officer reads the stamp or the visa again: registration and document follow, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from sojourn.flows.correct_lawful_until import correct_lawful_until
from sojourn.flows.end_expired_registrations import end_expired_registrations
from sojourn.flows.notify_departure import notify_departure
from sojourn.flows.types import Receipt
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.permits import actions as permits
from sojourn.permits import queries as issued
from sojourn.permits.types import Cause, Verdict
from sojourn.permits.verify import verify
from sojourn.stays.errors import AlreadyEnded, EndsBeforeArrival, RegistrationNotFound
from sojourn.stays.models import Registration
from tests.factories import filings
from tests.factories.filings import EVERYTHING, OFFICER, TODAY

pytestmark = pytest.mark.django_db

LAST_DAY = date(2026, 8, 30)


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def stay() -> Receipt:
    return filings.register()


def correct(stay: Receipt, until: date, *, offices: frozenset[str] | None = None) -> None:
    with transaction():
        correct_lawful_until(
            stay.registration_id,
            until=until,
            reason="The stamp.",
            to=filings.reader(offices=offices),
            by=OFFICER,
        )


def asked(stay: Receipt, on: date) -> Verdict:
    with clock.frozen(on), transaction():
        return verify(stay.number, stay.code, caller_key="a")


def test_a_later_day_prolongs_the_document_to_it(stay: Receipt) -> None:
    correct(stay, date(2026, 9, 30))
    assert asked(stay, date(2026, 9, 30)) is Verdict.VALID
    assert asked(stay, date(2026, 10, 1)) is Verdict.NOT_VALID


def test_an_earlier_day_shortens_it(stay: Receipt) -> None:
    correct(stay, date(2026, 7, 31))
    assert asked(stay, date(2026, 7, 31)) is Verdict.VALID
    assert asked(stay, date(2026, 8, 1)) is Verdict.NOT_VALID


def test_of_someone_who_has_left_nothing_is_corrected_and_the_document_stays_ended(stay: Receipt) -> None:
    with transaction():
        notify_departure(stay.registration_id, on=TODAY, by=OFFICER)
    with pytest.raises(AlreadyEnded):
        correct(stay, date(2026, 9, 30))
    assert asked(stay, date(2026, 6, 11)) is Verdict.NOT_VALID
    assert asked(stay, date(2026, 9, 15)) is Verdict.NOT_VALID
    assert Registration.objects.get().end_cause == "departed"


def test_a_registration_whose_term_was_over_goes_on_with_a_later_day(stay: Receipt) -> None:
    with clock.frozen(date(2026, 9, 1)):
        end_expired_registrations()
        correct(stay, date(2026, 9, 30))
    assert Registration.objects.get().ended_on is None
    assert asked(stay, date(2026, 9, 30)) is Verdict.VALID


def test_what_is_pending_beyond_the_corrected_days_stays_pending(stay: Receipt) -> None:
    certificate = issued.find_for(Subject("registration", stay.registration_id), to=EVERYTHING)
    assert certificate is not None
    with transaction():
        permits.note(certificate.id, cause=Cause.APPLICATION_PENDING, first_day=LAST_DAY, by=OFFICER)
    correct(stay, date(2026, 8, 20))
    assert asked(stay, date(2026, 9, 15)) is Verdict.PENDING


def test_a_day_before_the_arrival_is_refused(stay: Receipt) -> None:
    with pytest.raises(EndsBeforeArrival):
        correct(stay, date(2026, 5, 1))
    assert Registration.objects.get().lawful_until == LAST_DAY


def test_an_officer_of_another_office_corrects_nothing(stay: Receipt) -> None:
    with pytest.raises(RegistrationNotFound):
        correct(stay, date(2026, 9, 30), offices=frozenset({"rmd-bak"}))
