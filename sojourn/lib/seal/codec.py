"""The bytes of a visible digital seal: header, features, signature.

Source: ICAO Doc 9303-13 (8th ed.) §2.2 to 2.5. The version byte 02 means version 3 of the format, 03 means
version 4;
they differ in how the certificate reference is written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sojourn.lib.seal import c40, dates
from sojourn.lib.seal.errors import SealUnreadable

MAGIC = 0xDC
VERSIONS = {0x02: 3, 0x03: 4}
SIGNATURE_TAG = 0xFF
_VERSION_3_REFERENCE = 5  # characters; version 4 says its length itself
_LENGTH = 2
_SIGNER = 4  # two letters of the signer's country, two of the signer


@dataclass(frozen=True, slots=True)
class Header:
    """Who sealed what kind of document when; read before the features, whatever the profile."""

    country: str
    signer: str
    certificate: str
    issued_on: date
    sealed_on: date
    feature_definition: int
    document_category: int
    version: int = 4


@dataclass(frozen=True, slots=True)
class Feature:
    tag: int
    value: bytes


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal as read: `signed` are the bytes under the signature; an unsigned seal has an empty signature."""

    header: Header
    features: tuple[Feature, ...]
    signature: bytes
    signed: bytes

    def feature(self, tag: int) -> bytes | None:
        return next((feature.value for feature in self.features if feature.tag == tag), None)


def encode_unsigned(header: Header, features: tuple[Feature, ...]) -> bytes:
    """Header and message zone: what is signed. Raises: ValueError for what a seal cannot hold."""
    version = next(byte for byte, number in VERSIONS.items() if number == header.version)
    packed = bytes([MAGIC, version]) + c40.encode(f"{header.country:<3}"[:3]) + _signer_of(header)
    packed += dates.encode(header.issued_on) + dates.encode(header.sealed_on)
    packed += bytes([header.feature_definition, header.document_category])
    return packed + b"".join(_pack(feature.tag, feature.value) for feature in features)


def close(unsigned: bytes, signature: bytes) -> bytes:
    """The whole seal."""
    return unsigned + _pack(SIGNATURE_TAG, signature)


def decode(packed: bytes) -> Seal:
    """Raises: SealUnreadable, and nothing else, for any bytes."""
    cursor = _Cursor(packed)
    header = _header(cursor)
    features: list[Feature] = []
    while cursor.left:
        start = cursor.at
        tag, value = cursor.take(1)[0], cursor.take(cursor.length())
        if tag == SIGNATURE_TAG:
            return _signed(cursor, header, tuple(features), value, start)
        features.append(Feature(tag, value))
    return Seal(header, tuple(features), b"", packed)


def _signed(cursor: _Cursor, header: Header, features: tuple[Feature, ...], value: bytes, start: int) -> Seal:
    if cursor.left or not value or len(value) % 2:
        raise SealUnreadable(reason="the signature is not the last thing, or not two halves")
    return Seal(header, features, value, cursor.packed[:start])


def _signer_of(header: Header) -> bytes:
    if header.version == 3:
        return c40.encode(f"{header.signer}{header.certificate:0>{_VERSION_3_REFERENCE}}")
    return c40.encode(f"{header.signer}{len(header.certificate):02X}{header.certificate}")


def _pack(tag: int, value: bytes) -> bytes:
    if len(value) > 0xFF:
        raise ValueError("a feature has at most 255 bytes")
    return bytes([tag, len(value)]) + value


class _Cursor:
    """Takes bytes from the front and says so when there are too few."""

    def __init__(self, packed: bytes) -> None:
        self.packed, self.at = packed, 0

    @property
    def left(self) -> int:
        return len(self.packed) - self.at

    def take(self, count: int) -> bytes:
        if self.left < count:
            raise SealUnreadable(reason="the seal ends too early")
        self.at += count
        return self.packed[self.at - count : self.at]

    def length(self) -> int:
        """One byte, as seals in use write it up to 255; there is no indefinite length in a seal."""
        return self.take(1)[0]


def _header(cursor: _Cursor) -> Header:
    magic, version_byte = cursor.take(2)
    version = VERSIONS.get(version_byte)
    if magic != MAGIC or version is None:
        raise SealUnreadable(reason="it does not begin like a seal of version 3 or 4")
    country = c40.decode(cursor.take(2)).rstrip("<")
    start = cursor.at
    for reference_length in _REFERENCE_LENGTHS[version]:
        cursor.at = start
        try:
            signer, certificate = _signer(cursor, reference_length)
            days = dates.decode(cursor.take(dates.SIZE)), dates.decode(cursor.take(dates.SIZE))
        except SealUnreadable:
            continue
        definition, category = cursor.take(2)
        return Header(country, signer, certificate, *days, definition, category, version)
    raise SealUnreadable(reason="the header names no signer or no day")


def _signer(cursor: _Cursor, reference_length: Callable[[str], int] | None) -> tuple[str, str]:
    if reference_length is None:
        text = c40.decode(cursor.take(c40.length(_SIGNER + _VERSION_3_REFERENCE)))
        return text[:_SIGNER], text[_SIGNER:]
    opening = _SIGNER + _LENGTH
    head = cursor.take(c40.length(opening))
    size = reference_length(c40.decode(head)[_SIGNER:])
    text = c40.decode(head + cursor.take(c40.length(opening + size) - len(head)))
    return text[:_SIGNER], text[opening:]


def _number(base: int) -> Callable[[str], int]:
    def read(digits: str) -> int:
        try:
            size = int(digits, base)
        except ValueError:
            size = 0
        if not size:
            raise SealUnreadable(reason="the certificate reference has no length")
        return size

    return read


# Version 4 gives the length in hexadecimal. Seals in circulation also give it in decimal, or keep the five
# characters
# of version 3 under the byte of version 4; they are read in this order, the first that yields two days is
# taken.
_REFERENCE_LENGTHS: dict[int, tuple[Callable[[str], int] | None, ...]] = {
    3: (None,),
    4: (_number(16), _number(10), None),
}
