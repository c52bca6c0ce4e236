"""Addresses of the cashier's pages."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from sojourn.sites.office import payment_acts, payments

_charge, _payment = "payments/charges/<uuid:charge_id>/", "payments/received/<uuid:receipt_id>/"

urlpatterns = [
    path("payments/", require_safe(payments.payments), name="payments"),
    path("payments/books/", require_safe(payments.books), name="books"),
    path(_charge, require_safe(payments.charge), name="charge"),
    path(f"{_charge}refund/", require_POST(payment_acts.refund_charge), name="refund-charge"),
    path(f"{_charge}paid-out/", require_POST(payment_acts.pay_out_charge), name="pay-out-charge"),
    path(_payment, require_safe(payments.payment), name="payment"),
    path(f"{_payment}allocate/", require_POST(payment_acts.allocate), name="allocate"),
    path(f"{_payment}refund/", require_POST(payment_acts.refund_payment), name="refund-payment"),
    path(f"{_payment}paid-out/", require_POST(payment_acts.pay_out_payment), name="pay-out-payment"),
    path(
        f"{_payment}tasks/<int:task_id>/close/", require_POST(payment_acts.close), name="close-payment-task"
    ),
]
