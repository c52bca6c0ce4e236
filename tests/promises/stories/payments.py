"""Stories of what a case costs and gives: duties, payments, lapses, cards."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sojourn.flows.collect_payments import collect_payments
from sojourn.flows.produce_card import hand_over_card, produce_card
from sojourn.flows.receive_payment import allocate_payment, receive_payment
from sojourn.flows.record_lapse import record_lapse
from sojourn.flows.remind_of_payments import remind_of_payments
from sojourn.flows.replace_card import hand_over_replacement, make_replacement
from sojourn.flows.undo_lapse import undo_lapse
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.payments.providers import sandbox
from sojourn.payments.types import ProviderNotice
from tests.factories.cases import opened
from tests.promises.stories import Story
from tests.promises.stories.cases import (
    APPROVER,
    AUTHOR,
    JUDGE,
    POWER,
    WORDS,
    charge_of,
    granted,
    later,
    paid,
    ready,
    report,
    reported,
    told_of,
)


def _notice(case_id: UUID) -> ProviderNotice:
    charge = charge_of(case_id)
    return ProviderNotice("sandbox", "pay-1", charge.number, charge.amount, clock.now())


def _receive(case_id: UUID) -> object:
    return receive_payment(_notice(case_id), by=SYSTEM)


def _allocate() -> Any:
    charge = charge_of(granted())
    wrong = ProviderNotice("sandbox", "pay-2", "000000000000", charge.amount, clock.now())
    with transaction():
        booked = receive_payment(wrong, by=SYSTEM)
    assert booked.receipt_id
    return partial(
        allocate_payment, booked.receipt_id, charge_id=charge.id, reason="A slip of the pen.", by=AUTHOR
    )


def _unpaid(case_id: UUID) -> object:
    with clock.frozen(date(2026, 9, 1)):
        return record_lapse(
            opened(case_id), reasons=("lapsed-unpaid",), words=WORDS, power=POWER, by=APPROVER
        )


def _lapsed() -> UUID:
    """Paid in time, and told of after the lapse was recorded."""
    case_id = granted()
    notice = _notice(case_id)
    with transaction():
        _unpaid(case_id)
    with transaction():
        receive_payment(notice, by=SYSTEM)
    return case_id


def _undo(case_id: UUID) -> object:
    return undo_lapse(opened(case_id), words=WORDS, power=POWER, by=JUDGE)


def _replaced() -> UUID:
    case_id = reported()
    with transaction():
        make_replacement(opened(case_id), by=AUTHOR)
    return case_id


def _lost(case_id: UUID) -> UUID:
    with transaction():
        hand_over_card(opened(case_id), by=AUTHOR)
    return case_id


def _collect() -> Any:
    charge = charge_of(granted())
    sandbox.pay(charge.number, charge.amount)
    return partial(collect_payments, "sandbox", charge.number)


def _remind_to_pay() -> Any:
    last = charge_of(granted()).due_on
    assert last
    return later(remind_of_payments, last)


STORIES: dict[str, Story] = {
    "receive_payment": told_of(granted, _receive),
    "allocate_payment": _allocate,
    "record_lapse": told_of(granted, _unpaid),
    "undo_lapse": told_of(_lapsed, _undo),
    "produce_card": told_of(paid, lambda case: produce_card(opened(case), by=AUTHOR)),
    "hand_over_card": told_of(ready, lambda case: hand_over_card(opened(case), by=AUTHOR)),
    "report_card": told_of(lambda: _lost(ready()), report),
    "make_replacement": told_of(reported, lambda case: make_replacement(opened(case), by=AUTHOR)),
    "hand_over_replacement": told_of(_replaced, lambda case: hand_over_replacement(opened(case), by=AUTHOR)),
}

OWN_TRANSACTIONS: dict[str, Story] = {
    "collect_payments": _collect,
    "remind_of_payments": _remind_to_pay,
}
