"""Events of the catalogue. Nothing in them is personal."""

from sojourn.audit.types import EventKind

LOADED = EventKind("pack:loaded", subject="pack", plain=("code", "version", "sha256"))
MADE_CURRENT = EventKind("pack:made-current", subject="pack", plain=("code", "version", "sha256", "from_at"))
