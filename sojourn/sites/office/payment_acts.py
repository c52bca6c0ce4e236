"""What the cashier does about money nobody owed: puts it where it belongs, gives it back, with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.flows.receive_payment import allocate_payment
from sojourn.lib.canonical import canonical_json, sha256
from sojourn.lib.db import KeyUsedDifferently, answer_once, retry_deadlock, transaction
from sojourn.lib.errors import Refusal
from sojourn.lib.money import Money
from sojourn.lib.types import Subject
from sojourn.payments import actions, queries
from sojourn.payments.errors import (
    ChargeUnknown,
    NothingToRefund,
    ReceiptAllocated,
    TaskClosesItself,
    TaskUnknown,
)
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.office.payments import PURPOSE, draw_charge, draw_payment

_REASON, _NUMBER = 2000, 60


class _NotSaid(Refusal):
    """A field that is needed was left empty."""


@staff_page(Permission.PAYMENTS_HANDLE, purpose=PURPOSE)
def refund_charge(desk: Desk, charge_id: UUID) -> HttpResponse:
    """Grant that what came beyond the duty is given back. Raises: ChargeUnknown."""
    owed = queries.get_charge(charge_id, to=desk.reader)
    typed = _typed(desk, "reason")
    wrong = _done(desk, lambda: _refund(desk, Subject("charge", charge_id), owed.surplus, typed))
    return draw_charge(desk, owed, error=wrong, typed=typed) if wrong else _to("charge", charge_id, "granted")


@staff_page(Permission.PAYMENTS_HANDLE, purpose=PURPOSE)
def pay_out_charge(desk: Desk, charge_id: UUID) -> HttpResponse:
    """Note that the treasury gave it back. Raises: ChargeUnknown."""
    owed = queries.get_charge(charge_id, to=desk.reader)
    typed = _typed(desk, "order")
    of = Subject("charge", charge_id)
    wrong = _done(desk, lambda: _pay_out(desk, of, owed.refund_payable, typed))
    return (
        draw_charge(desk, owed, error=wrong, typed=typed) if wrong else _to("charge", charge_id, "paid-out")
    )


@staff_page(Permission.PAYMENTS_HANDLE, purpose=PURPOSE)
def allocate(desk: Desk, receipt_id: UUID) -> HttpResponse:
    """Put a payment onto the charge it was meant for; the case behind it goes on. Raises: ReceiptUnknown."""
    taken = queries.get_receipt(receipt_id, to=desk.reader)
    typed = _typed(desk, "number", "reason")

    def act() -> None:
        payable = queries.find_payable(_needed(typed["number"]))
        meant = queries.find_by_number(payable.number, to=desk.reader) if payable else None
        if meant is None:
            raise ChargeUnknown
        allocate_payment(receipt_id, charge_id=meant.id, reason=_needed(typed["reason"]), by=desk.actor)

    wrong = _done(desk, act)
    return (
        draw_payment(desk, taken, error=wrong, typed=typed)
        if wrong
        else _to("payment", receipt_id, "allocated")
    )


@staff_page(Permission.PAYMENTS_HANDLE, purpose=PURPOSE)
def refund_payment(desk: Desk, receipt_id: UUID) -> HttpResponse:
    """Grant that a payment nobody owed is given back. Raises: ReceiptUnknown."""
    taken = queries.get_receipt(receipt_id, to=desk.reader)
    typed = _typed(desk, "reason")
    of = Subject("payment", receipt_id)
    amount = Money(queries.balances_of_receipt(receipt_id).surplus, taken.amount.currency)
    wrong = _done(desk, lambda: _refund(desk, of, amount, typed))
    return (
        draw_payment(desk, taken, error=wrong, typed=typed)
        if wrong
        else _to("payment", receipt_id, "granted")
    )


@staff_page(Permission.PAYMENTS_HANDLE, purpose=PURPOSE)
def pay_out_payment(desk: Desk, receipt_id: UUID) -> HttpResponse:
    """Note that the treasury gave a payment back. Raises: ReceiptUnknown."""
    taken = queries.get_receipt(receipt_id, to=desk.reader)
    typed = _typed(desk, "order")
    of = Subject("payment", receipt_id)
    amount = Money(queries.balances_of_receipt(receipt_id).refund, taken.amount.currency)
    wrong = _done(desk, lambda: _pay_out(desk, of, amount, typed))
    return (
        draw_payment(desk, taken, error=wrong, typed=typed)
        if wrong
        else _to("payment", receipt_id, "paid-out")
    )


@staff_page(Permission.PAYMENTS_HANDLE, purpose=PURPOSE)
def close(desk: Desk, receipt_id: UUID, task_id: int) -> HttpResponse:
    """Somebody saw to a contradiction. Raises: ReceiptUnknown."""
    taken = queries.get_receipt(receipt_id, to=desk.reader)
    typed = _typed(desk, "reason")

    def act() -> None:
        if task_id not in {each.id for each in queries.list_tasks(to=desk.reader, about=receipt_id)}:
            raise TaskUnknown
        actions.close_task(task_id, reason=_needed(typed["reason"]), by=desk.actor)

    wrong = _done(desk, act)
    return (
        draw_payment(desk, taken, error=wrong, typed=typed) if wrong else _to("payment", receipt_id, "closed")
    )


def _refund(desk: Desk, of: Subject, amount: Money, typed: dict[str, str]) -> None:
    actions.refund(of, amount=amount, cause="not-owed", reason=_needed(typed["reason"]), by=desk.actor)


def _pay_out(desk: Desk, of: Subject, amount: Money, typed: dict[str, str]) -> None:
    actions.note_refund_paid(of, amount=amount, order=_needed(typed["order"]), by=desk.actor)


def _typed(desk: Desk, *names: str) -> dict[str, str]:
    return read.fields(desk.request.POST, {name: _REASON if name == "reason" else _NUMBER for name in names})


def _needed(text: str) -> str:
    if not text:
        raise _NotSaid
    return text


_SENTENCES: dict[type[Refusal], Callable[[], str]] = {
    _NotSaid: lambda: gettext("Fill in every field of what you do; the reason stays in the log"),
    ChargeUnknown: lambda: gettext("No charge has this payment number"),
    NothingToRefund: lambda: gettext(
        "There is nothing to give back here any more, or it is another currency"
    ),
    ReceiptAllocated: lambda: gettext("The payment already stands on a charge, or was taken back"),
    TaskClosesItself: lambda: gettext("This task is done when the money has found its place"),
    TaskUnknown: lambda: gettext("This task is done already"),
    KeyUsedDifferently: lambda: gettext("This form was already sent. Look at what stands here now"),
}


def _done(desk: Desk, act: Callable[[], Any]) -> str:
    """Act in a transaction of its own, once for each form. What was refused, as a sentence; else nothing."""
    sent = desk.request.POST
    asked = sha256(
        canonical_json({"at": desk.request.path, "typed": _typed(desk, "number", "reason", "order")})
    )

    def once() -> None:
        act()

    def story() -> None:
        with transaction():
            key = f"{desk.account.id}:{sent.get('key', '')[:40]}"
            answer_once("office-payment", key, request_hash=asked, act=once)

    try:
        retry_deadlock(story)
    except tuple(_SENTENCES) as refusal:
        return _SENTENCES[type(refusal)]()
    return ""


def _to(page: str, about: UUID, said: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(f'office:{page}', args=[about])}?said={said}")
