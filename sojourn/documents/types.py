"""Words of this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sojourn.lib.types import Confidentiality, Subject


class MediaType(StrEnum):
    """The kinds of file a person may hand in, and the kind a letter is."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"

    @property
    def ending(self) -> str:
        """What the name of such a file ends with."""
        return "jpg" if self is MediaType.JPEG else self.name.lower()


class Scan(StrEnum):
    """What is known of a file's harm. While it waits, it is kept apart and nobody opens it."""

    NONE = "none"  # this installation has no scanner
    CLEAN = "clean"
    WAITING = "waiting"  # the scanner did not answer yet
    INFECTED = "infected"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Bytes in the store. `sha256` is the hexadecimal digest of the readable bytes and their address."""

    sha256: str
    media_type: MediaType
    size: int


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept: the untouched original and a copy in which nothing can act."""

    original: bytes
    media_type: MediaType
    safe: bytes
    scan: Scan = Scan.NONE


@dataclass(frozen=True, slots=True)
class Filing:
    """Where a document belongs: what it is about, its kind in the pack, who may know of it."""

    subject: Subject
    kind: str
    confidentiality: Confidentiality = Confidentiality.ORDINARY
    language: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document as another room sees it; `safe` is what people look at, `original` is the evidence."""

    id: UUID
    filing: Filing
    original: StoredFile
    safe: StoredFile
    created_at: datetime
    scan: Scan = Scan.NONE

    @property
    def is_kept_apart(self) -> bool:
        """In quarantine: not yet looked at, or found harmful."""
        return self.scan in {Scan.WAITING, Scan.INFECTED}
