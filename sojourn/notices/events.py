"""What the room of notices records. Neither text nor contact enters the log."""

from sojourn.audit.types import EventKind, Redaction

_MESSAGE, _DOCUMENT = "message", "document"

QUEUED = EventKind(
    "notice:queued",
    subject=_MESSAGE,
    plain=("template", "channel", "about_kind", "about_id", "state", "unsent_because"),
)
DELIVERED = EventKind("notice:delivered", subject=_MESSAGE, plain=("channel", "attempts"))
GIVEN_UP = EventKind("notice:given-up", subject=_MESSAGE, plain=("channel", "attempts", "reason"))
ERASED = EventKind("notice:erased", subject=_MESSAGE)
READ = EventKind("notice:read", subject=_MESSAGE)
RECLASSIFIED = EventKind("notice:reclassified", subject=_MESSAGE, plain=("before", "after"))
TAKEN_FROM_RECIPIENT = EventKind("notice:taken-from-recipient", subject=_MESSAGE, plain=("state",))
SAFE_CHANNELS_CHOSEN = EventKind("notice:safe-channels-chosen", subject="account", plain=("unsafe",))

SERVICE_ERASED = EventKind("document:service-erased", subject=_DOCUMENT)
_SERVED_BY = ("manner", "served_on", "effective_on")
_PROOF = {name: Redaction("document") for name in ("witnesses", "post_number", "through", "notice_place")}

SERVED = EventKind("document:served", subject=_DOCUMENT, plain=_SERVED_BY, personal=_PROOF)
SERVICE_CORRECTED = EventKind(
    "document:service-corrected",
    subject=_DOCUMENT,
    plain=(*_SERVED_BY, "corrects"),
    personal={**_PROOF, "reason": Redaction("document")},
)
