"""What the room of notices records. Neither text nor contact enters the log."""

from sojourn.audit.types import EventKind, Redaction

_MESSAGE, _DOCUMENT = "message", "document"

QUEUED = EventKind(
    "notice:queued", subject=_MESSAGE, plain=("template", "channel", "about_kind", "about_id", "state")
)
DELIVERED = EventKind("notice:delivered", subject=_MESSAGE, plain=("channel", "attempts"))
GIVEN_UP = EventKind("notice:given-up", subject=_MESSAGE, plain=("channel", "attempts", "reason"))
ERASED = EventKind("notice:erased", subject=_MESSAGE)
READ = EventKind("notice:read", subject=_MESSAGE)
SAFE_CHANNELS_CHOSEN = EventKind("notice:safe-channels-chosen", subject="account", plain=("unsafe",))

SERVICE_ERASED = EventKind("document:service-erased", subject=_DOCUMENT)
SERVED = EventKind(
    "document:served",
    subject=_DOCUMENT,
    plain=("manner", "served_on", "effective_on"),
    personal={"witness": Redaction("document"), "post_number": Redaction("document")},
)
