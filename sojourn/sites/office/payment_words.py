"""How money is said: what happened to charges and payments, what the books hold, what is to be seen to."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop

from sojourn.payments.types import Account, ChargeState, EntryKind, TaskKind

EVENTS: Mapping[str, str] = {
    "charge:issued": gettext_noop("Duty charged"),
    "charge:due-set": gettext_noop("Last day to pay set"),
    "charge:reminded": gettext_noop("Reminded of the duty"),
    "charge:cancelled": gettext_noop("Charge cancelled"),
    "charge:reinstated": gettext_noop("Charge stands again"),
    "charge:refund-granted": gettext_noop("Refund granted"),
    "charge:refund-paid": gettext_noop("Refund paid out"),
    "charge:given-to-holder": gettext_noop("Charge shown to the account that follows the case"),
    "charge:taken-from-filer": gettext_noop("Whoever filed the case no longer sees the charge"),
    "charge:moved": gettext_noop("Charge moved to another office"),
    "charge:erased": gettext_noop("Payer of the charge erased"),
    "payment:received": gettext_noop("Payment received"),
    "payment:reversed": gettext_noop("Payment taken back by the provider"),
    "payment:paid-in-time": gettext_noop("Paid in time, told of too late"),
    "payment:allocated": gettext_noop("Payment put where it belongs"),
    "payment:refund-granted": gettext_noop("Return of the payment granted"),
    "payment:refund-paid": gettext_noop("Payment returned"),
    "payment:contradicted": gettext_noop("Payment told in two ways"),
    "payment:refused": gettext_noop("Notice of a payment not understood"),
    "payment:task-closed": gettext_noop("Task of the cashier closed"),
}
SUBJECTS: Mapping[str, str] = {
    "charge": gettext_noop("Charge"),
    "payment": gettext_noop("Payment"),
    "payment-notice": gettext_noop("Notice of a payment"),
}
STATES: Mapping[ChargeState, tuple[str, str]] = {
    ChargeState.OPEN: ("wait", gettext_noop("To be paid")),
    ChargeState.PARTLY_PAID: ("wait", gettext_noop("Paid in part")),
    ChargeState.PAID: ("good", gettext_noop("Paid")),
    ChargeState.CANCELLED: ("plain", gettext_noop("Cancelled")),
}
ACCOUNTS: Mapping[Account, str] = {
    Account.RECEIVABLE: gettext_noop("Owed by payers"),
    Account.REVENUE: gettext_noop("Charged for the State"),
    Account.CASH_IN_TRANSIT: gettext_noop("Taken by providers, due to the treasury"),
    Account.UNALLOCATED: gettext_noop("Came in and owed by nobody"),
    Account.REFUND_PAYABLE: gettext_noop("To be given back"),
}
ENTRIES: Mapping[EntryKind, str] = {
    EntryKind.CHARGED: gettext_noop("Charged"),
    EntryKind.CANCELLED: gettext_noop("Charge cancelled"),
    EntryKind.REINSTATED: gettext_noop("Charge stands again"),
    EntryKind.RECEIVED: gettext_noop("Payment received"),
    EntryKind.REVERSED: gettext_noop("Payment taken back by the provider"),
    EntryKind.ALLOCATED: gettext_noop("Payment put where it belongs"),
    EntryKind.REFUND_GRANTED: gettext_noop("Refund granted"),
    EntryKind.REFUND_PAID: gettext_noop("Refund paid out"),
}
TASKS: Mapping[TaskKind, tuple[str, str]] = {
    TaskKind.SURPLUS: (
        gettext_noop("Paid too much"),
        gettext_noop("Give back what is beyond the duty."),
    ),
    TaskKind.UNKNOWN_NUMBER: (
        gettext_noop("Unknown payment number"),
        gettext_noop("Find the charge it was meant for and put it there, or give it back."),
    ),
    TaskKind.CANCELLED_CHARGE: (
        gettext_noop("Paid although nothing was owed any more"),
        gettext_noop("Give it back."),
    ),
    TaskKind.OTHER_CURRENCY: (
        gettext_noop("Paid in another currency"),
        gettext_noop("Give it back; the duty stays to be paid."),
    ),
    TaskKind.OTHER_PAYER: (
        gettext_noop("Paid by someone else than who owes it"),
        gettext_noop("Give it back; the duty counts only from the account of the one who owes it."),
    ),
    TaskKind.REFUND: (
        gettext_noop("Refund to be paid out"),
        gettext_noop("Order it at the treasury and enter the number of the order."),
    ),
    TaskKind.CONTRADICTION: (
        gettext_noop("One payment told in two ways"),
        gettext_noop("Ask the provider which is true. The first one is booked. Then close the task."),
    ),
    TaskKind.PAID_IN_TIME: (
        gettext_noop("Paid in time, told of too late"),
        gettext_noop("It was paid before the lapse was recorded. Take the lapse back in the case."),
    ),
    TaskKind.TAKEN_BACK: (
        gettext_noop("Taken back after it was counted"),
        gettext_noop("Ask the bank why. The duty is owed again, and no card is made until it is paid."),
    ),
}
"""What each task is called, and what to do about it."""

LABELS: Mapping[str, str] = {
    "minor": gettext_noop("Amount"),
    "order": gettext_noop("Payment order"),
    "provider": gettext_noop("Provider"),
    "decision": gettext_noop("What is proposed"),
    "terms": gettext_noop("Term"),
    "side": gettext_noop("Written by"),
}
"""Facts of events that are told beside those of everything else."""

CAUSES: Mapping[str, str] = {
    "lapsed": gettext_noop("Lapsed"),
    "appeal-won": gettext_noop("The appeal was won"),
    "not-owed": gettext_noop("Owed by nobody"),
}
OUTCOMES: Mapping[str, str] = {
    "paid": gettext_noop("Paid in full"),
    "partly": gettext_noop("Paid in part"),
    "surplus": gettext_noop("Paid too much"),
    "unknown": gettext_noop("Unknown payment number"),
    "cancelled": gettext_noop("Paid although nothing was owed any more"),
    "other-currency": gettext_noop("Paid in another currency"),
}
DONE: Mapping[str, str] = {
    "allocated": gettext_noop("The payment stands on the charge now."),
    "granted": gettext_noop("The refund was granted. It waits to be paid out."),
    "paid-out": gettext_noop("It was recorded that the money was given back."),
    "closed": gettext_noop("The task was closed."),
}
