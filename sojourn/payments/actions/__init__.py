"""Writes of the room of payments: what is owed, what came in, what is given back."""

from sojourn.payments.actions.charging import (
    cancel_charge,
    charge,
    note_reminded,
    reinstate_charge,
    set_due,
)
from sojourn.payments.actions.keeping import (
    erase_settled_before,
    give_to,
    move,
    reclassify,
    take_from_filer,
)
from sojourn.payments.actions.receiving import note_paid_in_time, receive, reverse
from sojourn.payments.actions.returning import allocate, close_task, note_refund_paid, refund

__all__ = [
    "allocate",
    "cancel_charge",
    "charge",
    "close_task",
    "erase_settled_before",
    "give_to",
    "move",
    "note_paid_in_time",
    "note_refund_paid",
    "note_reminded",
    "receive",
    "reclassify",
    "refund",
    "reinstate_charge",
    "reverse",
    "set_due",
    "take_from_filer",
]
