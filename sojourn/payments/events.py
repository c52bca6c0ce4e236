"""What the room of payments records; `entry` is the entry in the books that each of them made."""

from sojourn.audit.types import EventKind, Redaction

_CHARGE, _PAYMENT = "charge", "payment"
_REASON = {"reason": Redaction("payment")}

CHARGED = EventKind(
    "charge:issued",
    subject=_CHARGE,
    plain=(
        "entry",
        "number",
        "what",
        "about_kind",
        "about_id",
        "service",
        "office",
        "minor",
        "currency",
        "budget_code",
        "due_on",
    ),
    personal={"payer": Redaction("payment")},
)
DUE_SET = EventKind("charge:due-set", subject=_CHARGE, plain=("before", "after"))
REMINDED = EventKind("charge:reminded", subject=_CHARGE, plain=("number_of",))
CANCELLED = EventKind("charge:cancelled", subject=_CHARGE, plain=("entry", "cause", "to_refund"))
REINSTATED = EventKind("charge:reinstated", subject=_CHARGE, plain=("entry", "cause"))
REFUND_GRANTED = EventKind(
    "charge:refund-granted", subject=_CHARGE, plain=("entry", "minor", "cause"), personal=_REASON
)
REFUND_PAID = EventKind("charge:refund-paid", subject=_CHARGE, plain=("entry", "minor", "order"))
RECLASSIFIED = EventKind("charge:reclassified", subject=_CHARGE, plain=("before", "after"))
GIVEN = EventKind("charge:given-to-holder", subject=_CHARGE)
TAKEN_FROM_FILER = EventKind("charge:taken-from-filer", subject=_CHARGE)
MOVED = EventKind("charge:moved", subject=_CHARGE, plain=("after",))
ERASED = EventKind("charge:erased", subject=_CHARGE)

RECEIVED = EventKind(
    "payment:received",
    subject=_PAYMENT,
    plain=("entry", "charge", "number", "provider", "external_id", "minor", "currency", "paid_at", "outcome"),
)
REVERSED = EventKind("payment:reversed", subject=_PAYMENT, plain=("entry", "charge", "reversed_at"))
PAID_IN_TIME = EventKind("payment:paid-in-time", subject=_PAYMENT, plain=("charge",))
ALLOCATED = EventKind("payment:allocated", subject=_PAYMENT, plain=("entry", "charge"), personal=_REASON)
RETURN_GRANTED = EventKind(
    "payment:refund-granted", subject=_PAYMENT, plain=("entry", "minor", "cause"), personal=_REASON
)
RETURN_PAID = EventKind("payment:refund-paid", subject=_PAYMENT, plain=("entry", "minor", "order"))
CONTRADICTED = EventKind(
    "payment:contradicted",
    subject=_PAYMENT,
    plain=("number", "minor", "currency", "told_number", "told_minor", "told_currency"),
)
REFUSED = EventKind(
    "payment:refused",
    subject="payment-notice",
    plain=("number", "provider", "external_id", "minor", "currency"),
)
PAYMENT_RECLASSIFIED = EventKind("payment:reclassified", subject=_PAYMENT, plain=("before", "after"))
TASK_CLOSED = EventKind("payment:task-closed", subject=_PAYMENT, plain=("task", "what"), personal=_REASON)
