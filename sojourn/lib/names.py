"""Names of people as text: cleaning what was typed, and upper and lower case as their language has it."""

import re
import unicodedata

_DOTTED = frozenset({"az", "tr"})
"""Languages in which i and ı are two letters, each with a capital of its own (İ and I)."""

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
"""Unicode categories nobody can see: controls, zero-width and direction marks, unassigned."""


def upper(text: str, language: str = "") -> str:
    """Capitals. In Turkic languages `i` becomes `İ`; elsewhere `I`."""
    if language in _DOTTED:
        text = text.replace("i", "İ")
    return text.upper()


def lower(text: str, language: str = "") -> str:
    """Small letters. `İ` becomes one letter `i`, where Python alone gives two code points."""
    if language in _DOTTED:
        text = text.replace("I", "ı")
    return text.replace("İ", "i").lower()


def title(text: str, language: str = "") -> str:
    """A name in capitals as people write it: `QULİYEVA ANNA-MARİA` becomes `Quliyeva Anna-Maria`."""
    return re.sub(r"\w+", lambda word: upper(word[0][0], language) + lower(word[0][1:], language), text)


def clean(text: str) -> str:
    """The text without characters nobody can see, with single spaces, in composed form."""
    composed = unicodedata.normalize("NFC", text)
    seen = "".join(" " if mark.isspace() else mark for mark in composed if _is_seen(mark))
    return " ".join(seen.split())


def _is_seen(mark: str) -> bool:
    return mark.isspace() or unicodedata.category(mark) not in _UNSEEN
