"""The log in one file, for an auditor who has neither our database nor our keys but the public one.

One JSON document a line, in the order of the tree: `{"leaf": …}` holds what the leaf is computed from, with
the digests of personal values and none of the values; `{"head": …}` follows the last leaf it signs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from sojourn.audit import merkle, rules, sealing
from sojourn.audit.errors import EntriesRewritten, ExportUnreadable, HeadAltered, HeadMissing
from sojourn.audit.verification import Proven, sealed_entries
from sojourn.lib import keys
from sojourn.lib.canonical import canonical_json

_END = b"-----END PUBLIC KEY-----"


def export(file: Path, step: Callable[[], object] = lambda: None) -> int:
    """Write the sealed part of the log. Returns how many entries; called in one reading transaction."""
    count = 0
    with file.open("xb") as out:
        for sealed in sealed_entries():
            if sealed.entry is not None:
                leaf = json.loads(rules.leaf_bytes(sealed.entry.event))
                out.write(canonical_json({"leaf": leaf}) + b"\n")
                count += 1
            if sealed.head is not None:
                out.write(canonical_json({"head": sealing.as_line(sealed.head)}) + b"\n")
            step()
    return count


def public_keys() -> bytes:
    """The public halves of every key that signed a head, as PEM one after the other."""
    return b"".join(_pem(each.private_key.public_key()) for each in keys.every(keys.Use.LOG_HEAD))


def fingerprints(pem: bytes) -> list[str]:
    """SHA-256 of each key, to be compared with what was handed over on another way."""
    return [hashlib.sha256(_der(key)).hexdigest() for key in _read_keys(pem)]


def verify(file: Path, *, pem: bytes, step: Callable[[], object] = lambda: None) -> Proven:
    """Prove an exported log by itself. Raises: LogBroken, of the kind that says what is wrong."""
    trusted, tree, proven = _read_keys(pem), merkle.Frontier(), Proven()
    signed = 0
    for number, line in enumerate(_lines(file), 1):
        if "leaf" in line:
            tree.append(merkle.leaf_hash(canonical_json(line["leaf"])))
            proven.entries += 1
        else:
            _prove_head(_head(line, number), tree, signed, trusted)
            signed = tree.size
            proven.heads += 1
        step()
    if signed != tree.size:
        raise HeadMissing(tree_size=tree.size)
    proven.root = tree.root()
    return proven


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                read = json.loads(line)
            except (ValueError, RecursionError) as broken:
                raise ExportUnreadable(line=number) from broken
            if not isinstance(read, dict) or len(read.keys() & {"leaf", "head"}) != 1:
                raise ExportUnreadable(line=number)
            yield read


def _head(line: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    names = {"size", "previous", "root", "at", "key", "signature"}
    head = line["head"]
    if not isinstance(head, dict) or head.keys() != names or not isinstance(head["signature"], str):
        raise ExportUnreadable(line=number)
    return head


def _prove_head(
    head: Mapping[str, Any],
    tree: merkle.Frontier,
    signed: int,
    trusted: Iterable[ec.EllipticCurvePublicKey],
) -> None:
    """Raises: HeadAltered, HeadMissing, EntriesRewritten."""
    if not any(_signs(key, head) for key in trusted):
        raise HeadAltered(tree_size=head["size"])
    if head["previous"] != signed:
        raise HeadMissing(tree_size=head["previous"])
    if head["size"] != tree.size or head["root"] != tree.root().hex():
        raise EntriesRewritten(first_leaf=signed, last_leaf=max(tree.size, head["size"]) - 1)


def _signs(key: ec.EllipticCurvePublicKey, head: Mapping[str, Any]) -> bool:
    try:
        key.verify(bytes.fromhex(head["signature"]), rules.head_bytes(head), sealing.ALGORITHM)
    except (InvalidSignature, ValueError):
        return False
    return True


def _read_keys(pem: bytes) -> list[ec.EllipticCurvePublicKey]:
    """Raises: ValueError for what is not a public key of the kind that signs heads."""
    found = []
    for part in pem.split(_END)[:-1]:
        key = serialization.load_pem_public_key(part + _END)
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise ValueError("heads are signed with a key on an elliptic curve")
        found.append(key)
    if not found:
        raise ValueError("no public key in PEM form")
    return found


def _pem(key: ec.EllipticCurvePublicKey) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(serialization.Encoding.PEM, form)


def _der(key: ec.EllipticCurvePublicKey) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(serialization.Encoding.DER, form)
