"""Locks by name, held until the transaction ends: who names the same thing waits for the one before.

For what has no row yet to lock. A statement sees what was committed before it began; so a lock helps only
what a later statement reads than the one that waited for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from django.db import connection

_TAKE = "SELECT pg_advisory_xact_lock(key) FROM unnest(%s::bigint[]) AS key"


def take(*names: str) -> None:
    """Wait until nobody else holds any of these; they are held until the transaction of the caller ends."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [keys_of(names)])


def before(statement: str) -> str:
    """The statement with one in front that takes locks: both in one journey, the first value is `keys_of`."""
    return f"{_TAKE};{statement}"


def keys_of(names: Iterable[str]) -> list[int]:
    """In one order for everybody, so that two who lock the same things never wait for each other."""
    return sorted({int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True) for name in names})
