"""Columns with manners: ids from the database, and values only the application can read."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.base import ModelState

from sojourn.lib import keys
from sojourn.lib.errors import SojournError

if TYPE_CHECKING:
    _UuidField = models.UUIDField[Any, Any]
    _BinaryField = models.BinaryField[Any, Any]
else:  # the framework's fields take type arguments for the checker only
    _UuidField = models.UUIDField
    _BinaryField = models.BinaryField


Row = TypeVar("Row", bound=models.Model)
_SAME_IN_JSON = (models.TextField, models.IntegerField, models.BooleanField, models.JSONField)


class SealedValueBroken(SojournError):
    """A stored value does not open with its key and place; it was altered or moved."""


class Uuidv7(models.Func):
    """The time-ordered id PostgreSQL 18 makes."""

    function = "uuidv7"
    template = "%(function)s()"
    output_field = models.UUIDField()


class UuidKey(_UuidField):
    """A primary key made by the database."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("primary_key", True)
        options.setdefault("db_default", Uuidv7())
        options.setdefault("editable", False)
        super().__init__(**options)


def encrypt(content: bytes, *, place: str, use: keys.Use = keys.Use.FIELD) -> bytes:
    """AES-GCM; `place` (table and column) is bound to the value. Shape: id length, id, nonce, ciphertext."""
    key = keys.get(use)
    nonce = os.urandom(12)
    name = key.id.encode()
    return bytes([len(name)]) + name + nonce + AESGCM(key.secret).encrypt(nonce, content, place.encode())


def decrypt(sealed: bytes, *, place: str, use: keys.Use = keys.Use.FIELD) -> bytes:
    """Raises: SealedValueBroken, KeyMissing."""
    length = sealed[0] if sealed else 0
    key = keys.by_id(use, sealed[1 : 1 + length].decode("ascii", "replace"))
    nonce, content = sealed[1 + length : 13 + length], sealed[13 + length :]
    try:
        return AESGCM(key.secret).decrypt(nonce, content, place.encode())
    except (InvalidTag, ValueError) as broken:
        raise SealedValueBroken(place=place) from broken


def blind_index(*parts: str, purpose: str) -> bytes:
    """A keyed fingerprint by which equal values are found without being readable. 16 bytes.

    The oldest key is used so that an index outlives the rotation of the encryption key.
    """
    key = keys.every(keys.Use.FIELD)[0]
    text = "\x1f".join((purpose, *parts)).encode()
    return hmac.new(key.secret, text, hashlib.sha256).digest()[:16]


class EncryptedJSONField(_BinaryField):
    """A JSON value encrypted before it reaches the database, bound to its table and column."""

    def _place(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: Any) -> Any:
        if value is None:
            return None
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        return encrypt(text, place=self._place())

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None:
            return None
        return json.loads(decrypt(bytes(value), place=self._place()))

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.value_from_object(obj))


def row_told(model: type[models.Model], told: dict[str, Any]) -> Any:
    """A row of a table as the database tells it in JSON (`to_jsonb`)."""
    values = {name: told[column] for name, column in _columns_of(model)}
    for name, field in _other_in_json(model):
        if values[name] is not None:
            values[name] = _value_told(field, values[name])
    return row_read(model, values)


def row_read(model: type[Row], values: dict[str, Any]) -> Row:
    """A row that came out of the database with a value for every column: nothing is missing, nothing is
    wrong, so it is not put together one value at a time, as a new one is.
    """
    row = model.__new__(model)
    row.__dict__.update(values, _state=ModelState())
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


@cache
def _columns_of(model: type[models.Model]) -> tuple[tuple[str, str], ...]:
    fields: Any = model._meta.concrete_fields
    return tuple((field.attname, field.column) for field in fields)


@cache
def _other_in_json(model: type[models.Model]) -> tuple[tuple[str, Any], ...]:
    """The columns whose values JSON holds in another form."""
    fields: Any = model._meta.concrete_fields
    return tuple((field.attname, field) for field in fields if not isinstance(field, _SAME_IN_JSON))


def _value_told(field: Any, told: Any) -> Any:
    if isinstance(field, EncryptedJSONField):
        return field.from_db_value(bytes.fromhex(told[2:]), None, None)
    if isinstance(field, models.BinaryField):
        return bytes.fromhex(told[2:])
    return field.to_python(told)
