"""Many papers bound into one file: an index in front, its pages numbered through, nothing left out unseen."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from sojourn.documents import typesetting
from sojourn.documents.types import MediaType

_HEAD = "bundle.typ"
_MOST_PAGES_AT_ONCE = 200
_SET_AT_ONCE = 60_000
"""Characters set in one go, so that a long file keeps no letter of others waiting."""
_A4, _MARGIN = (595.0, 842.0), 36.0
_FOOT_SIZE, _FOOT_AT = 8, 12
_PLAIN: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of the file; `content` is its safe copy."""

    name: str
    on: str
    content: bytes
    media_type: MediaType = MediaType.PDF


@dataclass(frozen=True, slots=True)
class Section:
    """Something told in words: label and value, row by row."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in front. `words`: the heading of the contents; `mark`: what every page carries below."""

    title: str
    owner: str
    language: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    contents: str
    mark: str
    right_to_left: bool = False


def bind(head: Head, papers: Sequence[Paper], *, on: date) -> bytes:
    """The file as one PDF, whatever its length. Raises: LetterFailed, LetterTooSlow."""
    inside = [_as_pdf(each) for each in papers]
    lengths = [_length(each) for each in inside]
    shortly, *further = _portions(head.sections)
    told = [_set(head, each, on=on) for each in further]
    opening = partial(_opening, replace(head, sections=shortly), papers, lengths=lengths, on=on)
    first = _length(opening([0] * len(papers))) + sum(_length(each) for each in told) + 1
    starts = [first + sum(lengths[:at]) for at in range(len(papers))]
    return _numbered([opening(starts), *told, *inside], head.mark)


def _portions(sections: Sequence[Section]) -> list[tuple[Section, ...]]:
    """What is told, cut into parts that are set one by one; a section goes on under its title."""
    parts: list[list[Section]] = [[]]
    room = _SET_AT_ONCE
    for section in sections:
        rows: list[tuple[str, str]] = []
        for row in section.rows:
            room -= len(row[0]) + len(row[1])
            if room < 0 and (rows or parts[-1]):
                parts[-1] += [Section(section.title, tuple(rows))] if rows else []
                parts.append([])
                rows, room = [], _SET_AT_ONCE - len(row[0]) - len(row[1])
            rows.append(row)
        parts[-1].append(Section(section.title, tuple(rows)))
    return [tuple(part) for part in parts]


def _opening(
    head: Head, papers: Sequence[Paper], starts: list[int], *, lengths: list[int], on: date
) -> bytes:
    """Whose file it is, what lies in it and on which pages, and the first of what is told."""
    rows = [
        {
            "name": paper.name,
            "on": paper.on,
            "sha256": sha256(paper.content).hexdigest(),
            "pages": f"{start}–{start + length - 1}" if length > 1 else str(start),
        }
        for paper, start, length in zip(papers, starts, lengths, strict=True)
    ]
    return _set(head, head.sections, papers=rows, on=on)


def _set(
    head: Head, sections: Sequence[Section], *, on: date, papers: Sequence[Mapping[str, str]] | None = None
) -> bytes:
    told: dict[str, Any] = {
        "opens": papers is not None,
        "title": head.title,
        "owner": head.owner,
        "language": head.language,
        "right_to_left": head.right_to_left,
        "facts": [list(each) for each in head.facts],
        "sections": [{"title": each.title, "rows": [list(row) for row in each.rows]} for each in sections],
        "papers": list(papers or ()),
        "words": {"contents": head.contents},
    }
    files = {"main.typ": _template()}
    return typesetting.set_pdf(files, told, on=on, pages=_MOST_PAGES_AT_ONCE, standards=_PLAIN)


def _as_pdf(paper: Paper) -> bytes:
    """A picture becomes a page, as large as the page allows."""
    if paper.media_type is MediaType.PDF:
        return paper.content
    with Image.open(io.BytesIO(paper.content)) as picture:
        page = Image.new("RGB", (1240, 1754), "white")
        shown = picture.convert("RGB")
        shown.thumbnail((1240 - 150, 1754 - 150))
        page.paste(shown, (75, 75))
        out = io.BytesIO()
        page.save(out, "PDF", resolution=150)
    return out.getvalue()


def _length(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as document:
        return len(document.pages)


def _numbered(parts: Sequence[bytes], mark: str) -> bytes:
    """All parts after one another, each page with its number of all."""
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(io.BytesIO(part)) as document:
                whole.add_pages_from(document, forms="strip")  # a copied signature proves nothing
        font = whole.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
        for number, page in enumerate(whole.pages, start=1):
            _stamp(whole, page, font, f"{mark}   {number} / {len(whole.pages)}")
        out = io.BytesIO()
        whole.save(out, deterministic_id=True)
    return out.getvalue()


def _stamp(whole: pikepdf.Pdf, page: pikepdf.Page, font: Any, text: str) -> None:
    """The number at the foot of a page, over whatever is there."""
    left, bottom, right, _ = (float(each) for each in page.mediabox)
    words = text.encode("ascii", "replace").replace(b"(", b"").replace(b")", b"")
    width = len(words) * _FOOT_SIZE * 0.5
    place = f"{right - left - width - _MARGIN:.1f} {_FOOT_AT} Td".encode()
    line = b"q BT /FootFont %d Tf 0.33 g %s (%s) Tj ET Q" % (_FOOT_SIZE, place, words)
    overlay = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=page.mediabox,
        Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(FootFont=font)),
    )
    form = whole.make_stream(line, overlay)
    page.contents_coalesce()
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q")
    name = page.add_resource(form, pikepdf.Name.XObject)
    page.contents_add(b"q 1 0 0 1 %.1f %.1f cm %s Do Q" % (left, bottom, str(name).encode()))


@cache
def _template() -> bytes:
    return (Path(__file__).parent / _HEAD).read_bytes()
