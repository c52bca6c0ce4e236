"""Codes people read from paper and type: Crockford's alphabet, any case, with or without spaces."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U
_READ_AS = str.maketrans("ILO", "110", " -\u00a0\u200b\u200e\u200f")


def new(length: int) -> str:
    """A code of five random bits a character."""
    return made_of(secrets.token_bytes(length), length)


def made_of(content: bytes, length: int) -> str:
    """The code that bytes make, one character of each; the same bytes make the same code."""
    return "".join([ALPHABET[byte % len(ALPHABET)] for byte in content[:length]])


def read(typed: str, length: int) -> str:
    """What someone typed: I and L for 1, O for 0. At most one character too many."""
    return typed.upper().translate(_READ_AS)[: length + 1]


def is_code(text: str, length: int) -> bool:
    return len(text) == length and all(character in ALPHABET for character in text)


def spaced(code: str, group: int = 4) -> str:
    """In groups, as it is read aloud."""
    return " ".join(code[at : at + group] for at in range(0, len(code), group))
