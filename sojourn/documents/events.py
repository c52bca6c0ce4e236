"""What this room records. File names are never kept: they tell of people."""

from __future__ import annotations

from sojourn.audit.types import EventKind

KEPT = EventKind(
    "document:kept", subject="document", plain=("document_kind", "media_type", "size", "sha256", "about")
)
RECLASSIFIED = EventKind("document:reclassified", subject="document", plain=("after",))
MOVED = EventKind("document:moved", subject="document", plain=("after",))
SCANNED = EventKind("document:scanned", subject="document", plain=("scan",))
ERASED = EventKind("document:erased", subject="document", plain=("reason",))
