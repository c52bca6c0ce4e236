"""Raw r‖s signatures on P-256: every Wycheproof case is judged as its makers say."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

from sojourn.lib.seal import codec, signature

PATH = Path(__file__).parents[3] / "data" / "wycheproof" / "ecdsa_secp256r1_sha256_p1363_test.json"
GROUPS: list[dict[str, Any]] = json.loads(PATH.read_text())["testGroups"]
HEADER = codec.Header("UTO", "UT01", "1", date(2026, 1, 1), date(2026, 1, 1), 0xA1, 2)


@pytest.mark.parametrize("group", GROUPS, ids=range(len(GROUPS)))
def test_a_signature_is_judged_as_the_vectors_say(group: dict[str, Any]) -> None:
    key = load_der_public_key(bytes.fromhex(group["publicKeyDer"]))
    assert isinstance(key, ec.EllipticCurvePublicKey)
    for case in group["tests"]:
        seal = codec.Seal(HEADER, (), bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"]))
        assert signature.is_signed_by(seal, key) == (case["result"] == "valid"), case["comment"]
