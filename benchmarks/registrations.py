"""The promise: a stay is registered in at most 15 statements, a page costs at most 15 ms of processor time.

Over HTTP, by 1, 4 and 8 clients at a time, beside a raw script that writes the same rows into a copy of the
database on the same server in the same run. A registration is the whole visit: four pages read, three forms
sent.
"""

from __future__ import annotations

import itertools
import os
import signal
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import guests, pages, raw, tables
from benchmarks.meter import Meter, difference, tree_cpu_ms
from benchmarks.visitor import Visitor
from sojourn.project.embedded_postgres import APPLICATION, SUPERUSER, EmbeddedPostgres
from tests.harness.product import RunningProduct, free_port

EACH = 200
"""Registrations for each number of clients."""

CLIENTS = (1, 4, 8)
MOST_STATEMENTS = 15
MOST_PAGE_MS = 15.0
DISTRICT = "AZ-LAN"
Say = Callable[[str], object]


@dataclass
class Bench:
    """One run on a product of its own."""

    what = "registrations"
    product: RunningProduct
    each: int
    say: Say
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def run(self) -> dict[str, Any]:
        server = EmbeddedPostgres(self.product.var)
        meter = self.meter(server, "sojourn")
        self.once(20)
        with self.worker_at_rest():
            copy = self.copy(server, "raw_1")
            self.say("statements of each request")
            requests = self.requests(meter)
            self.say("pages")
            read = self._pages(meter)
            since = raw.transaction_number(meter.connection)
            ours = {1: self.measured(meter, 1)}
            script = raw.Script(raw.rows_since(meter.connection, since), self.each)
            ours |= {clients: self.measured(meter, clients) for clients in CLIENTS[1:]}
            theirs = self.raw_script(server, script, copy)
        return {
            "registrations": self.each,
            "ours": ours,
            "raw": theirs,
            "raw_rows": {table: len(rows) for table, (_, rows) in script.rows.items()},
            "requests": requests,
            "pages": read,
        }

    def meter(
        self, server: EmbeddedPostgres, database: str, server_ms: Callable[[], float] | None = None
    ) -> Meter:
        return Meter(
            server.url(SUPERUSER, database),
            role=APPLICATION,
            server_ms=server_ms or (lambda: tree_cpu_ms(self.product.number_of("web"))),
            postmaster=self.product.number_of("postgres"),
        )

    @contextmanager
    def worker_at_rest(self) -> Iterator[None]:
        """The worker rests, so that only what visitors asked for is measured."""
        worker = self.product.number_of("worker")
        os.kill(worker, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(worker, signal.SIGCONT)

    def once(self, count: int, step: Callable[[str], object] = lambda name: None) -> int:
        today = datetime.now(UTC).date()
        for _ in range(count):
            visitor = Visitor(self.product.address)
            guests.register(visitor, next(self.numbers), on=today, district=DISTRICT, step=step)
        return count

    def measured(self, meter: Meter, clients: int) -> dict[str, float]:
        self.say(f"{self.each} {self.what} by {clients} at a time")
        with ThreadPoolExecutor(clients) as pool:
            cost = meter.cost_of(lambda: sum(pool.map(self.once, [1] * self.each)))
        return cost.each()

    def requests(self, meter: Meter, times: int = 10) -> dict[str, dict[str, float]]:
        """Statements and processor time of each request of the visit: the median of some visits."""
        seen: dict[str, list[tuple[int, int, float]]] = {}
        open_: list[tuple[str, Any]] = []

        def step(name: str) -> None:
            now = meter.reading()
            if open_ and open_[0][0]:
                cost = difference(now, open_[0][1])
                seen.setdefault(open_[0][0], []).append(
                    (cost.statements, cost.control, cost.server_ms + cost.database_ms)
                )
            open_[:] = [(name, meter.reading())]

        self.once(times, step)
        return {
            name: {
                "statements": statistics.median(one for one, _, _ in costs),
                "transaction_control": statistics.median(one for _, one, _ in costs),
                "cpu_ms": round(statistics.mean(one for _, _, one in costs), 1),
            }
            for name, costs in seen.items()
        }

    def _pages(self, meter: Meter, rounds: int = 5, times: int = 30) -> dict[str, dict[str, float]]:
        """What one reading of each page costs a process that read it before: the median of some rounds."""
        today = datetime.now(UTC).date()
        found = {}
        for name, opening in pages.every(
            self.product.address, self.product.output, number=10_000_000, on=today, district=DISTRICT
        ):
            _read(opening, times)
            costs = [meter.cost_of(lambda opening=opening: _read(opening, times)) for _ in range(rounds)]
            found[name] = {
                "cpu_ms": round(
                    statistics.median(one.server_ms + one.database_ms for one in costs) / times, 2
                ),
                "statements": round(statistics.median(one.statements for one in costs) / times, 1),
            }
        return found

    def copy(self, server: EmbeddedPostgres, name: str) -> str:
        with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as root:
            root.execute(f"CREATE DATABASE {name}")
        raw.copy_database(server.place.programs, server.url(SUPERUSER), server.url(SUPERUSER, name))
        return name

    def raw_script(
        self, server: EmbeddedPostgres, script: raw.Script, copy: str
    ) -> dict[int, dict[str, float]]:
        """The raw script by as many clients, each time into a fresh copy."""
        with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as root:
            for clients in CLIENTS[1:]:
                root.execute(f"CREATE DATABASE raw_{clients} TEMPLATE {copy}")
        found = {}
        for clients in CLIENTS:
            self.say(f"the raw script by {clients} at a time")
            meter = self.meter(server, f"raw_{clients}", lambda: time.process_time() * 1000)
            url = server.url(APPLICATION, f"raw_{clients}")
            found[clients] = meter.cost_of(
                lambda url=url, clients=clients: script.run(url, clients=clients)
            ).each()
            meter.connection.close()
        return found


def _read(opening: Callable[[], object], times: int) -> int:
    for _ in range(times):
        opening()
    return times


def run(*, each: int = EACH, say: Say = print) -> dict[str, Any]:
    """Start a product of its own, measure, stop it. Gives every figure, ready for JSON."""
    with tempfile.TemporaryDirectory(prefix="sojourn-bench-") as folder:
        Path(folder).chmod(0o711)
        product = RunningProduct(Path(folder) / "var", free_port(), SOJOURN_DEMO_PEOPLE="0")
        say("starting a product for the measurement")
        product.start()
        try:
            found = Bench(product, each, say).run()
        finally:
            product.stop()
    return found | {"kept": promises_kept(found)}


def promises_kept(found: dict[str, Any]) -> dict[str, bool]:
    registering = max(cost["statements"] for name, cost in found["requests"].items() if "registers" in name)
    return {
        f"the request that registers needs at most {MOST_STATEMENTS} statements": registering
        <= MOST_STATEMENTS,
        f"a page costs at most {MOST_PAGE_MS:g} ms": all(
            page["cpu_ms"] <= MOST_PAGE_MS for page in found["pages"].values()
        ),
    }


def as_text(found: dict[str, Any]) -> str:
    """The figures as a table: ours, the raw script's, and how many times as much."""
    return tables.text(
        tables.beside_raw("one registration", found["ours"], found["raw"]),
        tables.table("request", found["requests"].items()),
        tables.table("page", found["pages"].items()),
        tables.promises(found["kept"]),
    )
