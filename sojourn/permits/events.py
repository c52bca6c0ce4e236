"""What this room records; the holder stands in the event of the stay, not here."""

from __future__ import annotations

from sojourn.audit.types import EventKind

ISSUED = EventKind(
    "permit:issued",
    subject="permit",
    plain=("document_kind", "number", "first_day", "last_day", "seal_key", "about"),
)
RECLASSIFIED = EventKind("permit:reclassified", subject="permit", plain=("before", "after"))
ERASED = EventKind("permit:erased", subject="permit", plain=("number",))
NOTED = EventKind("permit:noted", subject="permit", plain=("standing", "cause", "first_day", "last_day"))
