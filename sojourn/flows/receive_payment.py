"""A payment was made, found its place or was taken back: it is booked, and what waited for it goes on.

The case is locked before its charge, here as everywhere: else two would wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sojourn.cases import actions as cases
from sojourn.cases.errors import ActNotAllowed, CaseNotFound
from sojourn.cases.types import CaseStatus
from sojourn.flows import case_messages
from sojourn.flows.case_file import THE_STORY, open_for_the_story
from sojourn.flows.complete_case import go_on_paid
from sojourn.flows.payers import payment_counts
from sojourn.flows.produce_card import card_stands
from sojourn.flows.record_lapse import time_to_pay
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction, transaction_required
from sojourn.lib.types import Subject
from sojourn.payments import actions as payments
from sojourn.payments import queries
from sojourn.payments.types import Booked, Outcome, ProviderNotice


@transaction_required
def receive_payment(notice: ProviderNotice, *, by: Actor) -> Booked:
    """Book what a provider tells, once; told again it is the same answer and nothing else happens.

    A case that was waiting for this duty goes on. One that is no longer waiting stays as it is: what came too
    late for it is a surplus somebody gives back; what was paid before a lapse and told of only after it is a
    task of its own, for an officer may take the lapse back. Where the provider takes a payment back the duty
    is owed again: the cashier has a task, the applicant is told, and the case waits again.
    """
    _hold(queries.list_subjects(notice))
    booked = payments.receive(notice, counts=payment_counts(notice), by=by)
    if booked.covered_now:
        _go_on(booked, on=clock.legal_day(notice.paid_at), by=by)
    elif booked.uncovered_now:
        _wait_again(booked, by=by)
    elif booked.outcome is Outcome.CANCELLED and _lapsed_after(booked, notice.paid_at):
        payments.note_paid_in_time(booked, by=by)
    return booked


@transaction_required
def allocate_payment(receipt_id: UUID, *, charge_id: UUID, reason: str, by: Actor) -> Booked:
    """Put a payment with a wrong number where it belongs; the case counts it from the day it was paid.

    Raises: ReceiptUnknown, ReceiptAllocated, ChargeUnknown, NothingToRefund.
    """
    meant = queries.get_charge(charge_id, to=THE_STORY).subject
    _hold([meant] if meant else [])
    booked = payments.allocate(receipt_id, charge_id=charge_id, reason=reason, by=by)
    taken = queries.get_receipt(receipt_id, to=THE_STORY)
    if booked.covered_now:
        _go_on(booked, on=clock.legal_day(taken.paid_at), by=by)
    elif booked.outcome is Outcome.CANCELLED and _lapsed_after(booked, taken.paid_at):
        payments.note_paid_in_time(booked, by=by)
    return booked


def _hold(subjects: Iterable[Subject]) -> None:
    """Lock the cases a payment is about; of one that was erased only the books are left."""
    for subject in subjects:
        if subject.kind == "case":
            _held(subject.id)


def _held(case_id: UUID) -> None:
    try:
        cases.hold(case_id)
    except CaseNotFound:
        return


def _lapsed_after(booked: Booked, paid_at: datetime) -> bool:
    """Whether the lapse was recorded only after it was paid: an officer sees to it."""
    if booked.subject is None or booked.subject.kind != "case":
        return False
    try:
        case = cases.hold(booked.subject.id)
    except CaseNotFound:
        return False
    return case.status is CaseStatus.LAPSED and case.decided_at is not None and paid_at < case.decided_at


def _go_on(booked: Booked, *, on: date, by: Actor) -> None:
    """A card that already lay ready when its payment was taken back lies ready again."""
    if booked.subject is None or booked.subject.kind != "case":
        return
    try:
        with transaction():
            case = go_on_paid(cases.hold(booked.subject.id), on=on, by=by)
            if case.status is CaseStatus.IN_PRODUCTION and card_stands(case.subject):
                case = cases.note_ready(case.id, by=by)
            case_messages.tell(case, by=by)
    except (ActNotAllowed, CaseNotFound):
        return


def _wait_again(booked: Booked, *, by: Actor) -> None:
    """What was not handed over waits for the duty, with the whole time to pay it."""
    if booked.subject is None or booked.subject.kind != "case":
        return
    try:
        with transaction():
            cases.note_taken_back(booked.subject.id, by=by)
    except (ActNotAllowed, CaseNotFound):
        pass
    else:
        limit = time_to_pay(open_for_the_story(booked.subject.id))
        if limit and booked.charge_id:
            payments.set_due(booked.charge_id, due_on=limit.last_day, by=by)
    case_messages.tell_of(booked.subject.id, by=by)
