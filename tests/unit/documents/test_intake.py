"""What is taken, what is refused and how the refusal is called."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image

from sojourn.documents import intake
from sojourn.documents.errors import (
    KindNotAccepted,
    MoreThanOneKind,
    TooLarge,
    UnpacksTooLarge,
    Unreadable,
)
from sojourn.documents.types import MediaType
from tests.unit.documents.conftest import pdf, picture


class Endless(io.RawIOBase):
    """A stream that would go on for 50 MB; remembers how much was asked for."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        self.given += size
        return b"%PDF-" + b"x" * (size - 5) if self.given <= 50 * 1024 * 1024 else b""


def locked_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="secret"))
    return out.getvalue()


def huge_png() -> bytes:
    """A few hundred bytes that claim 60,000 × 60,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


def bomb_pdf() -> bytes:
    """An object stream of a few megabytes that unpacks to gigabytes."""
    packer = zlib.compressobj(9)
    zeros = b" " * (16 * 1024 * 1024)
    packed = b"".join(packer.compress(zeros) for _ in range(60)) + packer.flush()
    head = b"%PDF-1.5\n"
    stream = b"1 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    body = head + stream + packed + b"\nendstream endobj\n"
    rows = struct.pack(">BHB", 0, 0, 255) + struct.pack(">BHB", 1, len(head), 0)
    rows += struct.pack(">BHB", 2, 1, 0) + struct.pack(">BHB", 1, 0, 0)
    table = b"3 0 obj<</Type/XRef/Size 3/W[1 2 1]/Root 2 0 R/Length %d>>stream\n" % len(rows[:12])
    return body + table + rows[:12] + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(body)


ACCEPTED = {
    "pdf": (pdf, MediaType.PDF),
    "jpeg": (lambda: picture("JPEG"), MediaType.JPEG),
    "png": (picture, MediaType.PNG),
}
REFUSED: dict[str, tuple[Callable[[], bytes], type[Exception]]] = {
    "a text": (lambda: b"hello", KindNotAccepted),
    "nothing": (lambda: b"", KindNotAccepted),
    "a page": (lambda: b"<html><script>alert(1)</script>", KindNotAccepted),
    "a drawing with scripts": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", KindNotAccepted),
    "an archive": (lambda: b"PK\x03\x04" + b"\0" * 40, KindNotAccepted),
    "a PDF behind a page": (lambda: b"<html>" + pdf(), KindNotAccepted),
    "a PDF that is an archive too": (lambda: pdf() + b"PK\x05\x06" + b"\0" * 18, MoreThanOneKind),
    "a PDF with a page behind it": (lambda: pdf() + b"<html>", MoreThanOneKind),
    "a PDF that opens as a page": (lambda: b"%PDF-1.4\n%<html><script>" + pdf()[9:], MoreThanOneKind),
    "a picture that is a PDF too": (lambda: picture("JPEG") + pdf(), MoreThanOneKind),
    "a picture cut short": (lambda: picture("JPEG", size=(400, 400))[:300], Unreadable),
    "a broken PDF": (lambda: b"%PDF-1.7\nnothing\n%%EOF", Unreadable),
    "a locked PDF": (locked_pdf, Unreadable),
    "a picture of 60,000 by 60,000": (huge_png, UnpacksTooLarge),
    "a PDF of too many pages": (lambda: pdf(pages=201), UnpacksTooLarge),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_documents_and_photographs_are_taken_as_they_are(name: str) -> None:
    make, media_type = ACCEPTED[name]
    content = make()
    examined = intake.examine(io.BytesIO(content))
    assert examined.original == content
    assert examined.media_type is media_type
    assert examined.safe


@pytest.mark.parametrize("name", REFUSED)
def test_other_things_are_refused_by_name(name: str) -> None:
    make, refusal = REFUSED[name]
    with pytest.raises(refusal):
        intake.examine(io.BytesIO(make()))


def test_an_upload_of_50_megabytes_is_refused_before_it_is_read_whole() -> None:
    stream = Endless()
    with pytest.raises(TooLarge):
        intake.examine(stream)
    assert stream.given < intake.LIMIT + 200_000


def test_a_pdf_that_unpacks_to_gigabytes_ends_in_a_refusal() -> None:
    with pytest.raises((UnpacksTooLarge, Unreadable)):
        intake.examine(io.BytesIO(bomb_pdf()))


def test_nothing_in_the_safe_copy_of_a_pdf_can_act() -> None:
    examined = intake.examine(io.BytesIO(pdf(script=True)))
    with pikepdf.open(io.BytesIO(examined.safe)) as safe:
        assert "/OpenAction" not in safe.Root
        assert not safe.attachments
        assert len(safe.pages) == 1


def test_the_safe_copy_of_a_picture_does_not_say_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    exif[0x8825] = {1: "N", 2: (40.0, 24.0, 0.0)}
    examined = intake.examine(io.BytesIO(picture("JPEG", exif=exif)))
    assert b"Camera" in examined.original
    with Image.open(io.BytesIO(examined.safe)) as safe:
        assert not safe.getexif()
