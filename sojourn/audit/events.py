"""Events of the log itself."""

from sojourn.audit.types import EventKind

REDACTED = EventKind("audit:redacted", subject="event", plain=("names", "reason"))
