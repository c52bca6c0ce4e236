"""What the accounts of the books held on a day, and what stands in them for one charge."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sojourn.lib import clock
from sojourn.lib.types import Subject
from sojourn.payments import queries
from sojourn.payments.types import Account, Charge, DayBalance, EntryKind
from tests.unit.payments.conftest import a_payment, arc, charged, receive

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 5, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def balances(since: datetime) -> dict[Account, DayBalance]:
    return {each.account: each for each in queries.list_balances(since=since, until=since + DAY)}


def test_a_day_tells_what_was_there_what_moved_and_what_is_left() -> None:
    with clock.frozen(MORNING - DAY + timedelta(hours=9)):
        duty = charged()
    with clock.frozen(MORNING + timedelta(hours=9)):
        receive(a_payment(duty.number, 75))
    owed = balances(MORNING)[Account.RECEIVABLE]
    assert (owed.before, owed.debit, owed.credit, owed.after) == (arc(60), arc(0), arc(60), arc(0))
    assert balances(MORNING)[Account.UNALLOCATED].after == arc(-15)
    assert balances(MORNING - DAY)[Account.RECEIVABLE].after == arc(60)
    assert balances(MORNING - 2 * DAY) == {}


def test_the_books_of_a_day_balance(duty: Charge) -> None:
    receive(a_payment(duty.number, 61))
    receive(a_payment("no such number", 5))
    told = queries.list_balances(since=clock.now() - DAY, until=clock.now() + DAY)
    assert sum(each.after.minor for each in told) == 0
    assert sum(each.debit.minor - each.credit.minor for each in told) == 0


def test_each_entry_of_a_charge_is_told_with_its_lines(duty: Charge) -> None:
    receive(a_payment(duty.number, 20))
    entries = queries.list_entries(Subject("charge", duty.id))
    assert [each.kind for each in entries] == [EntryKind.CHARGED, EntryKind.RECEIVED]
    assert entries[1].lines == ((Account.RECEIVABLE, arc(-20)), (Account.CASH_IN_TRANSIT, arc(20)))
    assert all(sum(amount.minor for _, amount in each.lines) == 0 for each in entries)
