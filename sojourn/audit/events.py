"""Events of the log itself."""

from sojourn.audit.types import ANY_SUBJECT, EventKind

REDACTED = EventKind("audit:redacted", subject=ANY_SUBJECT, plain=("values", "reason"))
"""Personal values were deleted; `values` names them by the id of their event."""
