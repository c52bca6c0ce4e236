"""A signed letter names its issuer to any reader, and one changed byte shows."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from sojourn.documents import signing
from sojourn.lib import keys
from tests.unit.documents.conftest import pdf

PDFSIG = shutil.which("pdfsig") or "pdfsig"


@pytest.fixture(scope="module")
def letter() -> bytes:
    return pdf(pages=2)


@pytest.fixture(scope="module")
def signed(letter: bytes) -> bytes:
    return signing.signer().sign(letter)


def examined(content: bytes, tmp_path: Path) -> str:
    """What poppler says of the signature."""
    path = tmp_path / "letter.pdf"
    path.write_bytes(content)
    return subprocess.run([PDFSIG, "-nocert", str(path)], capture_output=True, text=True).stdout


def test_another_reader_accepts_the_signature(signed: bytes, tmp_path: Path) -> None:
    said = examined(signed, tmp_path)
    assert "Signature is Valid" in said
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said


@pytest.mark.parametrize("place", [40, 300, 700])
def test_one_changed_byte_is_seen(signed: bytes, tmp_path: Path, place: int) -> None:
    changed = bytearray(signed)
    changed[place] ^= 1
    assert "Signature is Valid" not in examined(bytes(changed), tmp_path)


def test_signing_only_adds(signed: bytes, letter: bytes) -> None:
    assert signed.startswith(letter)


def test_a_key_has_one_certificate() -> None:
    key = keys.get(keys.Use.DOCUMENT_SIGNATURE)
    first, second = (signing.certificate(key, "Service of Arcadia") for _ in range(2))
    assert first.serial_number == second.serial_number
    assert first.subject == second.subject
    assert first.not_valid_before_utc.date() == date.fromisoformat(key.created_on)
