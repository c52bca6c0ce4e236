"""Paying what is owed in a case: the amount, its number, the last day, the provider, the receipts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from sojourn.payments import providers
from sojourn.payments import queries as payments
from sojourn.payments.errors import ProviderFailed
from sojourn.payments.types import ChargeState
from sojourn.sites.portal.case_words import OWED
from sojourn.sites.portal.cases import charge_of
from sojourn.sites.portal.frame import show
from sojourn.sites.portal.own_cases import find_own


@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, reference: str) -> HttpResponse:
    """What is owed and how it is paid. Anyone who has the number can pay it."""
    own = find_own(request, reference)
    charge = charge_of(own)
    if charge is None:
        return HttpResponseRedirect(own.address())
    provider, is_owed = providers.chosen(), charge.state in OWED
    failed = False
    if request.method == "POST" and provider is not None and is_owed:
        payable = payments.find_payable(charge.number)
        try:
            if payable is not None:
                return HttpResponseRedirect(provider.payment_page(payable, return_path=own.address("pay")))
        except ProviderFailed:
            failed = True
    return show(
        request,
        "case_pay",
        own=own,
        told=own.told,
        charge=charge,
        is_owed=is_owed,
        is_paid=charge.state is ChargeState.PAID,
        can_pay=provider is not None and is_owed,
        receipts=[
            (each, own.address("case-letter", f"receipt-{each.id}"))
            for each in payments.list_receipts(charge.id)
        ],
        notice=own.address("case-letter", f"payment-{charge.id}"),
        failed=failed,
        back=own.address(),
    )
