"""Two at once: one wins, the other is told or gets the same answer; nothing is booked twice, nobody fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier, Event
from typing import Any, TypeVar
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import connection

from sojourn.accounts import actions as accounts
from sojourn.accounts import rules
from sojourn.accounts.rules import RECEIPTS_PER_CALLER, Limit
from sojourn.audit import actions as audit
from sojourn.audit.models import Event as Recorded
from sojourn.flows.end_expired_registrations import end_expired_registrations
from sojourn.flows.erase_what_is_past import erase_what_is_past
from sojourn.flows.notify_departure import notify_departure
from sojourn.flows.register_at_counter import register_at_counter
from sojourn.flows.register_guest_list import register_guest_list
from sojourn.flows.register_stay import register_stay
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.lib.types import Subject
from sojourn.people import actions as people
from sojourn.people.models import Person
from sojourn.people.types import HoldKind
from sojourn.permits.models import Permit, ValidityEntry
from sojourn.quotas import actions as quotas
from sojourn.quotas import queries as kept
from sojourn.quotas.types import Forecast
from sojourn.stays import actions as stays
from sojourn.stays.errors import AlreadyDecided, AlreadyEnded
from sojourn.stays.models import LateCandidate, Registration
from sojourn.stays.types import CandidateState
from tests.factories import filings
from tests.factories.filings import GUEST, GUEST_ROW, LATE, OFFICER, TODAY
from tests.factories.registrations import ANSWERS

Told = TypeVar("Told")
pytestmark = pytest.mark.usefixtures("committed_database")


def at_once(*stories: Callable[[], Told], on: date = TODAY) -> list[Told | Exception]:
    """Each story in a thread with a connection of its own, begun at the same moment; errors are answers."""
    gate = Barrier(len(stories))

    def tell(story: Callable[[], Told]) -> Told | Exception:
        gate.wait(timeout=30)
        try:
            with clock.frozen(on):
                return story()
        except Exception as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(stories)) as pool:
        return list(pool.map(tell, stories))


def in_transaction(act: Callable[[], Told]) -> Callable[[], Told]:
    def story() -> Told:
        def once() -> Told:
            with transaction():
                return act()

        return retry_deadlock(once)

    return story


def failures(answers: Sequence[Any]) -> list[Exception]:
    return [each for each in answers if isinstance(each, Exception)]


def test_a_draft_sent_from_two_windows_is_registered_once() -> None:
    with clock.frozen(TODAY):
        draft = filings.begin()
    send = in_transaction(lambda: register_stay(draft.id, holder=filings.holder(), filing=filings.filing()))
    answers = at_once(send, send, send, send)
    assert failures(answers) == []
    assert len({receipt.number for receipt in answers}) == 1  # type: ignore[union-attr]
    assert Registration.objects.count() == Permit.objects.count() == 1


def test_a_form_of_the_counter_sent_twice_at_once_is_entered_once() -> None:
    with clock.frozen(TODAY):
        filings.register(ANSWERS | {"passport.number": "WARMUP1"})
    enter = in_transaction(lambda: register_at_counter(ANSWERS, key="a", filing=filings.filing(OFFICER)))
    answers = at_once(enter, enter, enter)
    assert failures(answers) == []
    assert Registration.objects.count() == 2
    assert len({made.number for made in answers}) == 1  # type: ignore[union-attr]


def test_a_list_sent_twice_at_once_is_one_list_of_the_same_registrations() -> None:
    with clock.frozen(TODAY):
        desk, receptionist = filings.hotel()
    rows = [GUEST_ROW | {"passport.number": f"P{at:05d}"} for at in range(8)]
    filing = filings.filing(receptionist, desk=desk)
    answers = at_once(*[lambda: register_guest_list(rows, key="a", filing=filing)] * 3)
    assert failures(answers) == []
    assert Registration.objects.count() == Person.objects.count() == len(rows)
    assert len({answer.list_id for answer in answers}) == 1  # type: ignore[union-attr]


def test_two_who_tell_more_of_the_same_person_are_both_heard() -> None:
    """Each records an event about the same person in the same moment; the second takes the next number."""
    with clock.frozen(TODAY):
        filings.register()
        drafts = [
            filings.begin(ANSWERS | {"passport.expires-on": f"203{at}-01-01"}, held=filings.holder(f"b{at}"))
            for at in range(2, 4)
        ]
    stories = [
        in_transaction(
            lambda draft=draft, at=at: register_stay(
                draft.id,
                holder=filings.holder(f"b{at}"),
                filing=filings.filing(held=filings.holder(f"b{at}")),
            )
        )
        for at, draft in enumerate(drafts, start=2)
    ]
    assert failures(at_once(*stories)) == []
    numbers = Recorded.objects.filter(subject_kind="person").order_by("subject_number")
    assert list(numbers.values_list("subject_number", flat=True)) == [1, 2, 3]


def test_a_hold_that_ends_while_its_person_files_has_the_next_number() -> None:
    """The officer's act waits for the filing and needs no second try."""
    with clock.frozen(TODAY):
        filings.register()
        draft = filings.begin(ANSWERS | {"passport.expires-on": "2032-01-01"}, held=filings.holder("b"))
        person = Person.objects.get().id
        with transaction():
            hold = people.place_hold(person, kind=HoldKind.CHILD, from_on=TODAY, by=OFFICER)
    filed, ending = Event(), Event()

    def file() -> None:
        with transaction():
            held = filings.holder("b")
            register_stay(draft.id, holder=held, filing=filings.filing(held=held))
            audit.flush()
            filed.set()
            ending.wait(timeout=30)
            time.sleep(0.3)

    def end() -> None:
        filed.wait(timeout=30)
        with transaction():
            ending.set()
            people.end_hold(hold, on=TODAY, reason="of age", by=OFFICER)

    assert failures(at_once(file, end)) == []
    numbers = Recorded.objects.filter(subject_kind="person").order_by("subject_number")
    assert list(numbers.values_list("subject_number", flat=True)) == [1, 2, 3, 4]


def test_of_two_officers_who_decide_one_wins_and_the_other_is_told_by_whom() -> None:
    with clock.frozen(TODAY):
        late = filings.register(ANSWERS | LATE)
    officers = [Actor(ActorKind.STAFF, Door.COUNTER, account_id=filings.uuid4()) for _ in range(2)]
    stories = [
        in_transaction(
            lambda by=by: stays.decide_candidate(
                late.registration_id,
                state=CandidateState.SET_ASIDE,
                reason="A flood.",
                to=filings.reader(),
                by=by,
            )
        )
        for by in officers
    ]
    (refused,) = failures(at_once(*stories))
    assert isinstance(refused, AlreadyDecided)
    assert refused.facts["by"] == LateCandidate.objects.get().decided_by
    assert Recorded.objects.filter(kind="stay:lateness-decided").count() == 1


def test_of_two_departures_on_different_days_one_stands() -> None:
    with clock.frozen(TODAY):
        stay = filings.register()
    stories = [
        in_transaction(lambda day=day: notify_departure(stay.registration_id, on=day, by=GUEST))
        for day in (date(2026, 6, 8), date(2026, 6, 9))
    ]
    (refused,) = failures(at_once(*stories))
    assert isinstance(refused, AlreadyEnded)
    assert ValidityEntry.objects.filter(cause="departed").count() == 1


def test_the_clock_and_a_guest_who_leaves_do_not_undo_each_other() -> None:
    with clock.frozen(TODAY):
        stay = filings.register()
    day_after = date(2026, 8, 31)
    depart = in_transaction(lambda: notify_departure(stay.registration_id, on=date(2026, 8, 29), by=GUEST))
    assert failures(at_once(depart, end_expired_registrations, on=day_after)) == []
    kept = Registration.objects.get()
    assert (kept.ended_on, kept.end_cause) == (date(2026, 8, 29), "departed")


def test_two_workers_end_and_erase_everything_once() -> None:
    with clock.frozen(TODAY):
        for at in range(6):
            filings.register(ANSWERS | {"passport.number": f"N{at:06d}"})
    assert failures(at_once(end_expired_registrations, end_expired_registrations, on=date(2026, 9, 1))) == []
    assert Recorded.objects.filter(kind="stay:ended").count() == 6
    assert failures(at_once(erase_what_is_past, erase_what_is_past, on=date(2090, 1, 1))) == []
    with clock.frozen(date(2090, 1, 1)):
        erase_what_is_past()
    assert Registration.objects.count() == Person.objects.count() == 0
    assert Recorded.objects.filter(kind="stay:erased").count() == 6


def test_two_first_presses_of_a_forecast_are_kept_once() -> None:
    told = Forecast(uuid4(), {"construction": 3}, TODAY, is_late=False)
    about = Subject("organisation", told.organisation_id)
    say = partial(quotas.tell_forecast, about, service="work-permit", year=2027, told=told, by=OFFICER)
    assert sorted(map(str, at_once(*[in_transaction(say)] * 4))) == ["False", "False", "False", "True"]
    assert [each.needed for each in kept.list_forecasts("work-permit", 2027)] == [{"construction": 3}]


def test_wrong_codes_tried_at_once_pass_no_limit() -> None:
    """The last try that is left looks at its code while the others knock."""
    most = Limit("receipt", 1, RECEIPTS_PER_CALLER.within)

    def attempt() -> bool:
        if not accounts.may_try_receipt(caller="198.51.100.7"):
            return False
        time.sleep(0.2)
        accounts.count_wrong_receipt(caller="198.51.100.7")
        return True

    with patch.object(rules, "RECEIPTS_PER_CALLER", most):
        assert sorted(map(str, at_once(*[in_transaction(attempt)] * 4))) == [
            "False",
            "False",
            "False",
            "True",
        ]
