"""A payment was made, found its place or was taken back: it is booked, and what waited for it goes on."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sojourn.cases import actions as cases
from sojourn.cases.errors import ActNotAllowed, CaseNotFound
from sojourn.flows import case_messages
from sojourn.flows.case_file import THE_STORY
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction, transaction_required
from sojourn.payments import actions as payments
from sojourn.payments import queries
from sojourn.payments.types import Booked, ProviderNotice


@transaction_required
def receive_payment(notice: ProviderNotice, *, by: Actor) -> Booked:
    """Book what a provider tells, once; told again it is the same answer and nothing else happens.

    A case that was waiting for this duty goes on. One that is no longer waiting stays as it is: what came too
    late for it is a surplus somebody gives back. Taken back, the duty is owed again: the cashier has a task,
    the applicant is told, and no document is made until it is paid.
    """
    booked = payments.receive(notice, by=by)
    if booked.covered_now:
        _go_on(booked, on=clock.legal_day(notice.paid_at), by=by)
    elif booked.uncovered_now:
        _tell(booked, by=by)
    return booked


@transaction_required
def allocate_payment(receipt_id: UUID, *, charge_id: UUID, reason: str, by: Actor) -> Booked:
    """Put a payment with a wrong number where it belongs; the case counts it from the day it was paid.

    Raises: ReceiptUnknown, ReceiptAllocated, ChargeUnknown, NothingToRefund.
    """
    booked = payments.allocate(receipt_id, charge_id=charge_id, reason=reason, by=by)
    if booked.covered_now:
        paid_at = queries.get_receipt(receipt_id, to=THE_STORY).paid_at
        _go_on(booked, on=clock.legal_day(paid_at), by=by)
    return booked


def _go_on(booked: Booked, *, on: date, by: Actor) -> None:
    if booked.subject is None or booked.subject.kind != "case":
        return
    try:
        with transaction():
            case = cases.note_paid(booked.subject.id, on=on, by=by)
            case_messages.tell(case, by=by)
    except (ActNotAllowed, CaseNotFound):
        return


def _tell(booked: Booked, *, by: Actor) -> None:
    if booked.subject is not None and booked.subject.kind == "case":
        case_messages.tell_of(booked.subject.id, by=by)
