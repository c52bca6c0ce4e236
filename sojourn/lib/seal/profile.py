"""Our published profile: what the features of a document of stay mean. See docs/reference/seal-profile.md.

One feature definition and one category serve every kind of document, so that a seal does not tell of which
kind it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sojourn.lib.seal import c40, dates
from sojourn.lib.seal.codec import Feature, Seal
from sojourn.lib.seal.errors import SealUnreadable

FEATURE_DEFINITION = 0xA1
DOCUMENT_CATEGORY = 0x02  # even numbers belong to profiles outside ICAO's own
_CODE_LENGTH = 60
_NAME_LENGTH = 39  # as in the machine-readable zone of a passport


@dataclass(frozen=True, slots=True)
class StayDocument:
    """What a document of stay says under seal.

    holder: the name in MRZ form; birth: YYYYMMDD with `<` where unknown; nationality, travel_document: as in
    the MRZ;
    number: the document's own number; district: its code in the pack. Empty where not known; no `valid_to`
    means no end.
    """

    number: str
    holder: str = ""
    nationality: str = ""
    birth: str = ""
    travel_document: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    district: str = ""


@dataclass(frozen=True, slots=True)
class _Field:
    tag: int
    name: str
    write: Callable[..., bytes]
    read: Callable[[bytes], str | date]


def _write_code(text: str) -> bytes:
    return c40.encode(text[:_CODE_LENGTH].upper().replace("-", "<"))


def _read_code(packed: bytes) -> str:
    return c40.decode(packed).replace("<", "-")


def _write_name(text: str) -> bytes:
    return c40.encode(text[:_NAME_LENGTH].replace("-", "<").rstrip("<"))


_FIELDS = (
    _Field(0x01, "number", _write_code, _read_code),
    _Field(0x02, "holder", _write_name, c40.decode),
    _Field(0x03, "nationality", _write_name, c40.decode),
    _Field(0x04, "birth", c40.encode, c40.decode),
    _Field(0x05, "travel_document", _write_code, _read_code),
    _Field(0x06, "valid_from", dates.encode, dates.decode),
    _Field(0x07, "valid_to", dates.encode, dates.decode),
    _Field(0x08, "district", _write_code, _read_code),
)


def features_of(document: StayDocument) -> tuple[Feature, ...]:
    """Raises: ValueError for a character a seal does not know."""
    filled = ((field, getattr(document, field.name)) for field in _FIELDS)
    return tuple(Feature(field.tag, field.write(value)) for field, value in filled if value)


def is_ours(seal: Seal) -> bool:
    header = seal.header
    return (header.feature_definition, header.document_category) == (FEATURE_DEFINITION, DOCUMENT_CATEGORY)


def read(seal: Seal) -> StayDocument:
    """Raises: SealUnreadable for a seal of another profile or a feature that does not fit ours."""
    if not is_ours(seal):
        raise SealUnreadable(reason="the seal follows another profile")
    found = {field.name: (field, seal.feature(field.tag)) for field in _FIELDS}
    values = {name: field.read(packed) for name, (field, packed) in found.items() if packed is not None}
    if "number" not in values:
        raise SealUnreadable(reason="the seal names no document")
    return StayDocument(**values)  # type: ignore[arg-type]  # each field reads what its annotation says
