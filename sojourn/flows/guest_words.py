"""What a hotel's program writes for a country or a sex, as the codes of the form."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from sojourn.catalogue.types import Pack

_COUNTRIES = ("passport.nationality", "passport.issuing-state")
_SEX = "passport.sex"
_SEXES = {
    "male": ("m", "male", "kişi", "k", "мужской", "муж", "м"),
    "female": ("f", "female", "qadın", "q", "женский", "жен", "ж"),
    "other": ("x",),
}
_SEX_OF = {word: code for code, words in _SEXES.items() for word in words}


def in_codes(row: Mapping[str, str], pack: Pack) -> dict[str, str]:
    """A row with codes for the words it has; a word nobody knows stays as it was written."""
    understood = dict(row)
    for path in _COUNTRIES:
        if path in row and pack.find_country(row[path].strip().upper()) is None:
            understood[path] = dict(_names(pack)).get(_plain(row[path]), row[path])
    if _SEX in row:
        understood[_SEX] = _SEX_OF.get(_plain(row[_SEX]), row[_SEX])
    return understood


def _names(pack: Pack) -> Iterator[tuple[str, str]]:
    """Every name of every country in every language, and its code of two letters, with the code."""
    for code, country in pack.countries.items():
        for name in (*country.names.values(), country.iso2 or code):
            yield _plain(name), code


def _plain(word: str) -> str:
    """Without case and without the dot some alphabets keep on a small i."""
    return unicodedata.normalize("NFC", word.strip().casefold()).replace("\u0307", "")
