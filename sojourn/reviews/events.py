"""What the room of reviews records. What was told stands in the room alone."""

from __future__ import annotations

from sojourn.audit.types import EventKind, Redaction

_REVIEW = "review"

OPENED = EventKind(
    "review:opened",
    subject=_REVIEW,
    plain=("about", "teller", "by_day"),
    personal={"cause": Redaction("case")},
)
CLOSED = EventKind("review:closed", subject=_REVIEW, plain=("outcome",))
RECLASSIFIED = EventKind("review:reclassified", subject=_REVIEW, plain=("before", "after"))
ERASED = EventKind("review:erased", subject=_REVIEW)
