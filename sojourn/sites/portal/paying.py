"""The page of the sandbox provider: pay without money, and do to a payment what the world does to payments.

Only in the demonstration. It stands for a house outside: it writes the sandbox's own table and then tells us
as a provider does, at the door for signed notices.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from sojourn.lib.money import Money
from sojourn.payments import queries as payments
from sojourn.payments.providers import sandbox, signing
from sojourn.payments.types import ChargeState, Payable, ProviderNotice
from sojourn.sites.portal.frame import show
from sojourn.sites.portal.payment_notices import accept
from sojourn.sites.ui.spoken import spoken_money

ANOTHER_COMPANY = "9999999991"
"""The tax number of a company that has nothing to do with anybody's case."""
_STATES = {
    ChargeState.OPEN: ("wait", gettext_lazy("Not paid")),
    ChargeState.PARTLY_PAID: ("wait", gettext_lazy("Partly paid")),
    ChargeState.PAID: ("good", gettext_lazy("Paid")),
    ChargeState.CANCELLED: ("plain", gettext_lazy("No longer owed")),
}


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment as the page lists it."""

    told: ProviderNotice
    is_booked: bool


@require_http_methods(["GET", "HEAD", "POST"])
def pretend(request: HttpRequest, number: str) -> HttpResponse:
    """What is owed, what was paid, and what shall happen."""
    charge = _find(number)
    if request.method == "POST":
        _do(charge, request.POST.get("happens", ""), request.POST.get("payment", ""))
        return HttpResponseRedirect(request.get_full_path())
    back = request.GET.get("back", "")
    return show(
        request,
        "pretend_to_pay",
        charge=charge,
        state=_STATES[charge.state],
        ways=_ways(charge),
        paid=_paid(charge.number),
        back=back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "",
    )


def _find(number: str) -> Payable:
    charge = payments.find_payable(number) if settings.DEMONSTRATION else None
    if charge is None or sandbox.Sandbox.name != settings.PAYMENT_PROVIDER:
        raise Http404
    return charge


def _paid(number: str) -> list[Paid]:
    told = sandbox.Sandbox().payments_of(number)
    known = payments.list_known(sandbox.Sandbox.name, [each.external_id for each in told])
    return [Paid(each, known.get(each.external_id) is (each.reversed_at is not None)) for each in told]


def _sums(charge: Payable) -> tuple[Money, Money, Money]:
    """What is owed, half of it, and half as much again."""
    owed = charge.outstanding or charge.amount
    half = owed.share(1, 2) or owed
    return owed, half, owed + half


def _ways(charge: Payable) -> list[tuple[str, str, str]]:
    """What may be chosen: its code, its words, what it means."""
    owed, less, more = (spoken_money(each) for each in _sums(charge))
    return [
        ("pay", gettext("Pay what is owed"), owed),
        ("less", gettext("Pay too little"), less),
        ("more", gettext("Pay too much"), more),
        (
            "other",
            gettext("Let another company pay"),
            gettext("A duty an employer owes counts only from its own account"),
        ),
        ("twice", gettext("Pay twice"), gettext("Two payments, as when somebody presses the button again")),
        ("repeat", gettext("Pay once and have it told twice"), gettext("It must be booked once")),
        (
            "lost",
            gettext("Pay and have the message to us get lost"),
            gettext("We find it when we ask the provider, some minutes later"),
        ),
    ]


def _do(charge: Payable, happens: str, payment: str) -> None:
    number, (owed, less, more) = charge.number, _sums(charge)
    ways: Mapping[str, tuple[tuple[Money, ...], int]] = {
        "pay": ((owed,), 1),
        "other": ((owed,), 1),
        "less": ((less,), 1),
        "more": ((more,), 1),
        "twice": ((owed, owed), 1),
        "repeat": ((owed,), 2),
        "lost": ((owed,), 0),
    }
    amounts, times = ways.get(happens, ((), 0))
    for amount in amounts:
        sandbox.pay(number, amount, payer=ANOTHER_COMPANY if happens == "other" else "")
    if happens == "back" and _take_back(payment, number):
        times = 1
    for _ in range(times):
        accept(sandbox.Sandbox.name, *signing.callback_about(number))


def _take_back(payment: str, number: str) -> bool:
    try:
        return sandbox.take_back(UUID(payment), number=number)
    except ValueError:
        return False
