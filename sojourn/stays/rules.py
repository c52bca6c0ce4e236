"""How a host's words are compared with what it typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

_ALIKE = str.maketrans({"ı": "i", "ə": "e"})


def plain_words(text: str) -> tuple[str, ...]:
    """Words without capitals, marks and hyphens: `Əliyev` is found by `eliyev`, a number with or without."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_ALIKE))
    kept = "".join(sign for sign in letters if sign.isalnum() or sign.isspace())
    return tuple(kept.split())


def holds_words(asked: Sequence[str], typed: Iterable[str]) -> bool:
    """Whether every word asked for stands in one of the texts; a search for nothing finds nothing."""
    words = plain_words(" ".join(typed))
    return bool(asked) and all(any(one in word for word in words) for one in asked)
