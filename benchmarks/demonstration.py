"""The promise: `sojourn demo` writes 5,000 cases a second on two cores, so a case costs at most 0.4 ms of
processor time, the generator's and the database's together.

Beside a raw COPY of the same rows into a copy of the same database on the same server in the same run. Rates
hold for a machine that does nothing else; processor time tells nearly the same on a busy one.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psutil
import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings

from benchmarks import raw, tables
from benchmarks.meter import Cost, Meter
from sojourn.lib import keys
from sojourn.project import database, embedded_postgres, roles
from sojourn.project.demonstration import generator
from sojourn.project.demonstration.sheets import COLUMNS
from sojourn.project.embedded_postgres import APPLICATION, DATABASE, OWNER, SUPERUSER, EmbeddedPostgres

EACH = 15_000
"""Cases of the measurement."""

MOST_MS = 0.4
PROMISE = f"a case costs at most {MOST_MS} ms of processor time: 5,000 a second on two cores"
_WARM_UP = 400  # people: accounts and hotels are opened once, and the database learns its tables
_COPY = "raw_copy"

Say = Callable[[str], object]


def run(*, each: int = EACH, say: Say = print) -> dict[str, Any]:
    """Start a database of its own, measure, stop it. Gives every figure, ready for JSON."""
    with tempfile.TemporaryDirectory(prefix="sojourn-bench-") as folder, country(Path(folder)) as server:
        generator.generate(_WARM_UP, as_of=today())
        copy(server, _COPY)
        meter = _meter(server, DATABASE)
        since = raw.transaction_number(meter.connection)
        say(f"{each:,} cases by {os.cpu_count()} processes")
        ours = _figures(_invent(meter, each))
        rows = _rows(server, since)
        say("a raw COPY of the same rows")
        other = _meter(server, _COPY)
        theirs = _figures(other.cost_of(lambda: _load(server, rows, each)))
        for opened in (meter, other):
            opened.connection.close()
    return {"cases": each, "ours": ours, "raw": theirs, "kept": {PROMISE: ours["cpu_ms"] <= MOST_MS}}


@contextmanager
def country(var: Path) -> Iterator[EmbeddedPostgres]:
    """An empty country of the pack the settings name, on a server of its own."""
    var.chmod(0o711)
    os.environ["SOJOURN_VAR"] = str(var)
    keys.make_missing()
    with embedded_postgres.running(var) as server, override_settings(DEMONSTRATION=True):
        roles.prepare_server(server, DATABASE)
        database.migrate(owner_url=server.url(OWNER), application=APPLICATION)
        with database.connected_to(server.url(APPLICATION)):
            call_command("pack", "load", settings.PACK, stdout=io.StringIO())
            yield server


def today() -> date:
    """The day every measurement is of."""
    return datetime.now(UTC).date()


def copy(server: EmbeddedPostgres, name: str) -> None:
    """A copy of the country as it stands."""
    connection.close()
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as root:
        root.execute(f"CREATE DATABASE {name} TEMPLATE {DATABASE}")


def _meter(server: EmbeddedPostgres, name: str) -> Meter:
    if server.process is None:
        raise RuntimeError("the server has ended")
    url, number = server.url(SUPERUSER, name), server.process.pid
    return Meter(url, role=APPLICATION, server_ms=_own_ms, postmaster=number)


def _own_ms() -> float:
    """Processor time of this process and of those it started and saw end; the server counts for itself."""
    used = psutil.Process().cpu_times()
    return float(1000 * (used.user + used.system + used.children_user + used.children_system))


def _invent(meter: Meter, cases: int) -> Cost:
    made: list[generator.Made] = []
    people = round(cases / generator.CASES_FOR_EACH_PERSON)

    def work() -> int:
        made.append(generator.generate(people, as_of=today(), cases=cases, seed=2))
        return made[0].cases

    return replace(meter.cost_of(work), seconds=made[0].seconds)


def _rows(server: EmbeddedPostgres, since: int) -> dict[str, bytes]:
    """What the generator wrote, as COPY takes it."""
    rows = {}
    with psycopg.connect(server.url(SUPERUSER)) as source:
        for table, columns in COLUMNS.items():
            query = f"SELECT {', '.join(columns.split())} FROM {table} WHERE xmin::text::bigint >= {since}"
            with source.cursor().copy(f"COPY ({query}) TO STDOUT (FORMAT binary)") as copy:
                rows[table] = b"".join(bytes(part) for part in copy)
    return rows


def _load(server: EmbeddedPostgres, rows: dict[str, bytes], cases: int) -> int:
    """The shortest program that writes them: one transaction, one COPY for each table."""
    with psycopg.connect(server.url(APPLICATION, _COPY)) as target:
        target.execute("SET LOCAL synchronous_commit = off")
        for table, content in rows.items():
            columns = ", ".join(COLUMNS[table].split())
            with target.cursor().copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT binary)") as copy:
                copy.write(content)
    return cases


def _figures(cost: Cost) -> dict[str, float]:
    program, server = cost.server_ms / cost.times, cost.database_ms / cost.times
    return {
        "cases_per_second": round(cost.times / cost.seconds),
        "program_ms": round(program, 3),
        "database_ms": round(server, 3),
        "cpu_ms": round(program + server, 3),
        "database_bytes": round(cost.database_bytes / cost.times),
        "wal_bytes": round(cost.wal_bytes / cost.times),
    }


def as_text(found: dict[str, Any]) -> str:
    """The figures as a table: the generator's beside the raw COPY's."""
    rows = [("sojourn demo", found["ours"]), ("raw COPY", found["raw"])]
    return tables.text(tables.table("one case", rows), tables.promises(found["kept"]))
