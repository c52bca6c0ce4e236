"""Names as text: cleaning what was typed, upper and lower case, and the order of each language's alphabet."""

import re
import unicodedata

_DOTTED = frozenset({"az", "tr"})
"""Languages in which i and ı are two letters, each with a capital of its own (İ and I)."""

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
"""Unicode categories nobody can see: controls, zero-width and direction marks, unassigned."""


_ALPHABETS = {
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvwyz",
    "en": "abcdefghijklmnopqrstuvwxyz",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
}


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


def sort_key(name: str, language: str) -> bytes:
    """Bytes that sort as the alphabet of the language does, whatever collation the database has.

    Letters of other alphabets come after its own, by their code; marks it does not know count last.
    """
    alphabet = _ALPHABETS.get(language, _ALPHABETS["en"])
    text = lower(clean(name), language)
    weights = b"".join(_weight(mark, alphabet) for mark in text)
    return weights + b"\x00" + text.encode()


def _weight(mark: str, alphabet: str) -> bytes:
    if mark in alphabet:
        return bytes([2 + alphabet.index(mark)])
    plain = unicodedata.normalize("NFD", mark)[0]
    if plain in alphabet:
        return bytes([2 + alphabet.index(plain)])
    if not mark.isalpha():
        return b"\x01" if mark.isspace() or mark == "-" else b""
    return b"\xfe" + ord(mark).to_bytes(3, "big")
