"""The same rows by the shortest program there is: one transaction a registration, one INSERT a table."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

Rows = dict[str, tuple[list[str], list[tuple[str | None, ...]]]]
"""Table → columns and rows, every value as text."""

_WRITTEN_BY_TRIGGERS = frozenset({"procrastinate_events"})


@dataclass(frozen=True, slots=True)
class Script:
    """Rows cut into equal shares, one for each registration."""

    rows: Rows
    shares: int

    def share(self, number: int) -> list[tuple[str, list[str], list[tuple[str | None, ...]]]]:
        cut = []
        for table, (columns, rows) in self.rows.items():
            mine = rows[number * len(rows) // self.shares : (number + 1) * len(rows) // self.shares]
            if mine:
                cut.append((table, columns, mine))
        return cut

    def run(self, url: str, *, clients: int) -> int:
        """Write every share, by so many clients at a time. Returns how many shares were written."""
        with ThreadPoolExecutor(clients) as pool:
            written = pool.map(
                lambda client: self._write(url, range(client, self.shares, clients)), range(clients)
            )
            return sum(written)

    def _write(self, url: str, numbers: range) -> int:
        with psycopg.connect(url, autocommit=True) as connection:
            for number in numbers:
                with connection.transaction():
                    connection.execute("SET CONSTRAINTS ALL DEFERRED")  # an entry before its lines
                    for table, columns, rows in self.share(number):
                        connection.execute(
                            _insert(table, columns, len(rows)), [v for row in rows for v in row]
                        )
        return len(numbers)


def _insert(table: str, columns: list[str], count: int) -> sql.Composed:
    row = sql.SQL("({})").format(sql.SQL(", ").join(sql.Placeholder() * len(columns)))
    return sql.SQL("INSERT INTO {} ({}) VALUES {}").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join([row] * count),
    )


def transaction_number(connection: psycopg.Connection) -> int:
    """Rows written from now on carry this number or a later one."""
    row = connection.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
    return int(row[0]) if row else 0


def rows_since(connection: psycopg.Connection, number: int) -> Rows:
    """Every row of the public schema written since a transaction, in the order of those transactions; tables
    in an order in which they can be written.
    """
    found: Rows = {}
    for table in _tables(connection):
        columns = [
            name
            for (name,) in connection.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
                " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
                [f'public."{table}"'],
            )
        ]
        query = sql.SQL(
            "SELECT {} FROM {} WHERE xmin::text::bigint >= {} ORDER BY xmin::text::bigint, {}"
        ).format(
            sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(name)) for name in columns),
            sql.Identifier(table),
            sql.Literal(number),
            sql.SQL(", ").join(map(sql.Identifier, _key_of(connection, table))),
        )
        rows = connection.execute(query).fetchall()
        if rows:
            found[table] = (columns, rows)
    return found


def _tables(connection: psycopg.Connection) -> list[str]:
    """Each after those its rows point at; without those the database fills by itself."""
    named = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    left = [name for (name,) in connection.execute(named) if name not in _WRITTEN_BY_TRIGGERS]
    points = connection.execute(
        "SELECT c.relname, t.relname FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid"
        " JOIN pg_class t ON t.oid = f.confrelid WHERE f.contype = 'f' AND c.oid <> t.oid"
    ).fetchall()
    ordered: list[str] = []
    while left:
        free = [name for name in left if not any(one == name and other in left for one, other in points)]
        ordered += free or left
        left = [name for name in left if name not in ordered]
    return ordered


def _key_of(connection: psycopg.Connection, table: str) -> list[str]:
    """The columns of the primary key, in its order."""
    found = connection.execute(
        "SELECT a.attname FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS k (number, place)"
        " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number"
        " WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY k.place",
        [f'public."{table}"'],
    )
    return [name for (name,) in found]


def copy_database(programs: Path, source_url: str, target_url: str) -> None:
    """A copy of a database as it is now, made by pg_dump."""
    dump = subprocess.run([programs / "pg_dump", "--no-owner", source_url], capture_output=True, check=True)
    subprocess.run(
        [programs / "psql", "--quiet", "--set=ON_ERROR_STOP=1", target_url],
        input=dump.stdout,
        capture_output=True,
        check=True,
    )
