"""Keys: one per use, with an id and a date, from a private folder or from the environment.

A key file is `<use>.<id>.json` with mode 0600 in `<SOJOURN_VAR>/keys`. In the environment the same JSON
stands in `SOJOURN_KEY_<USE>`. The newest key of a use signs and encrypts; older ones still open and verify.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from sojourn.lib import clock
from sojourn.lib.errors import SojournError


class Use(StrEnum):
    SESSION = "session"
    FIELD = "field"
    FILE = "file"
    LOG_HEAD = "log-head"
    DOCUMENT_SEAL = "document-seal"
    DOCUMENT_SIGNATURE = "document-signature"
    WEBHOOK = "webhook"


_SIGNING = frozenset({Use.LOG_HEAD, Use.DOCUMENT_SEAL, Use.DOCUMENT_SIGNATURE})


class KeyMissing(SojournError):
    """There is no key for this use; `make run` makes test keys, a deployment brings its own."""


@dataclass(frozen=True)
class Key:
    """One key. `secret` is 32 random bytes, or the PKCS#8 DER of a P-256 key for signing uses."""

    id: str
    use: Use
    created_on: str
    secret: bytes
    test: bool

    @property
    def private_key(self) -> ec.EllipticCurvePrivateKey:
        return _private_key(self.secret)


@lru_cache(maxsize=32)
def _private_key(der: bytes) -> ec.EllipticCurvePrivateKey:
    loaded = serialization.load_der_private_key(der, password=None)
    if not isinstance(loaded, ec.EllipticCurvePrivateKey):
        raise TypeError("signing keys are elliptic-curve keys")
    return loaded


def folder() -> Path:
    return _folder(os.environ.get("SOJOURN_VAR", "var"))


@lru_cache(maxsize=4)
def _folder(var: str) -> Path:
    return Path(var) / "keys"


def get(use: Use) -> Key:
    """The key that signs or encrypts today. Raises: KeyMissing."""
    return every(use)[-1]


def by_id(use: Use, key_id: str) -> Key:
    """An older key that still opens or verifies. Raises: KeyMissing."""
    for key in every(use):
        if key.id == key_id:
            return key
    raise KeyMissing(use=use.value, id=key_id)


def every(use: Use) -> tuple[Key, ...]:
    """All keys of a use, oldest first. Raises: KeyMissing when there is none."""
    found = _load(use, str(folder()), os.environ.get(_variable(use), ""))
    if not found:
        raise KeyMissing(use=use.value)
    return found


def make_missing() -> list[Key]:
    """Make a test key for every use that has none, in the private folder; returns the new ones."""
    made = []
    for use in Use:
        if not _load(use, str(folder()), os.environ.get(_variable(use), "")):
            made.append(_make(use))
    _load.cache_clear()
    return made


def _variable(use: Use) -> str:
    return f"SOJOURN_KEY_{use.value.upper().replace('-', '_')}"


@lru_cache(maxsize=64)
def _load(use: Use, where: str, environment: str) -> tuple[Key, ...]:
    texts = [path.read_text() for path in Path(where).glob(f"{use.value}.*.json")]
    if environment:
        texts.append(environment)
    keys = [_read(use, json.loads(text)) for text in texts]
    return tuple(sorted(keys, key=lambda key: (key.created_on, key.id)))


def _read(use: Use, data: dict[str, str]) -> Key:
    return Key(
        id=data["id"],
        use=use,
        created_on=data["created_on"],
        secret=base64.b64decode(data["secret"]),
        test=bool(data.get("test")),
    )


def _make(use: Use) -> Key:
    if use in _SIGNING:
        secret = ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    else:
        secret = secrets.token_bytes(32)
    key = Key(secrets.token_hex(4), use, clock.now().date().isoformat(), secret, test=True)
    where = folder()
    where.mkdir(parents=True, exist_ok=True, mode=0o700)
    data = {
        "id": key.id,
        "use": use.value,
        "created_on": key.created_on,
        "secret": base64.b64encode(secret).decode(),
        "test": True,
    }
    descriptor = os.open(where / f"{use.value}.{key.id}.json", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(data, file)
    return key
