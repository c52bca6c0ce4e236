"""What runs in the background."""

from __future__ import annotations

from sojourn.documents import actions, scanning, store
from sojourn.documents.models import Document
from sojourn.documents.types import Scan
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction

_AT_ONCE = 200


def sweep_orphans() -> int:
    """Remove files no row names: their transaction failed, or their document was erased. How many."""
    long_ago = clock.now() - store.ORPHAN_AFTER
    orphans = [
        sha256 for sha256, written_at in store.every() if written_at < long_ago and not _is_named(sha256)
    ]
    for sha256 in orphans:
        store.erase(sha256)
    return len(orphans)


def scan_waiting() -> int:
    """Ask the scanner again about files that are kept apart. How many it answered for."""
    waiting = Document.objects.filter(scan=Scan.WAITING).order_by("id")
    answered = 0
    for document_id, sha256 in list(waiting.values_list("id", "original_sha256")[:_AT_ONCE]):
        found = scanning.scan(store.get(sha256))
        if found is Scan.WAITING:
            return answered
        with transaction():
            actions.note_scan(document_id, scan=found, by=SYSTEM)
        answered += 1
    return answered


def _is_named(sha256: str) -> bool:
    rows = Document.objects
    return rows.filter(original_sha256=sha256).exists() or rows.filter(safe_sha256=sha256).exists()
