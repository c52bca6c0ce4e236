"""Promise 4. A bar holds: under an open protective hold no adverse step begins; others never see why.

Orders to leave, expulsion, detention, document requests and contact with the country of origin have no room
yet; each will ask `people.has_open_hold`, as lateness does here.

Broken for a try, and seen to fail: a candidate made in spite of a hold; the last day of a hold not counted;
the kinds of holds given to every reader; the event of a hold recorded as ordinary.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from sojourn.audit import queries as log
from sojourn.audit.models import Event
from sojourn.flows.reclassify_person import reclassify_person
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality, Subject
from sojourn.people import actions as people
from sojourn.people import queries as register
from sojourn.people.models import Person
from sojourn.people.types import HoldKind
from sojourn.stays.models import LateCandidate, Registration
from tests.factories import filings
from tests.factories.filings import LATE, OFFICER
from tests.factories.registrations import ANSWERS
from tests.promises.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

YESTERDAY, TODAY, TOMORROW = date(2026, 6, 9), date(2026, 6, 10), date(2026, 6, 11)
WHY = ("victim", "Victim", "trafficking", "asylum", "claim-pending", "court-order")


@pytest.fixture
def guest(today: object) -> UUID:
    """Someone the register knows already."""
    filings.register()
    return UUID(str(Person.objects.get().id))


def hold(
    person: UUID, kind: HoldKind = HoldKind.VICTIM, from_on: date = YESTERDAY, until_on: date | None = None
) -> UUID:
    with transaction():
        return people.place_hold(person, kind=kind, from_on=from_on, until_on=until_on, by=OFFICER)


def files_late() -> None:
    filings.register(ANSWERS | LATE)


@pytest.mark.parametrize("kind", list(HoldKind))
def test_while_a_hold_is_open_lateness_is_no_question_for_anyone(guest: UUID, kind: HoldKind) -> None:
    hold(guest, kind)
    files_late()
    assert LateCandidate.objects.count() == 0
    assert Registration.objects.count() == 2


@pytest.mark.parametrize(
    ("from_on", "until_on", "bars"),
    [
        (TODAY, None, True),
        (YESTERDAY, TODAY, True),
        (TODAY, TODAY, True),
        (YESTERDAY, YESTERDAY, False),
        (TOMORROW, None, False),
    ],
)
def test_a_hold_bars_from_its_first_day_to_its_last(
    guest: UUID, from_on: date, until_on: date | None, bars: bool
) -> None:
    hold(guest, from_on=from_on, until_on=until_on)
    files_late()
    assert register.has_open_hold(guest) is bars
    assert LateCandidate.objects.exists() is not bars


def test_one_of_several_holds_is_enough(guest: UUID) -> None:
    first = hold(guest, HoldKind.CLAIM_PENDING)
    hold(guest, HoldKind.COURT_ORDER, until_on=date(2026, 7, 1))
    with transaction():
        people.end_hold(first, on=TODAY, reason="The claim was decided.", by=OFFICER)
    with clock.frozen(date(2026, 7, 1)):
        assert register.has_open_hold(guest)
    with clock.frozen(date(2026, 7, 2)):
        assert not register.has_open_hold(guest)


def test_who_came_under_the_protection_desk_is_barred_still(guest: UUID) -> None:
    hold(guest)
    with transaction():
        reclassify_person(guest, confidentiality=Confidentiality.PROTECTED, by=OFFICER)
    assert register.has_open_hold(guest)


@pytest.mark.parametrize("role", ["case-officer", "supervisor", "counter-officer"])
def test_others_read_until_when_and_whom_to_ask_and_never_why(
    role: str, guest: UUID, officer: SignIn
) -> None:
    hold(guest, until_on=date(2026, 9, 1))
    page = officer(role).get(f"/en/office/people/{guest}/").content.decode()
    assert "Not to be removed" in page
    assert "Ask the protection desk" in page
    assert [word for word in WHY if word in page] == []


def test_the_protection_desk_reads_why(guest: UUID, officer: SignIn) -> None:
    hold(guest)
    assert (
        "victim"
        in officer("protection-officer").get(f"/en/office/people/{guest}/").content.decode().casefold()
    )


def test_why_is_told_to_no_other_reader(guest: UUID) -> None:
    hold(guest)
    restricted = filings.reader(Confidentiality.ORDINARY, Confidentiality.RESTRICTED)
    assert register.list_holds(guest, to=filings.reader()) == []
    assert register.list_holds(guest, to=restricted) == []
    assert len(register.list_holds(guest, to=filings.reader(*Confidentiality))) == 1


def test_the_log_tells_of_a_hold_to_its_own_desk_alone(guest: UUID) -> None:
    hold(guest)
    event = Event.objects.get(kind="person:hold:placed")
    assert event.confidentiality == Confidentiality.PROTECTED
    told = log.list_events(Subject("person", guest), to=filings.reader())
    assert "person:hold:placed" not in {each.kind for each in told}
    assert [each.number for each in told] == list(range(1, len(told) + 1))


def test_only_the_protection_desk_places_and_ends_a_hold(guest: UUID, officer: SignIn) -> None:
    address = f"/en/office/people/{guest}/protection/"
    for role in ("case-officer", "supervisor", "counter-officer", "administrator", "auditor"):
        assert officer(role).post(address, {"kind": "victim", "from_on": "2026-06-10"}).status_code == 403
    assert not register.has_open_hold(guest)
    officer("protection-officer").post(address, {"kind": "victim", "from_on": "2026-06-10"})
    assert register.has_open_hold(guest)


def test_a_hold_ends_with_a_reason_and_an_officer(guest: UUID, officer: SignIn) -> None:
    placed = hold(guest)
    address = f"/en/office/people/{guest}/protection/{placed}/end/"
    assert officer("protection-officer").post(address, {"end_reason": " "}).status_code == 422
    assert register.has_open_hold(guest)
