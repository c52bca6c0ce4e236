"""The cashier's pages: what is to be seen to, one charge, one payment, the books of a day."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.cases import queries as cases
from sojourn.cases.errors import CaseNotFound
from sojourn.cases.types import CaseView
from sojourn.lib import clock
from sojourn.lib.types import Confidentiality, Subject
from sojourn.payments import queries
from sojourn.payments.types import Account, Charge, Receipt, Task, TaskKind
from sojourn.sites.office import payment_words
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk, staff_page

PURPOSE = "payment"
_DAY = timedelta(days=1)


@staff_page(Permission.PAYMENTS_HANDLE, purpose=PURPOSE)
def payments(desk: Desk) -> HttpResponse:
    """What waits for the cashier, oldest first; `q` finds a charge by its payment number.

    The protection desk sees to what came for charges the cashier does not see, and to nothing else.
    """
    asked = read.fields(desk.request.GET, {"q": 40, "after": 20})
    if asked["q"]:
        found = queries.find_by_number(asked["q"], to=desk.reader)
        if found:
            return HttpResponseRedirect(reverse("office:charge", args=[found.id]))
    at_protection = Confidentiality.PROTECTED in desk.reader.classes
    after = read.count(asked["after"]) or 0
    tasks = queries.list_tasks(to=desk.reader, after=after, hidden=at_protection)
    access.log_reading(to=desk.reader, relation="payments", listing="payments", count=len(tasks))
    return desk.draw(
        "payments",
        at_protection=at_protection,
        tasks=[(each, _address(each), *map(gettext, payment_words.TASKS[each.kind])) for each in tasks],
        asked=asked,
        next_page=f"?after={tasks[-1].id}" if len(tasks) == queries.PAGE else "",
        first_page="?" if asked["after"] else "",
    )


def _address(task: Task) -> str:
    if task.receipt_id and (task.kind is TaskKind.CONTRADICTION or task.charge_id is None):
        return reverse("office:payment", args=[task.receipt_id])
    return reverse("office:charge", args=[task.charge_id])


@staff_page(Permission.PAYMENTS_SEE, purpose=PURPOSE)
def charge(desk: Desk, charge_id: UUID) -> HttpResponse:
    """One charge with what came of it. Raises: ChargeUnknown."""
    return draw_charge(desk, queries.get_charge(charge_id, to=desk.reader))


def draw_charge(
    desk: Desk, owed: Charge, *, error: str = "", typed: dict[str, str] | None = None
) -> HttpResponse:
    """The page; error: what was refused, with what was typed kept."""
    of = Subject("charge", owed.id)
    access.log_reading(to=desk.reader, relation="payments", subject=of, confidentiality=owed.confidentiality)
    kind, word = payment_words.STATES[owed.state]
    return desk.draw(
        "charge",
        status=409 if error else 200,
        charge=owed,
        state=(kind, gettext(word)),
        case=_case(desk, owed),
        service=desk.pack.find_text(f"{owed.service}.title", desk.language) or owed.service,
        office=desk.pack.find_text(f"offices.{owed.office}.name", desk.language) or owed.office,
        receipts=queries.list_receipts(owed.id),
        entries=_entries(of),
        **_handling(desk, owed.id, error, typed),
    )


@staff_page(Permission.PAYMENTS_HANDLE, purpose=PURPOSE)
def payment(desk: Desk, receipt_id: UUID) -> HttpResponse:
    """One payment that was booked, with what nobody owed of it. Raises: ReceiptUnknown."""
    return draw_payment(desk, queries.get_receipt(receipt_id, to=desk.reader))


def draw_payment(
    desk: Desk, taken: Receipt, *, error: str = "", typed: dict[str, str] | None = None
) -> HttpResponse:
    """The page; error: what was refused, with what was typed kept."""
    of = Subject("payment", taken.id)
    secret = taken.charge.confidentiality if taken.charge else Confidentiality.ORDINARY
    access.log_reading(to=desk.reader, relation="payments", subject=of, confidentiality=secret)
    own = queries.balances_of_receipt(taken.id)
    return desk.draw(
        "payment",
        status=409 if error else 200,
        payment=taken,
        surplus=_of(taken, own.surplus),
        refund_payable=_of(taken, own.refund),
        entries=_entries(of),
        **_handling(desk, taken.id, error, typed),
    )


@staff_page(Permission.PAYMENTS_HANDLE, purpose=PURPOSE)
def books(desk: Desk) -> HttpResponse:
    """What each account of the books held on a day and what moved it: sums of postings, stored nowhere."""
    typed = read.fields(desk.request.GET, {"day": 10})["day"]
    day = read.day(typed) or clock.today()
    rows = queries.list_balances(since=clock.start_of(day), until=clock.start_of(day + _DAY))
    return desk.draw(
        "books",
        day=day,
        typed=typed or read.spelled(day.isoformat()),
        wrong=gettext("Enter a day such as 27.03.2026") if typed and not read.day(typed) else "",
        rows=[(gettext(payment_words.ACCOUNTS[each.account]), each) for each in rows],
        day_before=read.spelled((day - _DAY).isoformat()),
        day_after=read.spelled((day + _DAY).isoformat()) if day < clock.today() else "",
    )


def _handling(desk: Desk, about: UUID, error: str, typed: dict[str, str] | None) -> dict[str, object]:
    """What waits here, and whether this desk sees to it."""
    tasks = queries.list_tasks(to=desk.reader, about=about)
    said = desk.request.GET.get("said", "")
    return {
        "tasks": [(each, *map(gettext, payment_words.TASKS[each.kind])) for each in tasks],
        "may_handle": desk.may(Permission.PAYMENTS_HANDLE),
        "said": gettext(payment_words.DONE[said]) if said in payment_words.DONE else "",
        "error": error,
        "typed": typed or {},
    }


def _case(desk: Desk, owed: Charge) -> CaseView | None:
    """The case the duty is for, within the reader's rights."""
    if owed.subject is None or owed.subject.kind != "case":
        return None
    try:
        return cases.get_case(owed.subject.id, to=desk.reader)
    except CaseNotFound:
        return None


def _entries(of: Subject) -> list[tuple[object, str, list[tuple[str, object]]]]:
    return [
        (
            each,
            gettext(payment_words.ENTRIES[each.kind]),
            [(_account(name), sum_) for name, sum_ in each.lines],
        )
        for each in queries.list_entries(of)
    ]


def _account(account: Account) -> str:
    return gettext(payment_words.ACCOUNTS[account])


def _of(taken: Receipt, minor: int) -> object:
    return type(taken.amount)(minor, taken.amount.currency)
