"""The keys held open: the same digests, ciphertexts and seals as the rooms make, some times as fast.

`lib.fields` looks its key up for each value, and `permits.seal` draws up its header for each document; here
that is done once for a run. Tests hold the two against each other.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from sojourn.lib import keys
from sojourn.lib.seal import c40, codec, dates, profile, signature
from sojourn.permits import seal
from sojourn.project.demonstration.sheets import key as digest_cell
from sojourn.project.demonstration.sheets import octets

if TYPE_CHECKING:
    from hashlib import _Hash

_DIGEST_LENGTH, _HASH_BLOCK, _NONCE = 16, 64, 12
_DRAWN_AT_ONCE = 256
_INNER, _OUTER = 0x36, 0x5C


def random_bytes(size: int) -> Iterator[bytes]:
    """Random bytes, drawn for many at a time."""
    while True:
        drawn = os.urandom(size * _DRAWN_AT_ONCE)
        for start in range(0, len(drawn), size):
            yield drawn[start : start + size]


class Ciphers:
    """Opened once for a batch. Raises: KeyMissing."""

    def __init__(self) -> None:
        field_key = keys.get(keys.Use.FIELD)
        secret = keys.every(keys.Use.FIELD)[0].secret.ljust(_HASH_BLOCK, b"\0")
        self._inner = bytes(byte ^ _INNER for byte in secret)
        self._outer = hashlib.sha256(bytes(byte ^ _OUTER for byte in secret))
        self._begun: dict[str, _Hash] = {}
        self._header = bytes([len(field_key.id)]) + field_key.id.encode()
        self._cipher = AESGCM(field_key.secret)
        self._nonces = random_bytes(_NONCE)

    def index(self, purpose: str, *parts: str) -> bytes:
        """As `lib.fields.blind_index`, in a cell: HMAC-SHA-256, whose key is hashed once."""
        begun = self._begun.get(purpose)
        if begun is None:
            begun = self._begun[purpose] = hashlib.sha256(self._inner + purpose.encode() + b"\x1f")
        inner, outer = begun.copy(), self._outer.copy()
        inner.update("\x1f".join(parts).encode())
        outer.update(inner.digest())
        return digest_cell(outer.digest()[:_DIGEST_LENGTH])

    def seal(self, place: bytes, content: str) -> bytes:
        """As `lib.fields.EncryptedJSONField` writes JSON, in a cell; `place` is table and column."""
        nonce = next(self._nonces)
        return octets(self._header + nonce + self._cipher.encrypt(nonce, content.encode(), place))


class Seals:
    """Visible digital seals of documents of stay, as `permits.seal.make` makes them. Raises: KeyMissing."""

    def __init__(self) -> None:
        key = keys.get(keys.Use.DOCUMENT_SEAL)
        self.key_id, self._key = key.id, key.private_key
        self._reference = seal.reference_of(key)
        self._opening = lru_cache(maxsize=1024)(self._header)

    def unsigned(
        self,
        *,
        sealed_on: int,
        number: str,
        district: str,
        valid: tuple[int, int],
        holder: tuple[str, ...],
    ) -> bytes:
        """What is to be signed, days as ordinal numbers. `holder`: name, nationality, birth and travel
        document in the letters of the zone.
        """
        name, nationality, birth, document = holder
        first_day, last_day = valid
        return b"".join(
            (
                self._opening(sealed_on),
                _feature(0x01, number),
                _feature(0x02, name),
                _repeated(0x03, nationality),
                _feature(0x04, birth),
                _feature(0x05, document),
                _day(0x06, first_day),
                _day(0x07, last_day),
                _repeated(0x08, district),
            )
        )

    def sign(self, messages: Sequence[bytes]) -> list[bytes]:
        """The finished seals. Signing many in a row takes half the time of signing now and then."""
        return [signature.sign_bytes(message, key=self._key) for message in messages]

    def _header(self, day: int) -> bytes:
        sealed_on = date.fromordinal(day)
        header = codec.Header(
            country=settings.SEAL_STATE,
            signer=settings.SEAL_SIGNER,
            certificate=self._reference,
            issued_on=sealed_on,
            sealed_on=sealed_on,
            feature_definition=profile.FEATURE_DEFINITION,
            document_category=profile.DOCUMENT_CATEGORY,
        )
        return codec.encode_unsigned(header, ())


def _feature(tag: int, content: str) -> bytes:
    if not content:
        return b""
    packed = c40.encode(content.replace("-", "<"))
    return bytes((tag, len(packed))) + packed


_repeated = lru_cache(maxsize=1024)(_feature)


@lru_cache(maxsize=4096)
def _day(tag: int, day: int) -> bytes:
    return bytes((tag, dates.SIZE)) + dates.encode(date.fromordinal(day))
