"""We read and check the seals another implementation made (tests/data/vds)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sojourn.lib.seal import c40, codec, signature
from sojourn.lib.seal.errors import CertificateUnusable

DATA = Path(__file__).parents[3] / "data" / "vds"
TABLE = json.loads((DATA / "seals.json").read_text())
SEALS: dict[str, dict[str, Any]] = {seal["name"]: seal for seal in TABLE["seals"]}
TYPES = {kind["documentRef"]: kind for kind in json.loads((DATA / "document_types.json").read_text())}
CONFIRMED = [(name, by) for name, seal in SEALS.items() for by in seal["signature_checked_with"]]

# Read all the same: a single character "D" for the country, a decimal length of the certificate reference,
# and the
# five characters of version 3 under the byte of version 4.
OTHERWISE_WRITTEN = {"ankunftsnwPapier", "ankunftsnwPapier2", "meldebescheinigung"} | {
    name for name in SEALS if name.startswith("administrativeDocument")
}


def read(name: str) -> codec.Seal:
    return codec.decode(bytes.fromhex(SEALS[name]["hex"]))


@pytest.mark.parametrize("name", SEALS)
def test_every_seal_is_read_and_its_bytes_are_all_accounted_for(name: str) -> None:
    seal = read(name)
    assert f"{list(codec.VERSIONS)[seal.header.version - 3]:02x}" == SEALS[name]["version_byte"]
    if seal.signature:
        assert codec.close(seal.signed, seal.signature).hex() == SEALS[name]["hex"]
    rebuilt = codec.encode_unsigned(seal.header, seal.features)
    assert (rebuilt == seal.signed) == (name not in OTHERWISE_WRITTEN)
    body = b"".join(bytes([it.tag, len(it.value)]) + it.value for it in seal.features)
    assert seal.signed.endswith(body)


@pytest.mark.parametrize("name", SEALS)
def test_features_of_a_known_kind_have_the_published_size_and_read_as_text(name: str) -> None:
    seal = read(name)
    kind = TYPES.get(f"{seal.header.feature_definition:02x}{seal.header.document_category:02x}")
    known = {message["tag"]: message for message in kind["messages"]} if kind else {}
    for feature in seal.features:
        told = known.get(feature.tag)
        if told and told["coding"].startswith(("C40", "MRZ")):
            assert told["minBytes"] <= len(feature.value) <= told["maxBytes"]
            assert c40.decode(feature.value)


@pytest.mark.parametrize(("name", "by"), CONFIRMED)
def test_a_signature_confirmed_by_the_makers_is_confirmed_by_us(name: str, by: str) -> None:
    seal = read(name)
    signers = signature.read_signers((DATA / TABLE["certificates"][by]).read_bytes())
    assert signature.is_signed_by(seal, signers[0].key)
    altered = codec.Seal(seal.header, seal.features, seal.signature, seal.signed[:-1] + b"\0")
    assert not signature.is_signed_by(altered, signers[0].key)


def test_what_a_resident_permit_of_the_test_state_says() -> None:
    seal = read("residentPermit")
    assert (seal.header.country, seal.header.signer, seal.header.certificate) == ("UTO", "UTTS", "5B")
    assert seal.header.issued_on.isoformat() == "2020-01-01"
    mrz = seal.feature(0x02)
    assert mrz is not None
    assert c40.decode(mrz).startswith("ATD<<RESIDORCE<<ROLAND")


def test_a_curve_the_library_lacks_is_named_and_openssl_confirms_the_signature(tmp_path: Path) -> None:
    """brainpoolP224r1: the library refuses the certificate; OpenSSL's command line checks the same bytes."""
    certificate = DATA / "sealgen_DETS32.crt"
    with pytest.raises(CertificateUnusable):
        signature.read_signers(certificate.read_bytes())
    seal = read("visa_224bitSig")
    (tmp_path / "signed").write_bytes(seal.signed)
    (tmp_path / "signature").write_bytes(der(seal.signature))
    key = ["openssl", "x509", "-in", str(certificate), "-pubkey", "-noout"]
    (tmp_path / "key").write_bytes(subprocess.run(key, check=True, capture_output=True).stdout)
    check = ["openssl", "dgst", "-sha224", "-verify", "key", "-signature", "signature", "signed"]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "Verified OK"


def der(raw: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    half = len(raw) // 2
    return encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))
