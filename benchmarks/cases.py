"""The promise: the whole life of a case costs at most 60 ms of processor time and 50 statements in all.

Created, answered, sent, checked, proposed, approved, paid, issued, read: one call of the API a step, each
by the one whose step it is, durable and in the log when it answers, permissions and validation on; by one
client, four and eight at a time, beside a raw script that writes the same rows into a copy of the database on
the same server in the same run. What the worker does afterwards stands on a line of its own; the same life
through the pages in a table of its own.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import raw, tables
from benchmarks.lifecycles import Parties, Tokens, issue_tokens
from benchmarks.meter import Meter, difference, tree_cpu_ms
from benchmarks.page_lifecycles import PagesBench
from benchmarks.registrations import CLIENTS, Bench
from sojourn.project.embedded_postgres import EmbeddedPostgres
from tests.harness.product import RunningProduct, free_port

EACH = 100
"""Lifecycles for each number of clients."""

MOST_CPU_MS, MOST_STATEMENTS = 60.0, 50
_WARM_UP, _LOOKED_AT, _PATIENCE = 12, 6, 60.0
_TIMES_AS_MANY = 4  # as through the pages, where a lifecycle takes that much longer

Say = Callable[[str], object]


@dataclass
class CasesBench(Bench):
    """One run on a product of its own."""

    what = "lifecycles"
    tokens: Tokens = field(init=False)
    own: threading.local = field(default_factory=threading.local)

    def run(self) -> dict[str, Any]:
        self.tokens = issue_tokens(self.product)
        server = EmbeddedPostgres(self.product.var)
        meter = self.meter(server, "sojourn")
        self.once(_WARM_UP)
        with self.worker_at_rest():
            copy = self.copy(server, "raw_1")
            self.say("statements of each step")
            steps = self.requests(meter, _LOOKED_AT)
            since = raw.transaction_number(meter.connection)
            ours = {1: self.measured(meter, 1)}
            script = raw.Script(raw.rows_since(meter.connection, since), self.each)
        self.say("the worker's part")
        worker = self._worker(meter)
        with self.worker_at_rest():
            ours |= {clients: self.measured(meter, clients) for clients in CLIENTS[1:]}
            theirs = self.raw_script(server, script, copy)
        return {
            "lifecycles": self.each,
            **_headline(ours[1], theirs[1]),
            "worker": worker,
            "ours": ours,
            "raw": theirs,
            "raw_rows": {table: len(rows) for table, (_, rows) in script.rows.items()},
            "steps": steps,
        }

    def once(self, count: int, step: Callable[[str], object] = lambda name: None) -> int:
        today = datetime.now(UTC).date()
        if not hasattr(self.own, "parties"):
            self.own.parties = Parties(self.product.address, self.tokens)
        for _ in range(count):
            self.own.parties.live(next(self.numbers), on=today, step=step)
        return count

    def _worker(self, meter: Meter) -> dict[str, float]:
        """What the jobs of the lifecycles by one client cost, each lifecycle its share."""
        number = self.product.number_of("worker")
        before, spent = meter.reading(), tree_cpu_ms(number)
        until = time.monotonic() + _PATIENCE
        while _waiting(meter) and time.monotonic() < until:
            time.sleep(0.2)
        cost = difference(meter.reading(), before)
        return {
            "cpu_ms": round((tree_cpu_ms(number) - spent) / self.each, 2),
            "db_cpu_ms": round(cost.database_ms / self.each, 2),
            "statements": round(cost.statements / self.each, 1),
            "jobs_left": _waiting(meter),
        }


def _waiting(meter: Meter) -> int:
    row = meter.connection.execute(
        "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
        " AND coalesce(scheduled_at, now()) <= now()"
    ).fetchone()
    return int(row[0]) if row else 0


def _headline(ours: dict[str, float], theirs: dict[str, float]) -> dict[str, float]:
    """One lifecycle by one client; the ratio is of processor time, both sides with their database."""
    spent = ours["server_ms"] + ours["database_ms"]
    return {
        "lifecycles_per_s": ours["per_second"],
        "cpu_ms": ours["server_ms"],
        "db_cpu_ms": ours["database_ms"],
        "cpu_ms_in_all": round(spent, 2),
        "statements": ours["statements"],
        "db_bytes": ours["database_bytes"],
        "wal_bytes": ours["wal_bytes"],
        "ratio_to_postgresql": round(spent / (theirs["server_ms"] + theirs["database_ms"]), 2),
    }


def run(*, each: int = EACH, say: Say = print) -> dict[str, Any]:
    """Start a product of its own, measure, stop it. Gives every figure, ready for JSON."""
    with _product(say) as product:
        found = CasesBench(product, each, say).run()
        through_pages = PagesBench(product, max(1, each // _TIMES_AS_MANY), say).run()
    found["pages"] = through_pages
    return found | {"kept": promises_kept(found)}


@contextmanager
def _product(say: Say) -> Iterator[RunningProduct]:
    with tempfile.TemporaryDirectory(prefix="sojourn-bench-") as folder:
        Path(folder).chmod(0o711)
        product = RunningProduct(Path(folder) / "var", free_port(), SOJOURN_DEMO_PEOPLE="0")
        say("starting a product for the measurement")
        product.start()
        try:
            yield product
        finally:
            product.stop()


def promises_kept(found: dict[str, Any]) -> dict[str, bool]:
    return {
        f"a lifecycle costs at most {MOST_CPU_MS:g} ms of processor time": found["cpu_ms_in_all"]
        <= MOST_CPU_MS,
        f"a lifecycle needs at most {MOST_STATEMENTS} statements": found["statements"] <= MOST_STATEMENTS,
    }


def as_text(found: dict[str, Any]) -> str:
    """The figures as tables: by number of clients, by step, afterwards, and through the pages."""
    through_pages = found["pages"]
    return tables.text(
        tables.beside_raw("one lifecycle", found["ours"], found["raw"]),
        [
            f"in all {found['cpu_ms_in_all']} ms of processor time, "
            f"{found['ratio_to_postgresql']} times the raw script"
        ],
        tables.table("afterwards", [("the worker", found["worker"])]),
        tables.table("step", found["steps"].items()),
        tables.table("through the pages", [("one lifecycle", through_pages["ours"])]),
        tables.table("step through the pages", through_pages["steps"].items()),
        tables.promises(found["kept"]),
    )
