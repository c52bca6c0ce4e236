"""A seal we make can be read back, checked with our certificate alone, and not altered unseen."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
import segno
import zxingcpp
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sojourn.lib.seal import c40, certificate, codec, dates, profile, reading, signature
from sojourn.lib.seal.errors import NothingToRead, SealUnreadable
from sojourn.lib.seal.signature import Verdict

KEY = ec.generate_private_key(ec.SECP256R1())
SEALED_ON = date(2026, 11, 23)
CERTIFICATE = certificate.self_signed(
    KEY, country="UT", signer="01", reference="0a1b2c3d", valid_from=date(2026, 1, 1)
)
TRUSTED = signature.read_signers(signature.to_pem(CERTIFICATE))
HEADER = codec.Header("UTO", "UT01", "0A1B2C3D", SEALED_ON, SEALED_ON, 0xA1, 0x02)
DOCUMENT = profile.StayDocument(
    number="UT-REG-2026-0000042-K",
    holder="NGUYEN<<VAN<ANH",
    nationality="VNM",
    birth="1990<<<<",
    travel_document="B1234567",
    valid_from=SEALED_ON,
    valid_to=date(2027, 2, 20),
    district="north-shore",
)


def sealed(document: profile.StayDocument = DOCUMENT) -> bytes:
    return signature.sign(HEADER, profile.features_of(document), key=KEY)


def test_what_was_sealed_is_read_back_and_is_genuine() -> None:
    seal = codec.decode(sealed())
    assert seal.header == HEADER
    read = profile.read(seal)
    assert read.number == DOCUMENT.number
    assert read.district == "NORTH-SHORE"
    assert (read.holder, read.birth, read.valid_to) == (DOCUMENT.holder, DOCUMENT.birth, DOCUMENT.valid_to)
    assert signature.judge(seal, trusted=TRUSTED) is Verdict.GENUINE


@pytest.mark.parametrize("place", range(0, len(sealed()), 7))
def test_no_altered_byte_passes(place: int) -> None:
    packed = bytearray(sealed())
    packed[place] ^= 0x01
    try:
        verdict = signature.judge(codec.decode(bytes(packed)), trusted=TRUSTED)
    except SealUnreadable:
        return
    assert verdict is not Verdict.GENUINE


def test_an_unsigned_seal_and_a_stranger_s_are_told_apart() -> None:
    unsigned = codec.decode(codec.encode_unsigned(HEADER, profile.features_of(DOCUMENT)))
    assert signature.judge(unsigned, trusted=TRUSTED) is Verdict.UNSIGNED
    assert signature.judge(codec.decode(sealed()), trusted=()) is Verdict.SIGNER_UNKNOWN


def test_a_certificate_counts_only_for_the_days_it_is_valid() -> None:
    later = certificate.self_signed(
        KEY, country="UT", signer="01", reference="0a1b2c3d", valid_from=SEALED_ON + timedelta(days=1)
    )
    trusted = signature.read_signers(signature.to_pem(later))
    assert signature.judge(codec.decode(sealed()), trusted=trusted) is Verdict.SIGNER_UNKNOWN


def test_a_name_too_long_for_a_travel_document_is_cut_as_there() -> None:
    long = profile.StayDocument(number="X", holder="A" * 60)
    assert profile.read(codec.decode(sealed(long))).holder == "A" * 39


def test_a_seal_has_no_lower_case() -> None:
    with pytest.raises(ValueError, match="no character"):
        c40.encode("Anna")


@given(st.text(alphabet="ABCXYZ0189<", max_size=60))
def test_c40_gives_back_what_it_packed(text: str) -> None:
    assert len(c40.encode(text)) == c40.length(len(text))
    assert c40.decode(c40.encode(text)) == text


@given(st.dates(min_value=date(1, 1, 1)))
def test_days_come_back(day: date) -> None:
    assert dates.decode(dates.encode(day)) == day


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_read_or_refused_by_name(packed: bytes) -> None:
    for candidate in (packed, b"\xdc\x03" + packed, sealed()[:19] + packed):
        try:
            seal = codec.decode(candidate)
            signature.judge(seal, trusted=TRUSTED)
            profile.read(seal)
        except SealUnreadable:
            continue


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xdc"]))
def test_arbitrary_files_are_read_or_refused_by_name(content: bytes, start: bytes) -> None:
    with pytest.raises((SealUnreadable, NothingToRead)):
        reading.from_file(start + content)


def test_the_printed_code_is_read_from_a_picture_byte_for_byte() -> None:
    text = reading.link_text("https://example.org", number=DOCUMENT.number, code="ABCDE01234", seal=sealed())
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="png", scale=4)
    code = zxingcpp.read_barcodes(Image.open(picture))[0]
    packed = reading.from_text(bytes(code.bytes).decode())
    (seal,) = reading.from_file(picture.getvalue())
    assert bytes(code.bytes) == text.encode()
    assert codec.decode(packed) == seal
    assert signature.judge(seal, trusted=TRUSTED) is Verdict.GENUINE


def test_an_empty_picture_holds_nothing_to_read() -> None:
    picture = io.BytesIO()
    Image.new("L", (100, 100), 255).save(picture, "PNG")
    with pytest.raises(NothingToRead):
        reading.from_file(picture.getvalue())
