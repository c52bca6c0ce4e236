"""The store: bytes under their own digest, encrypted with AES-GCM, written before any row names them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from sojourn.documents.errors import FileDamaged
from sojourn.lib import clock, fields, keys
from sojourn.lib.errors import SojournError

if TYPE_CHECKING:
    from sojourn.documents.bucket import Bucket
    from sojourn.documents.storage import PrivateFolder

ORPHAN_AFTER = timedelta(hours=24)


def put(content: bytes) -> str:
    """Keep bytes and give their address. The same bytes are kept once."""
    sha256 = hashlib.sha256(content).hexdigest()
    if not _was_written_lately(sha256):
        sealed = fields.encrypt(content, place=_place(sha256), use=keys.Use.FILE)
        _storage().save(_path(sha256), ContentFile(sealed))
    return sha256


def get(sha256: str) -> bytes:
    """Raises: FileDamaged."""
    try:
        with _storage().open(_path(sha256)) as file:
            content = fields.decrypt(file.read(), place=_place(sha256), use=keys.Use.FILE)
    except (OSError, SojournError) as broken:
        raise FileDamaged(sha256=sha256) from broken
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileDamaged(sha256=sha256)
    return content


def every() -> Iterator[tuple[str, datetime]]:
    """Each address with the instant it was last written."""
    yield from _storage().every()


def erase(sha256: str) -> None:
    _storage().delete(_path(sha256))


def _was_written_lately(sha256: str) -> bool:
    """An older file is written again, so that the sweeper does not take it for an orphan before the row is
    there. A bucket that may not be listed says "closed" of what is missing.

    Raises: OSError when the store does not answer: nothing is tried with it then.
    """
    storage = _storage()
    try:
        return storage.get_modified_time(_path(sha256)) > clock.now() - ORPHAN_AFTER / 2
    except (FileNotFoundError, PermissionError):
        return False


def _storage() -> PrivateFolder | Bucket:
    return cast("PrivateFolder | Bucket", storages["documents"])


def _path(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def _place(sha256: str) -> str:
    return f"documents:{sha256}"
