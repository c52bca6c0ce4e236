"""Decisions about petitions, without database or clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from uuid import UUID

from sojourn.catalogue.types import Matter, PetitionDesk
from sojourn.lib.types import Confidentiality
from sojourn.petitions.errors import DeskUnsuitable, NotRepeated, ReasonMissing, WriterUnnamed
from sojourn.petitions.types import Told

_LETTERS = 3  # a shorter word is an initial or a title
_WORD = re.compile(r"[^\W\d_]+")
_FOLDED = str.maketrans({"ə": "a", "e": "a", "ı": "i", "ö": "o", "ü": "u", "ç": "c", "ş": "s", "ğ": "g"})
_DESKS = {
    Confidentiality.ORDINARY: frozenset(PetitionDesk),
    Confidentiality.RESTRICTED: frozenset({PetitionDesk.CONTROL, PetitionDesk.PROTECTION}),
    Confidentiality.PROTECTED: frozenset({PetitionDesk.PROTECTION}),
}


def check_writer(matter: Matter, told: Told, *, signed_in: bool) -> None:
    """A petition of nobody is none; where somebody was wronged nobody is asked. Raises: WriterUnnamed."""
    if matter.named and not signed_in and not (told.name and told.contact):
        raise WriterUnnamed(matter=matter.code)


def check_reason(reason: str) -> None:
    """Raises: ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing


def check_desk(desk: PetitionDesk, confidentiality: Confidentiality) -> None:
    """What is sensitive never goes to the office it may be about. Raises: DeskUnsuitable."""
    if desk not in _DESKS[confidentiality]:
        raise DeskUnsuitable(desk=desk)


def check_repeated(answers: int, *, most: int) -> None:
    """Raises: NotRepeated. Source: rules on petitions of the pack."""
    if answers < most:
        raise NotRepeated(answers=answers, needed=most)


def words_of(text: str) -> frozenset[str]:
    """The words of a name as they are compared: small, without accents; ə, e and a are one."""
    return frozenset(_in_order(text))


def _in_order(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.replace("İ", "i").replace("I", "i").lower().translate(_FOLDED))
    words = _WORD.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))
    return [word for word in words if len(word) >= _LETTERS]


def wholly_named_in(text: str, officers: Iterable[tuple[UUID, str]]) -> frozenset[UUID]:
    """Which officers a story names by all the words of their name, side by side in either order; one word
    alone is often something else.
    """
    said = _in_order(text)
    found = set()
    for officer, name in officers:
        whole = words_of(name)
        beside = [said[at : at + len(whole)] for at in range(len(said) - len(whole) + 1)]
        if whole and any(whole == set(words) for words in beside):
            found.add(officer)
    return frozenset(found)


def named_in(text: str, officers: Iterable[tuple[UUID, str]], *, common: Collection[str]) -> frozenset[UUID]:
    """Which officers a text may name. Rather one too many: whoever may be meant does not read it.

    common: words that are no names, such as those of ranks and roles; a name of such words alone must stand
    there whole.
    """
    said = words_of(text)
    found = set()
    for officer, name in officers:
        whole = words_of(name)
        if whole & said - set(common) or (whole and whole <= said):
            found.add(officer)
    return frozenset(found)
