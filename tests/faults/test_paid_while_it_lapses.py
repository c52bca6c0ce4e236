"""Money moves in the moment in which an officer decides: one waits for the other, neither is thrown out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from time import monotonic, sleep
from uuid import UUID

import pytest
from django.db import connection

from sojourn.cases import actions as cases
from sojourn.cases.types import CaseStatus, Power
from sojourn.flows.case_letters import Purpose
from sojourn.flows.receive_payment import allocate_payment, receive_payment
from sojourn.flows.record_lapse import lapses_from, record_lapse
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor
from sojourn.lib.db import transaction
from sojourn.lib.money import Money
from sojourn.payments import queries as charges
from sojourn.payments.types import Booked, ChargeState, Outcome, ProviderNotice
from tests.factories.cases import EVERYTHING, FILED_ON, apply, approve, officer, opened, propose, read_newest

pytestmark = pytest.mark.usefixtures("committed_database")
PATIENCE = 20
WAITING = """SELECT count(*) FROM pg_locks
WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())"""


@pytest.fixture
def author() -> Actor:
    with clock.frozen(FILED_ON):
        return officer("author")


@pytest.fixture
def waiting(author: Actor) -> UUID:
    """A grant that waits for its duty, its notice read."""
    with clock.frozen(FILED_ON):
        case_id = apply().case_id
        propose(case_id, by=author)
        approve(case_id, by=officer("approver", "supervisor"))
        read_newest(case_id, Purpose.GRANTED)
    return case_id


def notice_of(case_id: UUID) -> ProviderNotice:
    (charge,) = charges.list_of(opened(case_id).case.subject, to=EVERYTHING)
    return ProviderNotice("sandbox", "P-1", charge.number, charge.amount, clock.now())


def told(notice: ProviderNotice) -> Booked:
    with transaction():
        return receive_payment(notice, by=SYSTEM)


@pytest.fixture
def elsewhere() -> Iterator[ThreadPoolExecutor]:
    """A second worker of the service, with a connection of its own."""
    with ThreadPoolExecutor(1) as pool:
        yield pool
        pool.submit(lambda: connection.close()).result()


def someone_waits(moved: Future[Booked]) -> None:
    until = monotonic() + PATIENCE
    while monotonic() < until and not moved.done():
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        sleep(0.02)
    raise AssertionError(f"nobody waits for the case: {moved}")


def lapsed_meanwhile(
    case_id: UUID, money: Callable[[], Booked], *, on: date, by: Actor, pool: ThreadPoolExecutor
) -> Future[Booked]:
    """An officer has the case in hand; money moves; only then the officer records the lapse."""

    def story() -> Booked:
        with clock.frozen(on):
            return money()

    with clock.frozen(on), transaction():
        cases.hold(case_id)
        moved = pool.submit(story)
        someone_waits(moved)
        record_lapse(opened(case_id), reasons=["lapsed-unpaid"], words={}, power=Power("supervisor"), by=by)
    return moved


def test_a_payment_waits_for_the_lapse_and_is_given_back(
    waiting: UUID, author: Actor, elsewhere: ThreadPoolExecutor
) -> None:
    first = lapses_from(opened(waiting))
    assert first is not None
    with clock.frozen(first):
        notice = notice_of(waiting)
    moved = lapsed_meanwhile(waiting, lambda: told(notice), on=first, by=author, pool=elsewhere)
    assert moved.result(PATIENCE).outcome is Outcome.CANCELLED
    assert opened(waiting).case.status is CaseStatus.LAPSED


def test_a_part_that_is_taken_back_waits_for_the_lapse(
    waiting: UUID, author: Actor, elsewhere: ThreadPoolExecutor
) -> None:
    first = lapses_from(opened(waiting))
    assert first is not None
    with clock.frozen(FILED_ON):
        whole = notice_of(waiting)
        part = replace(whole, amount=Money(whole.amount.minor // 2, whole.amount.currency))
        assert told(part).outcome is Outcome.PARTLY
        back = replace(part, reversed_at=clock.now())
    first += timedelta(days=1)
    moved = lapsed_meanwhile(waiting, lambda: told(back), on=first, by=author, pool=elsewhere)
    assert moved.result(PATIENCE).outcome is Outcome.REVERSED
    (charge,) = charges.list_of(opened(waiting).case.subject, to=EVERYTHING)
    assert (charge.state, charge.refund_payable.minor) == (ChargeState.CANCELLED, 0)


def test_a_payment_put_where_it_belongs_waits_for_the_lapse(
    waiting: UUID, author: Actor, elsewhere: ThreadPoolExecutor
) -> None:
    first = lapses_from(opened(waiting))
    assert first is not None
    with clock.frozen(FILED_ON):
        lost = told(replace(notice_of(waiting), payment_number="a wrong number"))
    (charge,) = charges.list_of(opened(waiting).case.subject, to=EVERYTHING)

    def put_right() -> Booked:
        assert lost.receipt_id is not None
        with transaction():
            return allocate_payment(lost.receipt_id, charge_id=charge.id, reason="Slip.", by=SYSTEM)

    moved = lapsed_meanwhile(waiting, put_right, on=first, by=author, pool=elsewhere)
    assert moved.result(PATIENCE).outcome is Outcome.CANCELLED
    assert opened(waiting).case.status is CaseStatus.LAPSED
