"""A hotel registers many guests at once: good rows at once, bad rows back with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.applications import actions as filed
from sojourn.applications import queries as applications
from sojourn.applications.models import GuestList
from sojourn.audit.models import Event
from sojourn.flows.arrival_form import HostDesk
from sojourn.flows.register_guest_list import ListAnswer, register_guest_list
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import KeyUsedDifferently, transaction
from sojourn.people.models import Person
from sojourn.permits.types import Verdict
from sojourn.permits.verify import verify
from sojourn.stays import queries as stays
from sojourn.stays.models import LateCandidate, Registration
from tests.factories import filings
from tests.factories.filings import GUEST_ROW, LATE, TODAY

pytestmark = pytest.mark.django_db

SURNAMES = ("Aliyeva", "Beridze", "Petrov", "Smith", "Yılmaz")
UNREADABLE = GUEST_ROW | {"stay.arrived-here-on": "31.02.2026"}
WRONG_DIGIT = {
    "passport.mrz": "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
    "L898902C86UTO7408122F3204159ZE184226B<<<<<11",
    "passport.nationality": "GEO",
    "stay.arrived-here-on": "2026-06-03",
}
NAMELESS = {path: told for path, told in GUEST_ROW.items() if "name" not in path}


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def lotus() -> tuple[HostDesk, Actor]:
    return filings.hotel()


def guests(count: int) -> list[dict[str, str]]:
    return [
        GUEST_ROW | {"passport.surname": SURNAMES[at % len(SURNAMES)], "passport.number": f"P{at:07d}"}
        for at in range(count)
    ]


def hand_in(
    rows: Sequence[Mapping[str, str]], lotus: tuple[HostDesk, Actor], key: str = "list one"
) -> ListAnswer:
    desk, receptionist = lotus
    return register_guest_list(rows, key=key, filing=filings.filing(receptionist, desk=desk))


def test_each_guest_of_a_list_is_registered_with_a_document_of_their_own(lotus: Any) -> None:
    answer = hand_in(guests(5), lotus)
    assert [row.registration is not None for row in answer.rows] == [True] * 5
    assert len({receipt.number for receipt in answer.receipts.values()}) == 5
    assert Person.objects.count() == 5
    first = answer.receipts[1]
    with transaction():
        assert verify(first.number, first.code, caller_key="a") is Verdict.VALID


def test_the_place_and_the_host_are_the_hotels_own_whatever_a_row_says(lotus: Any) -> None:
    elsewhere = {"stay.place.district": "AZ-BA", "stay.host-kind": "self", "stay.host-name": "Other"}
    answer = hand_in([GUEST_ROW | elsewhere], lotus)
    kept = Registration.objects.get(id=answer.rows[0].registration)
    assert (kept.district, kept.host_kind, kept.host_name) == ("AZ-LAN", "hotel", "Hotel Lotus")
    assert kept.organisation_id == lotus[0].organisation_id


def test_good_rows_are_registered_and_bad_ones_come_back_with_the_reason(lotus: Any) -> None:
    answer = hand_in([GUEST_ROW, UNREADABLE, NAMELESS], lotus)
    good, unreadable, nameless = answer.rows
    assert good.registration is not None
    assert good.findings == ()
    assert unreadable.registration is nameless.registration is None
    assert "stay.arrived-here-on" in {path for path, _ in unreadable.findings}
    assert {path for path, _ in nameless.findings} & {"passport.surname", "passport.given-names"}
    assert unreadable.answers["stay.arrived-here-on"] == "31.02.2026"


def test_what_is_to_mend_is_kept_and_what_was_registered_is_not_kept_twice(lotus: Any) -> None:
    answer = hand_in([GUEST_ROW, UNREADABLE], lotus)
    kept = applications.get_guest_list(answer.list_id, organisation_id=lotus[0].organisation_id).rows
    assert kept[0].answers == {}
    assert kept[0].registration == answer.rows[0].registration
    assert kept[1].answers == UNREADABLE


def test_a_check_digit_that_does_not_fit_stays_with_the_list_and_with_the_registration(lotus: Any) -> None:
    doubt = ("passport.number", "mrz-check-digit")
    answer = hand_in([WRONG_DIGIT, GUEST_ROW], lotus)
    assert [doubt in row.findings for row in answer.rows] == [True, False]
    kept = applications.get_guest_list(answer.list_id, organisation_id=lotus[0].organisation_id).rows
    assert kept[0].findings == answer.rows[0].findings
    seen = {view.id: view.doubts for view in stays.list_of_host(lotus[0].organisation_id)}
    assert seen == {row.registration: row.findings for row in answer.rows}


def test_the_same_list_sent_again_gives_the_same_registrations_and_one_list(lotus: Any) -> None:
    first, again = hand_in(guests(3), lotus), hand_in(guests(3), lotus)
    assert [row.registration for row in again.rows] == [row.registration for row in first.rows]
    assert again.list_id == first.list_id
    assert {receipt.first for receipt in again.receipts.values()} == {False}
    assert (Registration.objects.count(), GuestList.objects.count()) == (3, 1)


def test_a_list_sent_again_is_recorded_once(lotus: Any) -> None:
    hand_in([GUEST_ROW, UNREADABLE], lotus)
    again = hand_in([GUEST_ROW, UNREADABLE], lotus)
    assert [len(row.findings) > 0 for row in again.rows] == [False, True]
    assert Event.objects.filter(kind="guest-list:filed").count() == 1


def test_other_rows_under_the_key_of_a_list_are_refused_and_the_list_stays(lotus: Any) -> None:
    first = hand_in(guests(2), lotus)
    with pytest.raises(KeyUsedDifferently):
        hand_in(guests(3), lotus)
    kept = applications.get_guest_list(first.list_id, organisation_id=lotus[0].organisation_id).rows
    assert [row.registration for row in kept] == [row.registration for row in first.rows]
    assert Registration.objects.count() == 2


def test_a_list_that_broke_off_is_finished_when_it_comes_again(lotus: Any, monkeypatch: Any) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(filed, "file_guest_list", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            hand_in(guests(2), lotus)
    answer = hand_in(guests(2), lotus)
    kept = applications.get_guest_list(answer.list_id, organisation_id=lotus[0].organisation_id).rows
    assert [row.registration for row in kept] == [row.registration for row in answer.rows]
    assert (Registration.objects.count(), GuestList.objects.count()) == (2, 1)


def test_a_mended_row_is_registered_and_the_good_ones_stay_as_they_were(lotus: Any) -> None:
    before = hand_in([guests(1)[0], UNREADABLE], lotus)
    after = hand_in([guests(1)[0], GUEST_ROW], lotus, key="list two")
    assert after.rows[0].registration == before.rows[0].registration
    assert after.rows[1].registration is not None
    assert Registration.objects.count() == 2


def test_the_same_guest_twice_in_one_list_is_one_registration(lotus: Any) -> None:
    answer = hand_in([GUEST_ROW, GUEST_ROW], lotus)
    assert answer.rows[0].registration == answer.rows[1].registration
    assert Registration.objects.count() == 1


def test_a_guest_without_a_surname_or_document_is_registered_too(lotus: Any) -> None:
    bare = {"passport.given-names": "Soraya", "passport.none": "lost", "stay.arrived-here-on": "2026-06-01"}
    assert hand_in([bare], lotus).rows[0].registration is not None


def test_guests_within_the_free_period_are_accepted_and_marked_voluntary(lotus: Any) -> None:
    answer = hand_in([GUEST_ROW | {"stay.leaves-on": "2026-06-05"}], lotus)
    assert answer.receipts[1].voluntary
    assert Registration.objects.get().voluntary


def test_a_late_row_is_registered_and_an_officer_may_look_at_the_hotel(lotus: Any) -> None:
    answer = hand_in([GUEST_ROW | LATE], lotus)
    candidate = LateCandidate.objects.get(registration_id=answer.rows[0].registration)
    assert candidate.parties == ["host"]


def test_each_row_is_one_registration_with_one_event_of_its_own(lotus: Any) -> None:
    answer = hand_in(guests(3), lotus)
    for row in answer.rows:
        kinds = Event.objects.filter(subject_id=row.registration).values_list("kind", flat=True)
        assert list(kinds) == ["stay:registered"]


def test_a_hotel_never_sees_what_another_filed_about_its_guest(lotus: Any) -> None:
    filings.register(filings.ANSWERS)
    answer = hand_in([GUEST_ROW], lotus)
    seen = stays.list_of_host(lotus[0].organisation_id)
    assert [view.id for view in seen] == [answer.rows[0].registration]
    assert answer.receipts[1].first


def test_two_hotels_with_the_same_guest_each_have_their_own(lotus: Any) -> None:
    other = filings.hotel("Hotel Heron", tax_number="1400000002")
    first, second = hand_in([GUEST_ROW], lotus), hand_in([GUEST_ROW], other)
    assert first.rows[0].registration != second.rows[0].registration
    assert {receipt.first for receipt in second.receipts.values()} == {True}
    assert Person.objects.count() == 1


def test_a_list_without_rows_is_kept_and_registers_nobody(lotus: Any) -> None:
    assert hand_in([], lotus).rows == ()
    assert Registration.objects.count() == 0


def test_a_row_costs_the_same_however_long_the_list_is(lotus: Any) -> None:
    hand_in(guests(1), lotus, key="to begin with")
    counts = []
    for many in (2, 12):
        rows = [row | {"passport.number": f"N{many}{at:05d}"} for at, row in enumerate(guests(many))]
        with CaptureQueriesContext(connection) as queries:
            hand_in(rows, lotus, key=f"list of {many}")
        counts.append(sum(not q["sql"].startswith(("SAVEPOINT", "RELEASE")) for q in queries))
    assert (counts[1] - counts[0]) / 10 <= 9
