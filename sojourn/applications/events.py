"""What is recorded of filings. Drafts are their holder's own: only that one was begun, sent or erased."""

from sojourn.audit.types import EventKind

STARTED = EventKind("application:started", subject="application", plain=("service", "reference"))
SAVED = EventKind("application:saved", subject="application", plain=("pages",))
SUBMITTED = EventKind(
    "application:submitted",
    subject="application",
    plain=("reference", "service", "pack", "outcome_kind", "outcome_id", "received_on", "findings"),
)
GIVEN = EventKind("application:given-to-holder", subject="application", plain=("reference",))
TAKEN_FROM_FILER = EventKind("application:taken-from-filer", subject="application")
RECLASSIFIED = EventKind("application:reclassified", subject="application", plain=("after",))
ERASED = EventKind("application:drafts-erased", subject="application", plain=("reference",))
SENT_ERASED = EventKind("application:erased", subject="application", plain=("reference",))
LIST_OPENED = EventKind("guest-list:opened", subject="guest-list", plain=("rows",))
LIST_ERASED = EventKind("guest-list:erased", subject="guest-list")
LIST_FILED = EventKind(
    "guest-list:filed", subject="guest-list", plain=("rows", "registered", "to_mend", "follows")
)
