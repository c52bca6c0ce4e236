"""From what people type, paste or scan to lines of a known size."""

import html
import re
import unicodedata
from dataclasses import dataclass

from sojourn.lib.mrz.layouts import LAYOUTS, Layout, layout_for
from sojourn.lib.mrz.types import FieldName, Finding, FindingCode, Severity

LONGEST_INPUT = 400
"""Characters looked at. A zone has at most 90; the rest allows for spaces and stray lines."""

_ANGLES = str.maketrans(dict.fromkeys("‹〈⟨≺˂ᐸ＜﹤❮", "<"))
_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_SPACE = re.compile(r"[^\S\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_UPPER = {letter: letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"} | {"ı": "I", "İ": "I"}
_SIZES = {layout.lines * layout.width: layout for layout in LAYOUTS.values()}


@dataclass(frozen=True, slots=True)
class Laid:
    """Lines that fit a layout, and what was done to make them fit."""

    layout: Layout
    lines: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


def lay_out(text: str) -> Laid | None:
    """The first reading of the text that fits a format, the plainest readings first."""
    readings = [_lines(reading) for reading in _readings(text)]
    for fit in (_as_given, _joined, _mended):
        for lines in readings:
            if laid := fit(lines):
                return laid
    return None


def _readings(text: str) -> list[str]:
    """A guillemet is one filler or two; a space is nothing or a filler."""
    plain = unicodedata.normalize("NFKC", html.unescape(text[:LONGEST_INPUT])).translate(_ANGLES)
    plain = "".join(_UPPER.get(mark, mark) for mark in plain if unicodedata.category(mark) != "Cf")
    guillemets = [plain.replace("«", two).replace("≪", two) for two in ("<<", "<")]
    spaced = [_SPACE.sub(filler, one) for filler in ("", "<") for one in guillemets]
    return list(dict.fromkeys(spaced))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in _BREAKS.split(text) if line)


def _as_given(lines: tuple[str, ...]) -> Laid | None:
    if not lines or len({len(line) for line in lines}) != 1:
        return None
    layout = layout_for(len(lines), len(lines[0]), kind=lines[0][:2])
    return Laid(layout, lines) if layout else None


def _joined(lines: tuple[str, ...]) -> Laid | None:
    """Breaks missing or misplaced: the number of characters alone tells the format."""
    whole = "".join(lines)
    like = _SIZES.get(len(whole))
    layout = layout_for(like.lines, like.width, kind=whole[:2]) if like else None
    if not layout:
        return None
    starts = range(0, len(whole), layout.width)
    return Laid(layout, tuple(whole[start : start + layout.width] for start in starts))


def _mended(lines: tuple[str, ...]) -> Laid | None:
    """Fillers at the end of a line were left out, or too many were typed."""
    for like in LAYOUTS.values():
        if len(lines) != like.lines or not _is_near(lines, like):
            continue
        if layout_for(like.lines, like.width, kind=lines[0][:2]) is not like:
            continue
        fitted = tuple(_fit(line, like.width) for line in lines)
        found = ",".join(str(place + 1) for place, line in enumerate(lines) if len(line) != like.width)
        mended = Finding(FieldName.LINES, FindingCode.LINES_MENDED, Severity.ADVICE, found)
        return Laid(like, fitted, (mended,))
    return None


def _is_near(lines: tuple[str, ...], layout: Layout) -> bool:
    return all(_may_fit(line, layout, place) for place, line in enumerate(lines))


def _may_fit(line: str, layout: Layout, place: int) -> bool:
    if len(line) == layout.width:
        return True
    if len(line) > layout.width:
        return len(line.rstrip("<")) <= layout.width and place in layout.padded
    return place in layout.padded and len(line) > layout.width // 4


def _fit(line: str, width: int) -> str:
    return line[:width].ljust(width, "<")
