"""The texts of the interface: found in code and templates, kept as PO files, compiled by Babel alone."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, Token, TokenType

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "locale"
LANGUAGES = ("az", "ru")
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_HEAD = "# Texts of the interface. Gathered and compiled by `sojourn texts`; translated by hand."
_NOISE = re.compile(
    rb'"[A-Za-z-]*(Date|Project-Id-Version|Report-Msgid-Bugs-To|Last-Translator|Team|Generated-By):'
)
_TRANSLATE, _BLOCK = ("translate", "trans"), ("blocktranslate", "blocktrans")

Found = tuple[str | tuple[str, str], str]
"""A text, or a singular and its plural, and the file it stands in."""


def find_all(root: Path = ROOT) -> Iterator[Found]:
    """Every text of the platform with the file it stands in, in the order of the files."""
    for path in sorted(root.rglob("*.py")):
        if "migrations" not in path.parts:
            for text in _in_python(path):
                yield text, path.relative_to(root.parent).as_posix()
    for path in sorted(root.rglob("templates/**/*")):
        if path.suffix in (".html", ".txt"):
            for text in _in_template(path.read_text("utf-8")):
                yield text, path.relative_to(root.parent).as_posix()


def _in_python(path: Path) -> Iterator[str | tuple[str, str]]:
    with path.open("rb") as source:
        for _, text, _, _ in extract("python", source, keywords=KEYWORDS, options={"encoding": "utf-8"}):
            yield text if isinstance(text, str) else (text[0], text[1])


def _in_template(source: str) -> Iterator[str | tuple[str, str]]:
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type is not TokenType.BLOCK:
            continue
        words = token.split_contents()
        if words[0] in _TRANSLATE and words[1][0] in "\"'":
            yield words[1][1:-1]
        elif words[0] in _BLOCK:
            yield _block(tokens, trimmed="trimmed" in words)


def _block(tokens: Iterator[Token], *, trimmed: bool) -> str | tuple[str, str]:
    """The text up to the end of the block, written as Django looks it up."""
    forms = [""]
    for token in tokens:
        if token.token_type is TokenType.BLOCK:
            if token.contents.strip().startswith("end"):
                break
            forms.append("")
        elif token.token_type is TokenType.VAR:
            forms[-1] += f"%({token.contents})s"
        else:
            forms[-1] += token.contents.replace("%", "%%")
    if trimmed:
        forms = [" ".join(line.strip() for line in form.strip().splitlines()) for form in forms]
    return forms[0] if len(forms) == 1 else (forms[0], forms[1])


def po_file(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "django.po"


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as it is kept."""
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def renewed(language: str) -> Catalog:
    """The kept catalogue with exactly the texts of today; a translation that is there is kept."""
    kept = catalogue(language)
    fresh = Catalog(locale=Locale.parse(language), header_comment=_HEAD, charset="utf-8", fuzzy=False)
    for text, place in find_all():
        known = kept.get(text)
        said = known.string if known and bool(known.pluralizable) is isinstance(text, tuple) else None
        fresh.add(text, said or (("",) * fresh.num_plurals if isinstance(text, tuple) else ""), [(place, 0)])
    return fresh


def missing(found: Catalog) -> list[Message]:
    """Texts without a translation, or with one that lost or invented a placeholder."""
    return [message for message in found if message.id and not _is_whole(message)]


def _is_whole(message: Message) -> bool:
    said = message.string if isinstance(message.string, tuple | list) else (message.string,)
    wanted = message.id[-1] if isinstance(message.id, tuple | list) else message.id
    return all(each and _places(each) == _places(wanted) for each in said)


def _places(text: str) -> list[str]:
    """Placeholders of both kinds: `{name}` and `%(name)s`."""
    return sorted(set(re.findall(r"\{[a-z_]*\}|%\([a-z_.]+\)s", text)))


def po_bytes(found: Catalog) -> bytes:
    """Without the headers that change from day to day or name nobody."""
    written = io.BytesIO()
    write_po(written, found, width=110, no_location=True, sort_output=True)
    return b"\n".join(line for line in written.getvalue().split(b"\n") if not _NOISE.match(line))


def mo_bytes(found: Catalog) -> bytes:
    """Compiled from the kept form, so that the same texts give the same bytes."""
    written = io.BytesIO()
    kept = read_po(io.BytesIO(po_bytes(found)), locale=found.locale)
    kept.creation_date = kept.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    write_mo(written, kept)
    return written.getvalue()


def write(language: str) -> Catalog:
    """Renew and compile one language."""
    found = renewed(language)
    path = po_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(po_bytes(found))
    path.with_suffix(".mo").write_bytes(mo_bytes(found))
    return found
