"""Rows that wait to be written together: what an action changed goes to the database in one statement.

Nobody sees the waiting: it is over before the transaction asks for a row of these tables or writes anything
else, and at the latest with the last statement before the commit. A row written so has its id at once.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import AutoField, Model

from sojourn.lib.postgres import planned

_Params = Sequence[Any]
_USUAL = 300
"""Values of a statement that comes again; one with more of them is a list that was sent once."""
_WRITES = re.compile(r'\b(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')


@dataclass
class Changed:
    """Columns of one row that get another value."""

    model: type[Model]
    id: Any
    values: dict[str, Any]


@dataclass
class Added:
    """New rows of one table, all with the same columns."""

    table: str
    columns: tuple[str, ...]
    rows: list[dict[str, Any]]


@dataclass
class Written:
    """A data-modifying statement with the rows it needs before it, each with its name. `told`: how many rows
    it wrote, for whoever must know.
    """

    parts: list[tuple[str, str]]
    params: _Params
    told: Callable[[int], None] | None = None


@dataclass
class Batch:
    """What one transaction has still to write."""

    written: list[Written | Added | Changed] = field(default_factory=list)
    added: dict[tuple[str, tuple[str, ...]], Added] = field(default_factory=dict)
    changed: dict[tuple[str, Any], Changed] = field(default_factory=dict)
    new: dict[tuple[str, Any], dict[str, Any]] = field(default_factory=dict)
    asked: list[tuple[str, _Params]] = field(default_factory=list)
    tables: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.written or self.asked)

    def add(self, row: Model) -> None:
        """A new row; an id the database would make is made here."""
        values: dict[str, Any] = {}
        fields: Any = row._meta.concrete_fields
        database = connections[DEFAULT_DB_ALIAS]
        for each in fields:
            value = getattr(row, each.attname)
            if each.primary_key and isinstance(each, AutoField):
                continue
            if each.primary_key and not isinstance(value, UUID | int | str):
                value = new_id()
                setattr(row, each.attname, value)
            values[each.column] = each.get_db_prep_save(value, database)
        row._state.adding, row._state.db = False, database.alias
        if row.pk is not None:
            self.new[row._meta.db_table, row.pk] = values
        key = (row._meta.db_table, tuple(values))
        waiting = self.added.get(key)
        if waiting is None:
            waiting = self.added[key] = Added(*key, [])
            self.written.append(waiting)
            self.tables.add(key[0])
        waiting.rows.append(values)

    def change(self, row: Model, **values: Any) -> None:
        """Other values in a row: asked for twice it is one change; a row not yet written is written so."""
        for name, value in values.items():
            setattr(row, name, value)
        key = (row._meta.db_table, row.pk)
        if key in self.new:
            self.new[key].update(_columns(type(row), values))
            return
        waiting = self.changed.get(key)
        if waiting is None:
            waiting = self.changed[key] = Changed(type(row), row.pk, {})
            self.written.append(waiting)
            self.tables.add(key[0])
        waiting.values.update(values)

    def write(self, statement: str, params: _Params, *, told: Callable[[int], None] | None = None) -> None:
        """An INSERT, UPDATE or DELETE; with `told` it returns the rows it wrote."""
        self.write_parts([("", statement)], params, told=told)

    def write_parts(
        self, parts: list[tuple[str, str]], params: _Params, *, told: Callable[[int], None] | None = None
    ) -> None:
        """The same with the rows it needs before it, each under a name; the last part has none."""
        self.written.append(Written(parts, params, told))
        self.tables.update(table for _, text in parts for table in _WRITES.findall(text))

    def is_asked_for(self, statement: object) -> bool:
        """Whether a statement may see what waits: any but a question about other tables.

        What a part of the transaction left waiting goes with the rest: nothing is said by its end.
        """
        text = statement if isinstance(statement, str) else ""
        is_question = text.lstrip().startswith(("SELECT", "RELEASE"))
        return bool(self) and not (is_question and not any(table in text for table in self.tables))

    def ask(self, expression: str, params: _Params, *, table: str) -> None:
        """A function of the database that writes into a table, such as one that queues a job."""
        self.asked.append((expression, params))
        self.tables.add(table)

    def send(self, before: tuple[str, _Params] | None = None) -> None:
        """Write everything that waits, in one statement; `before`: what goes in front of it."""
        written, asked = self.written, self.asked
        self.written, self.asked, self.tables = [], [], set()
        self.added, self.changed, self.new = {}, {}, {}
        parts: list[str] = []
        params: list[Any] = []
        tellers: list[tuple[str, Callable[[int], None]]] = []
        for number, each in enumerate(written):
            one = each if isinstance(each, Written) else _statement(each)
            for name, text in one.parts:
                called = name or f"w{number}"
                parts.append(f"{called} AS ({text})")
                if one.told and not name:
                    tellers.append((called, one.told))
            params += one.params
        wanted = [f"(SELECT count(*) FROM {called})" for called, _ in tellers]  # noqa: S608
        for expression, values in asked:
            wanted.append(expression)
            params += values
        statement = f"WITH {', '.join(parts)} SELECT {', '.join(wanted) or '1'}" if parts else ""
        statement = statement or f"SELECT {', '.join(wanted)}"
        text, first = before or ("", ())
        is_usual = not before and len(params) <= _USUAL
        with planned() if is_usual else connection.cursor() as cursor:
            cursor.execute(f"{text}{statement}", [*first, *params])
            if before:
                cursor.nextset()
            counted = cursor.fetchone() or ()
        for (_, tell), count in zip(tellers, counted, strict=False):
            tell(count)


def _statement(each: Added | Changed) -> Written:
    return _insert(each) if isinstance(each, Added) else _update(each)


def _insert(added: Added) -> Written:
    slots = f"({', '.join(['%s'] * len(added.columns))})"
    rows = ", ".join([slots] * len(added.rows))
    columns = ", ".join(f'"{column}"' for column in added.columns)
    statement = f"INSERT INTO {added.table} ({columns}) VALUES {rows}"  # noqa: S608
    return Written([("", statement)], [row[column] for row in added.rows for column in added.columns])


def _update(changed: Changed) -> Written:
    columns = _columns(changed.model, changed.values)
    key: Any = changed.model._meta.pk
    table, told = changed.model._meta.db_table, ", ".join(f'"{column}" = %s' for column in columns)
    statement = f'UPDATE {table} SET {told} WHERE "{key.column}" = %s'  # noqa: S608
    return Written([("", statement)], [*columns.values(), key.get_db_prep_value(changed.id, connection)])


def _columns(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns behind the names of fields, with values as the database takes them."""
    fields: dict[str, Any] = {name: model._meta.get_field(name) for name in values}
    database = connections[DEFAULT_DB_ALIAS]
    return {
        fields[name].column: fields[name].get_db_prep_save(value, database) for name, value in values.items()
    }


_turn = threading.Lock()
_last = 0


def new_id() -> UUID:
    """A time-ordered id as the database makes them (RFC 9562, version 7): later ones are greater."""
    global _last
    with _turn:
        _last = max((time.time_ns() << 12) // 1_000_000, _last + 1)
        stamp = _last
    milliseconds, fraction = stamp >> 12, stamp & 0xFFF
    return UUID(int=milliseconds << 80 | 7 << 76 | fraction << 64 | 2 << 62 | secrets.randbits(62))
