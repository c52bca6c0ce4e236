"""C40, the packing of capitals, digits and fillers in a seal: three characters in two bytes.

Source: ICAO Doc 9303-13 (8th ed.) §2.3.1, after ISO/IEC 16022. The filler `<` travels as a space.
"""

from __future__ import annotations

import string
from functools import cache

from sojourn.lib.seal.errors import SealUnreadable

_FIRST = 3  # values 0 to 2 are shifts; a trailing shift 1 fills the last pair
_CHARACTERS = " " + string.digits + string.ascii_uppercase
_VALUES = {character: place + _FIRST for place, character in enumerate(_CHARACTERS)} | {"<": _FIRST}
_UNLATCH = 0xFE  # the next byte is one ASCII character plus one


def length(characters: int) -> int:
    """How many bytes a text of so many characters takes."""
    return -(-characters // 3) * 2


def encode(text: str) -> bytes:
    """Raises: ValueError for a character a seal does not know; there is no lower case."""
    return b"".join([_pack(text[start : start + 3]) for start in range(0, len(text), 3)])


@cache  # there are no more than 40³ of them
def _pack(characters: str) -> bytes:
    """Up to three characters in two bytes."""
    try:
        first, second, third = ([_VALUES[character] for character in characters] + [0, 0])[:3]
    except KeyError as unknown:
        raise ValueError(f"a seal has no character {unknown}") from None
    if len(characters) == 1:
        return bytes([_UNLATCH, ord(characters.replace("<", " ")) + 1])
    return (first * 1600 + second * 40 + third + 1).to_bytes(2, "big")


def decode(packed: bytes) -> str:
    """The text, its fillers as `<`. Raises: SealUnreadable."""
    if len(packed) % 2:
        raise SealUnreadable(reason="C40 comes in pairs of bytes")
    pairs = [packed[start : start + 2] for start in range(0, len(packed), 2)]
    text = "".join(_read(pair, last=place == len(pairs) - 1) for place, pair in enumerate(pairs))
    return text.replace(" ", "<")


def _read(pair: bytes, *, last: bool) -> str:
    if pair[0] == _UNLATCH:
        character = chr(pair[1] - 1) if pair[1] else ""
        if not last or character not in _VALUES:
            raise SealUnreadable(reason="a single character in the wrong place")
        return character
    packed = int.from_bytes(pair, "big") - 1
    values = [packed // 1600, packed // 40 % 40, packed % 40]
    if last and values[2] == 0:
        values.pop()
    if packed < 0 or any(not _FIRST <= value < 40 for value in values):
        raise SealUnreadable(reason="not a C40 pair")
    return "".join(_CHARACTERS[value - _FIRST] for value in values)
