"""Letters of the pack: the authentic language and the person's own beside it, drawn from facts alone."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import segno
from babel import Locale
from babel.dates import format_date

from sojourn.catalogue.types import Letter, Pack
from sojourn.documents import typesetting
from sojourn.documents.errors import LetterFailed, LetterTooLong
from sojourn.documents.glyphs import printable

_HEAD = "letterhead.typ"
_SCALES = ((1.0, 1), (0.92, 1), (0.85, 1), (1.0, 2))  # size of type, pages: smaller before longer
_A_LITTLE_SMALLER = (0.94, 0.88)
_MASK = 3  # any mask is read alike; choosing the prettiest of eight costs five times the rest
_LONGEST = 300  # characters of one value on paper
_LONGEST_PARAGRAPH = 6000
_FIELD = re.compile(r"\{([a-z_]+)\}")
_GROUP = 5  # characters of the code between spaces, as people read it aloud

Text = str | date | Mapping[str, str]
Value = Text | Sequence[Text] | None


@dataclass(frozen=True, slots=True)
class LetterData:
    """What one letter says.

    values: by field of the letter: a text that is the same in every language, a day, a text per language, a
    list of such paragraphs, or nothing when the row is left out. link: the page a reader may type; scanned:
    the whole text of the printed code, if one is printed. pages: how many it may have; a letter of one page,
    or of many that takes two, is set smaller before it takes a second. pictures: by name, JPEG; shown 35 wide
    and 45 high.
    """

    language: str
    values: Mapping[str, Value]
    number: str
    code: str
    link: str
    scanned: str
    issued_on: date
    demonstration: bool = False
    standards: tuple[str, ...] = field(default=typesetting.ACCESSIBLE_ARCHIVE)
    pages: int = 1
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def render(code: str, data: LetterData, *, pack: Pack) -> bytes:
    """The letter as PDF/A-2a and PDF/UA-1, on one page if it can be; the same data give the same bytes.

    Raises: LetterFailed, LetterTooLong, LetterTooSlow.
    """
    pack = pack.as_of(data.issued_on) if pack.told_on is None else pack
    letter = pack.letters[code]
    missing = sorted(set(letter.fields) - set(data.values))
    if missing:
        raise LetterFailed(letter=code, missing=missing)
    templates = {name: base64.b64decode(content) for name, content in pack.templates.items()}
    files = {_HEAD: _letterhead(), **templates, "main.typ": templates[letter.template]}
    payload = _payload(letter, data, pack)
    if data.pages > 1:
        return _on_few_pages(files, payload, data)
    for scale, pages in _SCALES[:-1]:
        with suppress(LetterTooLong):
            return _set(files, payload | {"scale": scale}, data, pages)
    scale, pages = _SCALES[-1]
    return _set(files, payload | {"scale": scale}, data, pages)


def _on_few_pages(files: dict[str, bytes], payload: dict[str, Any], data: LetterData) -> bytes:
    """As it is; a little smaller where a letter that may be long then needs one page and not two."""
    whole = _set(files, payload | {"scale": 1.0}, data, data.pages)
    if typesetting.pages_of(whole) == 2 < data.pages:
        for scale in _A_LITTLE_SMALLER:
            with suppress(LetterTooLong):
                return _set(files, payload | {"scale": scale}, data, 1)
    return whole


def _set(files: dict[str, bytes], payload: dict[str, Any], data: LetterData, pages: int) -> bytes:
    return typesetting.set_pdf(files, payload, on=data.issued_on, pages=pages, standards=data.standards)


def _payload(letter: Letter, data: LetterData, pack: Pack) -> dict[str, Any]:
    languages = _languages(letter, data, pack)
    return {
        "languages": languages,
        "right_to_left": list(pack.right_to_left),
        "texts": {name: _filled(letter, name, data.values, pack, languages) for name in letter.texts},
        "fields": {name: _said(data.values[name], languages) for name in letter.fields},
        "issued_on": _said(data.issued_on, languages),
        "number": data.number,
        "code": " ".join(data.code[at : at + _GROUP] for at in range(0, len(data.code), _GROUP)),
        "link": data.link,
        "scanned": _drawn(data.scanned) if data.scanned else "",
        "pictures": {name: _framed(content) for name, content in data.pictures.items()},
        "demonstration": data.demonstration,
    }


def _languages(letter: Letter, data: LetterData, pack: Pack) -> list[str]:
    """The authentic language first, the person's beside it if the pack speaks it."""
    authentic = pack.languages[0]
    spoken = data.language if data.language in (letter.languages or pack.languages) else authentic
    return list(dict.fromkeys((authentic, spoken)))


def _texts(letter: Letter, name: str, pack: Pack, languages: list[str]) -> dict[str, str]:
    return {language: pack.text(f"letters.{letter.code}.{name}", language) for language in languages}


def _filled(
    letter: Letter, name: str, values: Mapping[str, Value], pack: Pack, languages: list[str]
) -> dict[str, str | None]:
    """A text of the letter, with the fields it names in braces written into it; nothing where one of them is
    not known: a template that sets such a sentence all the same is refused, rather than print a hole.
    """
    texts = _texts(letter, name, pack, languages)
    return {language: _sentence(texts[language], values, language) for language in languages}


def _sentence(text: str, values: Mapping[str, Value], language: str) -> str | None:
    told = {each: _value_in(values, language, each) for each in _FIELD.findall(text)}
    return _FIELD.sub(lambda found: told[found[1]], text) if all(told.values()) else None


def _value_in(values: Mapping[str, Value], language: str, name: str) -> str:
    value = values.get(name.replace("_", "-"))
    if isinstance(value, str | date | Mapping) and value:
        return _in_each(value, [language], _LONGEST_PARAGRAPH)[language]
    return ""


def _said(value: Value, languages: list[str]) -> dict[str, str] | list[dict[str, str]] | None:
    """A value in each language of the letter; paragraphs one by one."""
    if not value:
        return None
    if isinstance(value, str | date | Mapping):
        return _in_each(value, languages, _LONGEST)
    return [_in_each(each, languages, _LONGEST_PARAGRAPH) for each in value if each]


def _in_each(value: Text, languages: list[str], longest: int) -> dict[str, str]:
    if isinstance(value, date):
        return {language: format_date(value, "long", locale=_locale(language)) for language in languages}
    if isinstance(value, str):
        return dict.fromkeys(languages, _printed(value, longest))
    first = next(iter(value.values()))
    return {language: _printed(value.get(language, first), longest) for language in languages}


def _printed(text: str, longest: int) -> str:
    drawn = printable(text)
    return drawn if len(drawn) <= longest else f"{drawn[:longest]}…"


def _locale(language: str) -> Locale:
    """English says the day before the month."""
    return Locale("en", "GB") if language == "en" else Locale.parse(language, sep="-")


def _drawn(text: str) -> str:
    """The code as a drawing; error correction M survives a fold or a stamp."""
    code = segno.make(text, error="m", micro=False, mask=_MASK, boost_error=False)
    return str(code.svg_inline(border=4, omitsize=True))


def _framed(picture: bytes) -> str:
    """A picture as a drawing: the setter of type takes files of text only."""
    told = base64.b64encode(picture).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 35 45"><image width="35" height="45"'
        f' preserveAspectRatio="xMidYMid slice" href="data:image/jpeg;base64,{told}"/></svg>'
    )


@cache
def _letterhead() -> bytes:
    return (Path(__file__).parent / _HEAD).read_bytes()
