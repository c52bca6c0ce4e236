"""Fills answers about a travel document from its machine-readable lines, and says where the two differ."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sojourn.catalogue.types import Lists
from sojourn.lib import clock, mrz
from sojourn.lib.mrz import FieldName, Finding, FindingCode, Mrz

_VISAS = frozenset({mrz.Format.MRV_A, mrz.Format.MRV_B})
_FIELDS = (
    "surname",
    "given-names",
    "nationality",
    "birth-date",
    "sex",
    "kind",
    "issuing-state",
    "number",
    "expires-on",
)
# A visa's zone names its holder; kind, number, State and expiry are the visa's own.
_OF_THE_HOLDER = frozenset(_FIELDS[:5])
_SEXES = {"M": "male", "F": "female", "X": "other"}
_COMPARED = ("number", "nationality", "birth-date", "sex", "expires-on")
_WEIGHT = {
    **dict.fromkeys((FindingCode.NOT_RECOGNISED, FindingCode.TOO_LONG, FindingCode.CHARACTER), 0),
    **dict.fromkeys((FindingCode.LINES_MENDED, FindingCode.SEX_UNKNOWN), 2),
}
"""What is said first of two things about one answer: what makes the other doubtful, then what was mended."""
_ELSEWHERE = {FieldName.LINES: "mrz", FieldName.NAME: "surname", FieldName.COMPOSITE: "mrz"}


def fill(page: str, answers: Mapping[str, Any], lists: Lists) -> dict[str, str]:
    """What the lines say for questions of the page that have no answer yet, by answer path."""
    read = _read(page, answers)
    if read is None:
        return {}
    told = _values(read, lists)
    return {f"{page}.{name}": told[name] for name in told if _is_free(answers, f"{page}.{name}")}


def findings(
    page: str, cleaned: Mapping[str, Any], lists: Lists
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, code and values of what is to be said about the lines and about answers that differ from them."""
    read = _read(page, cleaned)
    if read is None:
        return
    for one in sorted(read.findings, key=lambda each: _WEIGHT.get(each.code, 1)):
        name = _ELSEWHERE.get(one.field, one.field.value)
        name = name if name in _FIELDS else "mrz"
        if not (_follows(one, read.findings) or cleaned.get(f"{page}.{name}") in one.suggestions):
            yield f"{page}.{name}", f"mrz-{one.code.value}", {"suggestions": ", ".join(one.suggestions)}
    told = _values(read, lists)
    for name in _COMPARED:
        typed = cleaned.get(f"{page}.{name}")
        if typed and name in told and told[name] != typed:
            yield f"{page}.{name}", "differs-from-lines", {"lines": told[name]}


def _follows(one: Finding, findings: Iterable[Finding]) -> bool:
    """The digit over all the lines cannot fit where another does not, or where a mark in them is none."""
    causes = (FindingCode.CHECK_DIGIT, FindingCode.CHARACTER)
    return one.field is FieldName.COMPOSITE and any(
        each.code in causes and each.field is not FieldName.COMPOSITE for each in findings
    )


def scripts(
    page: str, cleaned: Mapping[str, Any], lists: Lists, names: Iterable[str]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Names in another script than the document's Latin line, with what the lines or the standard spell.

    Source: ICAO Doc 9303-3 s. 6 B (Cyrillic). Its table for Arabic is made for machines, not for people.
    """
    read = _read(page, cleaned)
    told = _values(read, lists) if read else {}
    for path in names:
        typed = cleaned.get(path)
        if isinstance(typed, str) and not _is_latin(typed):
            spelt = told.get(path.removeprefix(f"{page}.")) or (_spelt(typed) if _is_cyrillic(typed) else "")
            yield path, "name-not-latin" if spelt else "name-other-script", {"spelt": spelt}


def _spelt(name: str) -> str:
    return " ".join(mrz.transliterate(name).split("<"))


def _is_latin(name: str) -> bool:
    return all(_script(mark) in ("LATIN", "MODIFIER") for mark in name if mark.isalpha())


def _is_cyrillic(name: str) -> bool:
    return all(_script(mark) in ("LATIN", "CYRILLIC", "MODIFIER") for mark in name if mark.isalpha())


def _script(mark: str) -> str:
    return unicodedata.name(mark, "").partition(" ")[0]


def _read(page: str, answers: Mapping[str, Any]) -> Mrz | None:
    lines = answers.get(f"{page}.mrz")
    return mrz.parse(lines) if isinstance(lines, str) and lines.strip() else None


def _is_free(answers: Mapping[str, Any], path: str) -> bool:
    parts = (answers.get(path), *(answers.get(f"{path}.{part}") for part in ("year", "month", "day")))
    return not any(isinstance(part, str) and part.strip() for part in parts)


def _values(read: Mrz, lists: Lists) -> dict[str, str]:
    """The lines as answers; what a zone does not say is left out."""
    today = clock.today()
    birth, expiry = read.birth.as_birth(on=today), read.expiry.as_expiry(on=today)
    told = {
        "surname": read.surname or "",
        "given-names": read.given_names or "",
        "nationality": _state(read.nationality, lists),
        "birth-date": str(birth or ""),
        "sex": _SEXES.get(read.sex.value if read.sex else "", ""),
        "kind": _kind(read.kind),
        "issuing-state": _state(read.issuing_state, lists),
        "number": read.number,
        "expires-on": str(expiry) if expiry and expiry.is_whole else "",
    }
    kept = _OF_THE_HOLDER if read.format in _VISAS else frozenset(_FIELDS)
    return {name: value for name, value in told.items() if value and name in kept}


def _state(code: str, lists: Lists) -> str:
    return code if code in lists.countries else lists.icao.get(code, "")


def _kind(code: str) -> str:
    """The zone's document code as the pack's kinds: a passport, an identity card, another document."""
    if code.startswith("P"):
        return "passport"
    return "identity-card" if code[:1] in ("I", "A", "C") else "other"
