"""Finding a seal in a file: a PDF, a picture, or the raw bytes.

The code printed on a document carries one text, `<base>/v/<NUMBER>/<CODE>#<seal>`: a telephone opens the
page, and the part
behind `#`, which a browser never sends, is the seal in base64url. A code of another issuer may hold the raw
bytes.
"""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Iterator

import pypdfium2
import zxingcpp
from PIL import Image, UnidentifiedImageError

from sojourn.lib.seal.codec import MAGIC, Seal, decode
from sojourn.lib.seal.errors import NothingToRead, SealUnreadable

_DOTS_PER_POINT = 3  # 216 dots per inch: several dots for each module of a printed code
_PAGES = 20
_PIXELS = 40_000_000


def link_text(base: str, *, number: str, code: str, seal: bytes) -> str:
    """The one text of the printed code."""
    return f"{base}/v/{number}/{code}#{base64.urlsafe_b64encode(seal).rstrip(b'=').decode()}"


def from_file(content: bytes) -> tuple[Seal, ...]:
    """Every seal in the file. Raises: NothingToRead, SealUnreadable when the file is one broken seal."""
    if content[:1] == bytes([MAGIC]):
        return (decode(content),)
    found = {packed: seal for text in _codes(content) for packed, seal in _in_code(text)}
    if not found:
        raise NothingToRead
    return tuple(found.values())


def from_text(text: str) -> bytes:
    """The bytes of the seal behind `#`. Raises: SealUnreadable."""
    encoded = text.rpartition("#")[2]
    try:
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise SealUnreadable(reason="the code holds no base64url") from None


def _in_code(content: bytes) -> Iterator[tuple[bytes, Seal]]:
    """Codes that are no seals lie beside ours on many papers; they are passed over."""
    try:
        packed = content if content[:1] == bytes([MAGIC]) else from_text(content.decode("latin-1"))
        yield packed, decode(packed)
    except SealUnreadable:
        return


def _codes(content: bytes) -> Iterator[bytes]:
    for picture in _pictures(content):
        for barcode in zxingcpp.read_barcodes(picture):
            yield bytes(barcode.bytes)


def _pictures(content: bytes) -> Iterator[Image.Image]:
    if content[:5] == b"%PDF-":
        yield from _pages(content)
        return
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > _PIXELS:
                raise NothingToRead(reason="the picture is too large")
            yield picture.convert("L")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, ValueError, SyntaxError):
        raise NothingToRead(reason="neither a PDF, a picture nor a seal") from None


def _pages(content: bytes) -> Iterator[Image.Image]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        raise NothingToRead(reason="the PDF cannot be read") from None
    for place in range(min(len(document), _PAGES)):
        page = document[place]
        scale = min(_DOTS_PER_POINT, (_PIXELS / max(page.get_width() * page.get_height(), 1)) ** 0.5)
        yield page.render(scale=scale, grayscale=True).to_pil()
