"""One byte form for every JSON value that is hashed or signed (RFC 8785)."""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785


def canonical_json(value: Any) -> bytes:
    """RFC 8785 bytes. Raises: rfc8785.CanonicalizationError for values JSON cannot hold exactly."""
    return rfc8785.dumps(value)


def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def sha256_hex(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
