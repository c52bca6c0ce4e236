"""Promise 2, at ordinary doors: her passport is registered like anyone's, by a hotel or by herself.

Broken for a try, and seen to fail: a match that recognises a passport in any class (the hotel then got the
file of the protected person); lateness dropped for someone under a hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.flows.register_guest_list import register_guest_list
from sojourn.flows.register_stay import register_stay
from sojourn.flows.types import Receipt
from sojourn.lib.db import transaction
from sojourn.people import actions as people
from sojourn.people.models import Person
from sojourn.people.types import HoldKind
from sojourn.stays.models import LateCandidate, Registration
from tests.factories import filings
from tests.factories.filings import LATE, OFFICER
from tests.factories.registrations import ANSWERS
from tests.promises.protected import TOLD, protect

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

SAME = {path: TOLD[path] for path in TOLD if path.startswith("passport.")}


def hotel_row(desk: Any, row: Mapping[str, str]) -> tuple[Any, int]:
    with CaptureQueriesContext(connection) as caught:
        answer = register_guest_list(
            [row], key=row["passport.number"], filing=filings.filing(desk[1], desk=desk[0])
        )
    return answer, statements(caught)


def statements(caught: CaptureQueriesContext) -> int:
    return sum(not q["sql"].startswith(("SAVEPOINT", "RELEASE")) for q in caught)


def shape(receipt: Receipt) -> tuple[Any, ...]:
    """What a receipt says besides its own id, reference, number and code, and how long those are."""
    own = receipt.reference, receipt.number, receipt.code, str(receipt.registration_id)
    said = receipt.voluntary, receipt.lawful_until, receipt.days_late, receipt.first
    return (*said, *map(len, own))


def rows_about(person: UUID) -> str:
    """Everything the register of people holds about someone, as text."""
    tables = ("people_statement", "people_matchkey", "people_namekey", "people_protectivehold")
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t WHERE person_id = %s ORDER BY 1", [person])
            found.append(str(cursor.fetchall()))
        cursor.execute("SELECT t::text FROM people_person t WHERE id = %s", [person])
        return "".join([*found, str(cursor.fetchall())])


@pytest.mark.parametrize("late", [{}, LATE])
def test_a_hotel_that_registers_her_is_answered_as_for_anyone(late: dict[str, str]) -> None:
    hidden = protect(ANSWERS | TOLD)
    before = rows_about(hidden.person)
    desk = filings.hotel()
    row = filings.GUEST_ROW | late
    hotel_row(desk, row | {"passport.number": "WARMUP1"})
    hers, work = hotel_row(desk, row | SAME)
    anyones, usual = hotel_row(desk, row | SAME | {"passport.number": "55XX11223"})
    assert shape(hers.receipts[1]) == shape(anyones.receipts[1])
    assert work == usual
    assert rows_about(hidden.person) == before
    assert Registration.objects.get(id=hers.rows[0].registration).person_id != hidden.person


@pytest.mark.parametrize("late", [{}, LATE])
def test_her_own_filing_at_an_ordinary_door_is_answered_as_for_anyone(late: dict[str, str]) -> None:
    hidden = protect(ANSWERS | TOLD)
    before = rows_about(hidden.person)
    filings.register(ANSWERS | late | {"passport.number": "WARMUP1"})
    answers = []
    for number in ("77ZZ99881", "55XX11223"):
        draft = filings.begin(ANSWERS | SAME | late | {"passport.number": number})
        with CaptureQueriesContext(connection) as caught, transaction():
            receipt = register_stay(draft.id, holder=filings.holder(), filing=filings.filing())
        answers.append((shape(receipt), statements(caught)))
    assert answers[0] == answers[1]
    assert rows_about(hidden.person) == before


@pytest.mark.parametrize("again", [False, True])
def test_a_hold_changes_nothing_of_the_answer(again: bool) -> None:
    """Someone under a hold files late: same receipt and work as for one without, sent again as well."""
    answers = []
    for number, held in (("WARMUP1", False), ("HELD0001", True), ("FREE0001", False)):
        told = ANSWERS | {"passport.number": number}
        filings.register(told)
        person = Person.objects.latest("id").id
        if held:
            with transaction():
                people.place_hold(person, kind=HoldKind.VICTIM, from_on=date(2026, 1, 1), by=OFFICER)
        draft = filings.begin(told | LATE)
        if again:
            filings.send(draft)
        with CaptureQueriesContext(connection) as caught, transaction():
            receipt = register_stay(draft.id, holder=filings.holder(), filing=filings.filing())
        answers.append((shape(receipt), statements(caught)))
    assert answers[1] == answers[2]
    assert answers[1][0][2] > 0
    assert LateCandidate.objects.count() == 2
