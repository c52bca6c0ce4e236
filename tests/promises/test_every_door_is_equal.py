"""Promise 9. Every door is equal: the same case, clock and receipt, whoever enters it and wherever it comes.

Filed by, on behalf of, received at and entered at are four facts.

Broken for a try, and seen to fail: lateness counted from the day of entry instead of the day of the stamp; a
shorter validity for what came by post; a list that does not say for whom it was filed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from sojourn.applications.models import Application
from sojourn.audit.models import Event
from sojourn.flows.register_guest_list import register_guest_list
from sojourn.flows.types import Receipt
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.types import Subject
from sojourn.permits import queries as permits
from sojourn.stays.models import LateCandidate, Registration
from tests.factories import filings
from tests.factories.filings import GUEST_ROW, LATE, OFFICER, TODAY
from tests.factories.registrations import ANSWERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

AT_A_HOTEL = {"stay.host-kind": "hotel", "stay.host-name": "Hotel Lotus"}
TOLD = ANSWERS | AT_A_HOTEL
FOUR = {"door", "account_id", "filed_by", "principal_kind", "principal_id", "entered_at", "received_on"}
OWN = {"id", "reference", "filing_key", "person_id", "organisation_id", "told_by"}


def at(door: Door, answers: Mapping[str, str]) -> Receipt:
    """The same guest comes in by a door: a guest at the portal, staff or a helper at the others."""
    staff = door in {Door.COUNTER, Door.POST, Door.SERVICE_CENTRE, Door.MOBILE}
    kind = ActorKind.STAFF if staff else ActorKind.GUEST
    actor = Actor(kind, door, account_id=uuid4() if staff else None)
    return filings.register(answers, by=actor, held=filings.holder(f"the browser at the {door}"))


def case(receipt: Receipt) -> dict[str, Any]:
    """What was registered, without the four facts and what every registration has of its own."""
    row = Registration.objects.filter(id=receipt.registration_id).values().get()
    return {name: value for name, value in row.items() if name not in FOUR | OWN}


def answer(receipt: Receipt) -> tuple[Any, ...]:
    document = permits.find_for(Subject("registration", receipt.registration_id), to=filings.reader())
    assert document is not None
    said = receipt.voluntary, receipt.lawful_until, receipt.days_late, receipt.first
    return (*said, document.kind, document.valid, document.holder)


@pytest.mark.parametrize("late", [{}, LATE])
@pytest.mark.parametrize("door", sorted(set(Door) - {Door.PORTAL, Door.SYSTEM}))
def test_every_door_leads_to_the_same_case_clock_and_receipt(door: Door, late: dict[str, str]) -> None:
    by_portal, here = at(Door.PORTAL, TOLD | late), at(door, TOLD | late)
    assert case(here) == case(by_portal)
    assert answer(here) == answer(by_portal)
    asked = LateCandidate.objects.order_by("registration_id")
    assert len({(each.days_late, each.last_day, tuple(each.parties)) for each in asked}) == bool(late)
    assert asked.count() == 2 * bool(late)


@pytest.mark.parametrize("late", [{}, LATE])
def test_a_hotels_list_and_the_counter_give_the_same_as_the_guests_own_filing(late: dict[str, str]) -> None:
    own = at(Door.PORTAL, TOLD | late)
    entered = filings.at_counter(TOLD | late)
    desk, receptionist = filings.hotel()
    row = {**GUEST_ROW, **late}
    listed = register_guest_list([row], key="a", filing=filings.filing(receptionist, desk=desk)).receipts[1]
    assert case(own) == case(entered) == case(listed)
    assert answer(own) == answer(entered) == answer(listed)


def test_the_clock_is_that_of_the_stamp_whenever_it_is_entered() -> None:
    """A paper stamped in time and typed in a month later is not late."""
    arrived = {"stay.arrived-in-country-on": "2026-06-01", "stay.arrived-here-on": "2026-06-01"}
    with clock.frozen(date(2026, 7, 20)):
        stamped = filings.at_counter(TOLD | arrived, on=date(2026, 6, 12))
        typed = filings.at_counter(
            TOLD | arrived | {"passport.number": "OTHER1"}, key="two", on=date(2026, 7, 20)
        )
    assert stamped.days_late == 0
    assert typed.days_late > 0


def test_filed_by_on_behalf_of_received_at_and_entered_at_are_four_facts() -> None:
    desk, receptionist = filings.hotel()
    with clock.frozen(date(2026, 6, 10)):
        listed = register_guest_list(
            [GUEST_ROW], key="a", filing=filings.filing(receptionist, desk=desk, on=date(2026, 6, 8))
        ).receipts[1]
    row = Registration.objects.get(id=listed.registration_id)
    assert row.filed_by["account"] == str(receptionist.account_id)
    assert (row.principal_kind, row.principal_id) == ("organisation", desk.organisation_id)
    assert (row.door, row.received_on) == ("portal", date(2026, 6, 8))
    assert clock.legal_day(row.entered_at) == TODAY


def test_a_filing_keeps_the_four_facts_too() -> None:
    made = filings.at_counter(TOLD, on=date(2026, 6, 8))
    filed = Application.objects.get(outcome_id=made.registration_id)
    assert filed.filed_by == OFFICER.as_record()
    assert (filed.door, filed.office, filed.principal_id) == ("counter", "rmd-lan", None)
    assert filed.received_on == date(2026, 6, 8)
    assert filed.submitted_at is not None
    assert clock.legal_day(filed.submitted_at) == TODAY


def test_the_log_knows_who_through_which_door_for_whom() -> None:
    desk, receptionist = filings.hotel()
    register_guest_list([GUEST_ROW], key="a", filing=filings.filing(receptionist, desk=desk))
    filings.at_counter(TOLD)
    by_hotel, by_officer = Event.objects.filter(kind="stay:registered").order_by("id")
    assert by_hotel.actor["on_behalf_of"] == {"kind": "organisation", "id": str(desk.organisation_id)}
    assert by_hotel.actor["door"] == "portal"
    assert (by_officer.actor["door"], by_officer.actor["office"]) == ("counter", "rmd-lan")
    assert "on_behalf_of" not in by_officer.actor


def test_what_one_door_refuses_every_door_refuses_and_nothing_else() -> None:
    spoiled = TOLD | {"stay.arrived-here-on": "31.02.2026"}
    refused = set()
    for door in sorted(set(Door) - {Door.SYSTEM}):
        try:
            at(door, spoiled)
        except filings.AnswersUnreadable as unreadable:
            refused.add(tuple(one.code for one in unreadable.facts["findings"]))
    assert len(refused) == 1
    assert Registration.objects.count() == 0
