"""Staff enter what someone brings to the counter: same registration, same clock, same receipt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from sojourn.applications.models import Application
from sojourn.flows.errors import AnswersUnreadable
from sojourn.flows.register_at_counter import register_at_counter
from sojourn.flows.types import Receipt
from sojourn.lib import clock
from sojourn.lib.db import KeyUsedDifferently, transaction
from sojourn.notices.models import Message
from sojourn.permits.types import Verdict
from sojourn.permits.verify import verify
from sojourn.stays import queries as stays
from sojourn.stays.models import LateCandidate, Registration
from tests.factories import filings
from tests.factories.filings import LATE, OFFICER, TODAY
from tests.factories.registrations import ANSWERS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


def enter(answers: Mapping[str, str] = ANSWERS, *, key: str = "form one", stamped: date = TODAY) -> Receipt:
    with transaction():
        return register_at_counter(answers, key=key, filing=filings.filing(OFFICER, on=stamped))


def test_what_is_brought_on_paper_is_registered_at_once_and_its_document_verifies() -> None:
    made = enter()
    assert made.first
    with transaction():
        assert verify(made.number, made.code, caller_key="a") is Verdict.VALID


def test_who_entered_it_where_it_was_received_and_when_are_kept_apart() -> None:
    made = enter(stamped=date(2026, 6, 8))
    filed = Application.objects.get(outcome_id=made.registration_id)
    assert filed.filed_by["account"] == str(OFFICER.account_id)
    assert (filed.door, filed.office) == ("counter", "rmd-lan")
    assert filed.received_on == date(2026, 6, 8)
    assert filed.submitted_at is not None
    assert clock.legal_day(filed.submitted_at) == TODAY


def test_the_day_of_the_stamp_counts_and_not_the_day_it_was_typed_in() -> None:
    arrived = ANSWERS | {"stay.arrived-in-country-on": "2026-05-22", "stay.arrived-here-on": "2026-05-22"}
    assert enter(arrived, stamped=date(2026, 6, 8)).days_late == 0
    assert enter(arrived | {"passport.number": "OTHER1"}, key="two").days_late > 0


def test_the_form_sent_again_gives_the_same_receipt() -> None:
    first, again = enter(), enter()
    assert again.registration_id == first.registration_id
    assert (again.number, again.code) == (first.number, first.code)
    assert Registration.objects.count() == Application.objects.count() == 1


def test_a_key_that_was_used_for_another_guest_is_refused_and_nothing_is_written() -> None:
    enter()
    with pytest.raises(KeyUsedDifferently):
        enter(ANSWERS | {"passport.surname": "Another"})
    assert Registration.objects.count() == 1


def test_the_same_form_with_another_stamp_is_another_form() -> None:
    """An officer who corrects the day must not be answered with what was registered under the wrong one."""
    enter(stamped=date(2026, 6, 8))
    with pytest.raises(KeyUsedDifferently):
        enter(stamped=date(2026, 6, 9))


def test_two_officers_may_use_the_same_key() -> None:
    enter()
    other = filings.filing(filings.Actor(OFFICER.kind, OFFICER.door, filings.uuid4(), office="rmd-bak"))
    with transaction():
        made = register_at_counter(ANSWERS | {"passport.number": "OTHER1"}, key="form one", filing=other)
    assert made.first


def test_answers_that_cannot_be_read_leave_nothing_behind() -> None:
    with pytest.raises(AnswersUnreadable):
        enter(ANSWERS | {"stay.arrived-here-on": "31.02.2026"})
    assert Application.objects.count() == Registration.objects.count() == 0
    assert enter().first


def test_a_late_paper_is_taken_and_becomes_a_question_for_an_officer() -> None:
    made = enter(ANSWERS | LATE)
    assert LateCandidate.objects.get().registration_id == made.registration_id


def test_the_officer_who_enters_it_is_not_told_in_the_guests_place() -> None:
    enter()
    assert Message.objects.count() == 0
    enter(ANSWERS | {"contact.channel": "email", "contact.address": "guest@example.org"}, key="two")
    assert Message.objects.values_list("account_id", "contact").get() == (None, "guest@example.org")


def test_what_an_officer_entered_is_not_the_officers_own() -> None:
    enter()
    assert OFFICER.account_id
    assert stays.list_of_account(OFFICER.account_id) == []
