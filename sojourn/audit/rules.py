"""How an event becomes the bytes of its leaf."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sojourn.lib.canonical import canonical_json, sha256_hex


def digest_of(value: Any, salt: bytes) -> str:
    """SHA-256(salt ‖ RFC 8785 value) in hex: what stands in the log for a personal value."""
    return sha256_hex(salt + canonical_json(value))


def leaf_bytes(event: Mapping[str, Any]) -> bytes:
    """The RFC 8785 JSON whose SHA-256, behind the leaf prefix of RFC 6962, is the leaf.

    `event` holds the columns of the event row.
    """
    at: datetime = event["at"]
    return canonical_json(
        {
            "actor": event["actor"],
            "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "confidentiality": event["confidentiality"],
            "digests": event["digests"],
            "facts": event["facts"],
            "id": str(event["id"]),
            "kind": event["kind"],
            "number": event["subject_number"],
            "subject": {"id": str(event["subject_id"]), "kind": event["subject_kind"]},
        }
    )


def head_bytes(line: Mapping[str, Any]) -> bytes:
    """What the signature of a head covers: all it says, told apart from anything else this key may sign."""
    said = {name: line[name] for name in ("size", "previous", "root", "at", "key")}
    return canonical_json({"sojourn": "log-head-1", **said})
