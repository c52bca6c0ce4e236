"""Which characters our fonts can draw: a letter must not fail, nor show boxes, because of a name.

Source: OpenType specification, table `cmap`, formats 4 and 12.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
_STAND_IN = "\ufffd"  # the replacement character, where a character cannot be drawn
_JOINERS = "\u200c\u200d"  # Persian and Urdu words need them


def printable(text: str) -> str:
    """The text in composed form, without invisible marks, unknown characters as the replacement character."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(_drawn(character) for character in composed if _is_wanted(character))


def _is_wanted(character: str) -> bool:
    return character in _JOINERS or character == "\n" or unicodedata.category(character)[0] != "C"


def _drawn(character: str) -> str:
    if character == "\n" or ord(character) in _covered():
        return character
    plain = unicodedata.normalize("NFKC", character)
    return plain if all(ord(part) in _covered() for part in plain) else _STAND_IN


@cache
def _covered() -> frozenset[int]:
    return frozenset(
        point for path in sorted(FONTS.glob("*-Regular.ttf")) for point in _points(path.read_bytes())
    )


def _points(font: bytes) -> Iterator[int]:
    (tables,) = struct.unpack_from(">H", font, 4)
    places = {font[at : at + 4]: at for at in range(12, 12 + 16 * tables, 16)}
    (start,) = struct.unpack_from(">I", font, places[b"cmap"] + 8)
    (count,) = struct.unpack_from(">H", font, start + 2)
    for place in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * place + 4)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if form == 4:
            yield from _format_4(font, start + offset)
        elif form == 12:
            yield from _format_12(font, start + offset)


def _format_4(font: bytes, at: int) -> Iterator[int]:
    (double,) = struct.unpack_from(">H", font, at + 6)
    ends = struct.unpack_from(f">{double // 2}H", font, at + 14)
    starts = struct.unpack_from(f">{double // 2}H", font, at + 16 + double)
    for first, last in zip(starts, ends, strict=True):
        yield from range(first, min(last, 0xFFFE) + 1)


def _format_12(font: bytes, at: int) -> Iterator[int]:
    (groups,) = struct.unpack_from(">I", font, at + 12)
    for group in range(groups):
        first, last = struct.unpack_from(">II", font, at + 16 + 12 * group)
        yield from range(first, last + 1)
