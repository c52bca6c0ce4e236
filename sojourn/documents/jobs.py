"""What runs in the background."""

from __future__ import annotations

from sojourn.documents import store
from sojourn.documents.models import Document
from sojourn.lib import clock


def sweep_orphans() -> int:
    """Remove files no row names: their transaction failed, or their document was erased. How many."""
    long_ago = clock.now() - store.ORPHAN_AFTER
    orphans = [
        sha256 for sha256, written_at in store.every() if written_at < long_ago and not _is_named(sha256)
    ]
    for sha256 in orphans:
        store.erase(sha256)
    return len(orphans)


def _is_named(sha256: str) -> bool:
    rows = Document.objects
    return rows.filter(original_sha256=sha256).exists() or rows.filter(safe_sha256=sha256).exists()
