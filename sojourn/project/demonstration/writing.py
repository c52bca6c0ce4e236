"""Batches made and written: here when they are few, else by processes of their own, one for each core.

Each process makes a batch and writes it over a connection of its own, so that no core waits for another.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from django.db import connection, connections

from sojourn.lib.db import transaction
from sojourn.project.demonstration.batch import Batch, Order, Stage, make
from sojourn.project.demonstration.sheets import COLUMNS
from sojourn.project.embedded_postgres import die_with_parent

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

_FEW = 4
"""Batches that are not worth processes of their own."""

_STOPS = (signal.SIGINT, signal.SIGTERM)

_FORK = multiprocessing.get_context("fork")

_on_stage: Any = None
_left_alone: list[object] = []
"""Connections a process was born with: closing one would say goodbye over its parent's socket."""
_is_over = _FORK.Event()
"""Set when nobody waits for the batches that are still in the queue."""


def perform(stage: Stage, orders: Sequence[Order], *, processes: int) -> Iterator[Batch]:
    """Make and write batches; each is yielded, without its rows, once it is written, in their order."""
    return share(_make_and_write, stage, orders, processes=processes)


def share(work: Callable[[S, T], R], stage: S, orders: Sequence[T], *, processes: int) -> Iterator[R]:
    """Do the work for every order, by so many processes where it is worth it; what came of it, in order."""
    if len(orders) < _FEW or processes < 2 or connection.in_atomic_block:
        for order in orders:
            yield work(stage, order)
        return
    connection.close()  # a child must not speak over the parent's connection
    with _processes(stage, processes) as pool:
        for done in pool.map(partial(_perform, work), orders):
            if done is not None:
                yield done


@contextmanager
def _processes(stage: Any, count: int) -> Iterator[ProcessPoolExecutor]:
    """Forked processes that know the stage. Told to stop, they finish the batch in hand and say nothing."""
    global _on_stage
    _on_stage = stage
    _is_over.clear()
    pool = ProcessPoolExecutor(count, _FORK, _begin, (dict(connection.settings_dict),))
    held = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    try:
        pool.submit(int).result()  # forks them all, before anybody can be told to stop
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        _on_stage = None
    try:
        yield pool
    finally:
        _is_over.set()
        pool.shutdown(cancel_futures=True)


def _begin(database: dict[str, object]) -> None:
    """In a new process: the parent alone is told to stop, and its children do not outlive it.

    Django keeps connections by thread, and by context where an event loop runs: what is found here need not
    be what the parent closed.
    """
    _left_alone.append(connections["default"])
    connections["default"] = connection.copy()
    connections["default"].settings_dict.update(database)
    for number in _STOPS:
        signal.signal(number, signal.SIG_IGN)
    die_with_parent(signal.SIGKILL)
    gc.disable()  # rows hold no cycles, and looking for some takes a tenth of the time


def _perform(work: Callable[[Any, T], R], order: T) -> R | None:
    """None when nobody waits for it any more."""
    if _on_stage is None:
        raise RuntimeError("a batch is made by a process that was started for it")
    return None if _is_over.is_set() else work(_on_stage, order)


def _make_and_write(stage: Stage, order: Order) -> Batch:
    return write(make(stage, order))


def write(batch: Batch) -> Batch:
    """One batch, whole or not at all."""
    with transaction():
        connection.ensure_connection()
        with connection.connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
            cursor.execute("SET CONSTRAINTS entry_balances DEFERRED")  # an entry comes before its lines
            for table, rows in batch.copies.items():
                columns = ", ".join(COLUMNS[table].split())
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT binary)") as copy:
                    copy.write(rows)
    return Batch(batch.people, batch.cases, {})
