"""What this room records; the holder stands in the event of the stay, not here."""

from __future__ import annotations

from sojourn.audit.types import EventKind, Redaction

_KEPT = {"first_day": Redaction("permit"), "last_day": Redaction("permit")}
"""Days of a stay as much as of its document."""

ISSUED = EventKind(
    "permit:issued",
    subject="permit",
    plain=("document_kind", "number", "seal_key", "about"),
    personal=_KEPT,
)
RECLASSIFIED = EventKind("permit:reclassified", subject="permit", plain=("before", "after"))
ERASED = EventKind("permit:erased", subject="permit", plain=("number",))
NOTED = EventKind("permit:noted", subject="permit", plain=("standing", "cause"), personal=_KEPT)
