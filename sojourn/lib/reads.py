"""SELECTs written out: what every page asks is not composed anew each time.

The framework composes a question in three times the time it takes to ask it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from sojourn.lib.fields import row_read
from sojourn.lib.postgres import planned

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How rows of a table come out of it: its columns, and those whose values are opened or parsed."""

    columns: str
    names: tuple[str, ...]
    opened: tuple[tuple[int, Callable[..., Any]], ...]


@cache
def _shape_of(model: type[Model]) -> _Shape:
    fields: list[Any] = list(model._meta.concrete_fields)
    return _Shape(
        ", ".join(f'r."{each.column}"' for each in fields),
        tuple(each.attname for each in fields),
        tuple((at, each.from_db_value) for at, each in enumerate(fields) if hasattr(each, "from_db_value")),
    )


def rows(model: type[Row], rest: str, params: Sequence[Any], *, source: str = "") -> list[Row]:
    """Whole rows of a table, which the statement calls `r`; `rest` follows FROM: conditions and order."""
    return [row for row, *_ in rows_with(model, "", rest, params, source=source) if row is not None]


def rows_with(
    model: type[Row], also: str, rest: str, params: Sequence[Any], *, source: str = ""
) -> list[tuple[Row | None, *tuple[Any, ...]]]:
    """Rows with further columns, named by `also` with a comma before each. None where an outer join found no
    row. source: what the rows come from, where it is not the table itself.
    """
    shape = _shape_of(model)
    with planned() as cursor:
        cursor.execute(_asking(model, shape, also, rest, source), params)
        return [_read(model, shape, found) for found in cursor.fetchall()]


def plain_rows(
    model: type[Model], rest: str, params: Sequence[Any], *, source: str = ""
) -> list[SimpleNamespace]:
    """The same values under the same names, for lists: fifty rows that nobody changes need not be models."""
    shape = _shape_of(model)
    with planned() as cursor:
        cursor.execute(_asking(model, shape, "", rest, source), params)
        found = [_opened(shape, row) for row in cursor.fetchall()]
    return [SimpleNamespace(**dict(zip(shape.names, values, strict=True))) for values in found]


def _asking(model: type[Model], shape: _Shape, also: str, rest: str, source: str) -> str:
    return f"SELECT {shape.columns}{also} FROM {source or model._meta.db_table} r {rest}"  # noqa: S608


def _opened(shape: _Shape, found: Sequence[Any]) -> list[Any]:
    values = list(found)
    for at, opened in shape.opened:
        values[at] = opened(values[at], None, connection)
    return values


def _read(model: type[Row], shape: _Shape, found: tuple[Any, ...]) -> tuple[Row | None, *tuple[Any, ...]]:
    width = len(shape.names)
    if all(value is None for value in found[:width]):
        return (None, *found[width:])
    values = _opened(shape, found[:width])
    return (row_read(model, dict(zip(shape.names, values, strict=True))), *found[width:])
