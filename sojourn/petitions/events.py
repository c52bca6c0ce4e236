"""What this room records. Nothing said in a petition stands in the log, and never of whom it tells."""

from __future__ import annotations

from sojourn.audit.types import EventKind, Redaction

_REASON = {"reason": Redaction("petition")}

FILED = EventKind("petition:filed", subject="petition", plain=("number", "matter", "desk", "due_on"))
TAKEN = EventKind("petition:taken", subject="petition")
WRITTEN = EventKind("petition:written", subject="petition", plain=("side",))
ASKED_AGAIN = EventKind("petition:asked-again", subject="petition", plain=("due_on",))
PROLONGED = EventKind("petition:prolonged", subject="petition", plain=("due_on",), personal=_REASON)
WARNED = EventKind("petition:warned", subject="petition", plain=("due_on", "warning"))
LATE_REPORTED = EventKind("petition:late-reported", subject="petition", plain=("due_on",))
ANSWERED = EventKind("petition:answered", subject="petition", plain=("in_time", "document"))
FORWARDED = EventKind("petition:forwarded", subject="petition", plain=("body",), personal=_REASON)
CLOSED = EventKind("petition:closed", subject="petition", plain=("answers",), personal=_REASON)
HANDED_ON = EventKind("petition:handed-on", subject="petition", plain=("desk",), personal=_REASON)
SHIELDED = EventKind("petition:shielded", subject="petition", plain=("count",))
ERASED = EventKind("petition:erased", subject="petition", plain=("number",))
