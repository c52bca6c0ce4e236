"""The code on the receipt: shown once, kept only as a keyed digest."""

from __future__ import annotations

from sojourn.lib import codes
from sojourn.lib.fields import blind_index

LENGTH = 16


def new_code() -> str:
    """Sixteen characters of five random bits each: nobody guesses one."""
    return codes.new(LENGTH)


def digest_of(code: str) -> bytes:
    """What is kept of a code, however it was typed."""
    return blind_index(codes.read(code, LENGTH), purpose="petition-code")
