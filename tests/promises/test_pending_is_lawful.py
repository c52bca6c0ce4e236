"""Promise 6. Pending is lawful and provable: verification says "valid", never "expired", while one waits.

Proofs of pending applications are in `test_pending_cases_are_lawful`; what a document is worth is here.

Broken for a try, and seen to fail: the standing of a pending application taken for not valid; the nightly end
of registrations blind to it; the answer "pending" left out of the verifying door.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from sojourn.flows.end_expired_registrations import end_expired_registrations
from sojourn.flows.types import Receipt
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.permits import actions as permits
from sojourn.permits import queries as issued
from sojourn.permits.types import STANDING_FOR, Cause, Standing, Verdict
from sojourn.permits.verify import verify
from sojourn.stays.models import Registration
from tests.factories import filings
from tests.factories.filings import EVERYTHING, OFFICER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

AFTER_ITS_TERM = date(2026, 11, 1)
ASKED_FOR_MORE = date(2026, 8, 20)


def waiting() -> Receipt:
    """Registered until the end of August; asked for more in time, and nobody has decided."""
    receipt = filings.register()
    note(receipt, Cause.APPLICATION_PENDING, ASKED_FOR_MORE)
    return receipt


def note(receipt: Receipt, cause: Cause, first: date, last: date | None = None) -> None:
    document = issued.find_for(Subject("registration", receipt.registration_id), to=EVERYTHING)
    assert document is not None
    with clock.frozen(first), transaction():
        permits.note(document.id, cause=cause, first_day=first, last_day=last, by=OFFICER)


def answered(receipt: Receipt, on: date) -> Verdict:
    with clock.frozen(on), transaction():
        return verify(receipt.number, receipt.code, caller_key="a")


def test_who_applied_in_time_is_lawful_after_the_term_has_passed() -> None:
    assert answered(waiting(), AFTER_ITS_TERM) is Verdict.PENDING


def test_who_did_not_is_told_apart_so_that_the_promise_means_something() -> None:
    assert answered(filings.register(), AFTER_ITS_TERM) is Verdict.NOT_VALID


def test_it_holds_as_long_as_nobody_decides() -> None:
    assert answered(waiting(), date(2030, 1, 1)) is Verdict.PENDING


@pytest.mark.parametrize(
    ("cause", "last", "verdict"),
    [
        (Cause.PROLONGED, date(2027, 1, 1), Verdict.VALID),
        (Cause.WITHDRAWN, None, Verdict.NOT_VALID),
    ],
)
def test_the_decision_ends_the_waiting(cause: Cause, last: date | None, verdict: Verdict) -> None:
    receipt = waiting()
    note(receipt, cause, date(2026, 10, 1), last)
    assert answered(receipt, AFTER_ITS_TERM) is verdict


def test_the_clock_does_not_end_a_registration_that_waits() -> None:
    waiting()
    with clock.frozen(AFTER_ITS_TERM):
        assert end_expired_registrations() == 0
    assert Registration.objects.get().ended_on is None


@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_whoever_scans_the_code_reads_that_it_counts_and_not_that_it_ended(language: str) -> None:
    receipt = waiting()
    ended = filings.register(filings.ANSWERS | {"passport.number": "OTHER1"})
    with clock.frozen(AFTER_ITS_TERM):
        waits, over = (
            Client().get(f"/{language}/verify/{each.number}/{each.code}/").content.decode()
            for each in (receipt, ended)
        )
    assert "notice--wait" in waits
    assert "notice--wrong" in over
    assert "notice--wrong" not in waits


def test_what_it_was_worth_is_known_as_then_and_as_now() -> None:
    """In two times: on the day before the note nobody knew of it yet."""
    receipt = waiting()
    document = issued.find_for(Subject("registration", receipt.registration_id), to=EVERYTHING)
    assert document is not None
    before = clock.start_of(ASKED_FOR_MORE)
    assert (
        issued.standing_on(AFTER_ITS_TERM, document.id, to=EVERYTHING, known_at=before) is Standing.NOT_VALID
    )
    assert issued.standing_on(AFTER_ITS_TERM, document.id, to=EVERYTHING) is Standing.PENDING


def test_of_all_causes_only_a_pending_application_is_pending() -> None:
    pending = {cause for cause, standing in STANDING_FOR.items() if standing is Standing.PENDING}
    assert pending == {Cause.APPLICATION_PENDING}
    assert set(STANDING_FOR) == set(Cause)
