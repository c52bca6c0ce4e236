"""The one sealer: gives committed events their leaves and signs the head over all of them.

Writers never wait for it. An event is found by its row in `audit_unsealed`, not by its number, so one that
commits late is taken by the next sealing, whatever came before it.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection
from django.db.models import Exists, OuterRef

from sojourn.audit import merkle, rules
from sojourn.audit.errors import HeadAltered, OutsideHeadsUnreadable
from sojourn.audit.models import Event, Head, Leaf, Unsealed
from sojourn.lib import clock, keys
from sojourn.lib.db import transaction_required

_SEALER_LOCK = 6962
ALGORITHM = ec.ECDSA(hashes.SHA256())
_TAIL = 64 * 1024


@transaction_required
def seal_new_entries(limit: int = 10_000) -> int:
    """Give up to `limit` waiting events their leaves and sign the new head. Returns how many there were.

    A second sealer waits for the first and then sees what it wrote. Raises: HeadAltered.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEALER_LOCK])
    waiting = list(_waiting(limit))
    if not waiting:
        return 0
    tree = _tree_so_far()
    before = tree.size
    leaves = [merkle.leaf_hash(rules.leaf_bytes(event)) for event in waiting]
    for leaf in leaves:
        tree.append(leaf)
    Leaf.objects.bulk_create(
        [
            Leaf(leaf_index=index, event_id=event["id"], leaf_hash=leaf)
            for index, (event, leaf) in enumerate(zip(waiting, leaves, strict=True), before)
        ]
    )
    Unsealed.objects.filter(event_id__in=[event["id"] for event in waiting]).delete()
    _sign(tree, before).save(force_insert=True)
    return len(waiting)


def _waiting(limit: int) -> Any:
    waits = Unsealed.objects.filter(event_id=OuterRef("id"))
    sealed = Leaf.objects.filter(event_id=OuterRef("id"))
    return Event.objects.filter(Exists(waits), ~Exists(sealed)).order_by("id").values()[:limit]


def _tree_so_far() -> merkle.Frontier:
    """The tree the last head stands for. Raises: HeadAltered, before anything is built upon it."""
    head = Head.objects.order_by("-tree_size").first()
    if head is None:
        return merkle.Frontier()
    tree = merkle.Frontier(head.tree_size, [bytes.fromhex(root) for root in head.frontier])
    if tree.root() != bytes(head.root):
        raise HeadAltered(tree_size=head.tree_size)
    return tree


def _sign(tree: merkle.Frontier, previous_size: int) -> Head:
    key = keys.get(keys.Use.LOG_HEAD)
    head = Head(
        tree_size=tree.size,
        previous_size=previous_size,
        root=tree.root(),
        frontier=[root.hex() for root in tree.roots],
        signed_at=clock.now(),
        key_id=key.id,
    )
    head.signature = key.private_key.sign(rules.head_bytes(as_line(head)), ALGORITHM)
    return head


def as_line(head: Head) -> dict[str, Any]:
    """A head as it stands outside the database, its signature last."""
    return {
        "size": head.tree_size,
        "previous": head.previous_size,
        "root": bytes(head.root).hex(),
        "at": head.signed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "key": head.key_id,
        "signature": bytes(head.signature).hex() if head.signature else "",
    }


def check_signature(line: Mapping[str, Any]) -> None:
    """Raises: HeadAltered when the signature does not cover what the head says; KeyMissing."""
    public = keys.by_id(keys.Use.LOG_HEAD, line["key"]).private_key.public_key()
    try:
        public.verify(bytes.fromhex(line["signature"]), rules.head_bytes(line), ALGORITHM)
    except InvalidSignature as broken:
        raise HeadAltered(tree_size=line["size"], signed_at=datetime.fromisoformat(line["at"])) from broken


def publish_heads(file: Path) -> int:
    """Append the heads a file outside the database does not hold yet, on disk when this returns.

    Called after the sealing has committed; what a crash left out the next call brings. Returns how many.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+b") as out:
        fcntl.flock(out, fcntl.LOCK_EX)
        new = Head.objects.filter(tree_size__gt=_last_size(out)).order_by("tree_size")
        lines = [json.dumps(as_line(head)) + "\n" for head in new.iterator()]
        out.write("".join(lines).encode())
        out.flush()
        os.fsync(out.fileno())
    return len(lines)


def _last_size(out: BinaryIO) -> int:
    """The size of the last head in the file; half a line, left by a crash, is cut off."""
    end = out.seek(0, os.SEEK_END)
    out.seek(max(0, end - _TAIL))
    tail = out.read()
    whole = tail[: tail.rfind(b"\n") + 1]
    out.truncate(end - len(tail) + len(whole))
    out.seek(0, os.SEEK_END)
    if not whole:
        return 0
    try:
        return int(json.loads(whole.splitlines()[-1])["size"])
    except (ValueError, KeyError, TypeError) as broken:
        raise OutsideHeadsUnreadable(file=out.name) from broken
