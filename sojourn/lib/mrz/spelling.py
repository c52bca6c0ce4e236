"""Spells names for the machine-readable zone, and makes the keys by which two spellings are one name."""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from sojourn.lib import names
from sojourn.lib.mrz import tables

MOST_SPELLINGS = 8
"""Spellings made of one name; further ones would find strangers rather than the person."""

_KEPT = 24
"""Places of a name that every format of the zone keeps as they are, so that a cut name has the same key."""

_APOSTROPHES = frozenset("'’‘`ʼʻʿʾ´ʹ")


def transliterate(text: str, language: str = "") -> str:
    """The name in A–Z and `<`. Marks without a spelling in the standard are left out; so are digits."""
    return _spell(text, language, {})


def spellings(text: str, language: str = "") -> tuple[str, ...]:
    """Every way documents print the name, the standard's first: Əliyev gives ALIYEV and ELIYEV."""
    doubtful = [mark for mark in dict.fromkeys(_prepare(text)) if mark in tables.OTHER_SPELLINGS]
    choices = [("", *tables.OTHER_SPELLINGS[mark]) for mark in doubtful]
    made = dict.fromkeys(
        _spell(text, language, {mark: spelt for mark, spelt in zip(doubtful, chosen, strict=True) if spelt})
        for chosen in itertools.islice(itertools.product(*choices), MOST_SPELLINGS)
    )
    return tuple(made)


def name_key(surname: str | None, given_names: str | None) -> str:
    """What the MRZ keeps of a name in any format: the same for the printed and for the typed name."""
    return _key(transliterate(surname or ""), transliterate(given_names or ""))


def name_keys(surname: str | None, given_names: str | None) -> tuple[str, ...]:
    """The keys of every spelling of a name."""
    return keys_of(spellings(surname or ""), spellings(given_names or ""))


def keys_of(surnames: Iterable[str], given_names: Iterable[str]) -> tuple[str, ...]:
    """The same for parts that are spelled already."""
    pairs = itertools.product(surnames, given_names)
    return tuple(dict.fromkeys(_key(*pair) for pair in itertools.islice(pairs, MOST_SPELLINGS)))


def _key(surname: str, given_names: str) -> str:
    if not surname:
        surname, given_names = given_names, ""
    first = surname[:_KEPT]
    rest = given_names[: max(1, _KEPT - len(first))]
    return f"{_joined(first)}<{_joined(rest)}"


def _joined(name: str) -> str:
    """People and officials disagree on where a name has spaces and hyphens."""
    return name.replace("<", "")


def _prepare(text: str) -> str:
    return names.upper(names.clean(text)).replace("ẞ", "ß")


def _spell(text: str, language: str, chosen: dict[str, str]) -> str:
    words = re.split(r"[\s,\-‐‑–—./<]+", _prepare(text))
    spelt = ("".join(_letters(word, language, chosen)) for word in words)
    return "<".join(word for word in spelt if word)


def _letters(word: str, language: str, chosen: dict[str, str]) -> list[str]:
    table = _table(language)
    spelt: list[str] = []
    for place, mark in enumerate(word):
        if mark == tables.SHADDA and spelt:
            spelt.append(spelt[-1])
        elif mark in tables.ARABIC:
            last = place == len(word) - 1
            spelt.append(tables.ARABIC_LAST.get(mark, tables.ARABIC[mark]) if last else tables.ARABIC[mark])
        elif mark not in _APOSTROPHES:
            spelt.append(chosen.get(mark) or table.get(mark, _without_marks(mark)))
    return spelt


@lru_cache(maxsize=16)
def _table(language: str) -> Mapping[str, str]:
    own = tables.LATIN_IN.get(language, {}) | tables.CYRILLIC_IN.get(language, {})
    return tables.LATIN | tables.CYRILLIC | own


def _without_marks(mark: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", mark) if "A" <= part <= "Z")
