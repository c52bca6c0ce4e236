"""Rows of a guest list as a form: what was typed, what is wrong, and how a posted form is read back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sojourn.catalogue.forms import Finding
from sojourn.catalogue.types import Pack, Service
from sojourn.flows.read_guest_csv import COLUMNS, LONGEST_LIST
from sojourn.sites.ui.form import Drawing
from sojourn.sites.ui.sentences import sentence

IN_ROWS = (
    "mrz",
    "arrived_on",
    "leaves_on",
    "document_number",
    "surname",
    "given_names",
    "nationality",
    "birth_date",
)
"""The columns a row of the form shows; the table file has them all."""
AT_FIRST, MORE, AT_MOST = 4, 5, 30
_NAME = re.compile(r"row-(\d{1,3})\.([a-z.-]{1,60})")
_PATHS = frozenset(COLUMNS.values())


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a row."""

    name: str
    label: str
    value: str
    error: str
    column: str

    @property
    def id(self) -> str:
        return self.name.replace(".", "-")


@dataclass(frozen=True, slots=True)
class RowForm:
    number: int
    cells: tuple[Cell, ...]
    hidden: tuple[tuple[str, str], ...]
    others: tuple[str, ...]

    @property
    def errors(self) -> list[tuple[str, str]]:
        return [(cell.id, f"{self.number} · {cell.label}: {cell.error}") for cell in self.cells if cell.error]


Typed = Mapping[str, str]


def posted_rows(data: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """The rows somebody typed into, by number; whatever else was sent is left out."""
    rows: dict[int, dict[str, str]] = {}
    for name in data:
        found = _NAME.fullmatch(name)
        if found and found[2] in _PATHS and data[name].strip():
            rows.setdefault(int(found[1]), {})[found[2]] = data[name]
    return dict(sorted(rows.items())[:LONGEST_LIST])


def draw_row(
    pack: Pack, service: Service, language: str, number: int, typed: Typed, findings: Sequence[Finding] = ()
) -> RowForm:
    """One row. What was told in the table file and has no field here is carried along."""
    words = Drawing(pack, service, language)
    shown = {COLUMNS[column]: column for column in IN_ROWS}
    shown |= {one.path: name for one in findings for name, path in COLUMNS.items() if path == one.path}
    cells = []
    for path, column in shown.items():
        said = [sentence(one.code, one.values, words.label) for one in findings if one.path == path]
        name = f"row-{number}.{path}"
        cells.append(Cell(name, words.label(path), typed.get(path, ""), " ".join(said), column))
    hidden = tuple((f"row-{number}.{path}", value) for path, value in typed.items() if path not in shown)
    others = tuple(
        f"{words.label(one.path)}: {sentence(one.code, one.values, words.label)}"
        for one in findings
        if one.path not in shown
    )
    return RowForm(number, tuple(cells), hidden, others)
