"""What a stretch of work cost: time, processor time, statements, bytes on disk and in the write-ahead log."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import psutil
import psycopg

_CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ", "START")
_STATEMENTS = """
SELECT query, calls FROM pg_stat_statements
WHERE dbid = (SELECT oid FROM pg_database WHERE datname = %s)
  AND userid = (SELECT oid FROM pg_roles WHERE rolname = %s)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Sums for `times` pieces of work; processor time in milliseconds."""

    times: int
    seconds: float
    server_ms: float
    database_ms: float
    statements: int
    control: int
    database_bytes: int
    wal_bytes: int

    def each(self) -> dict[str, float]:
        """The cost of one, and how many there were in a second."""
        return {
            "per_second": round(self.times / self.seconds, 1),
            "server_ms": round(self.server_ms / self.times, 2),
            "database_ms": round(self.database_ms / self.times, 2),
            "statements": round(self.statements / self.times, 1),
            "transaction_control": round(self.control / self.times, 1),
            "database_bytes": round(self.database_bytes / self.times),
            "wal_bytes": round(self.wal_bytes / self.times),
        }


def tree_cpu_ms(number: int) -> float:
    """Processor time of a process and all below it, those included that have ended meanwhile."""
    root = psutil.Process(number)
    spent = 0.0
    for process in (root, *root.children(recursive=True)):
        try:
            used = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        spent += used.user + used.system + used.children_user + used.children_system
    return spent * 1000


class Meter:
    """Measures one database and the processes that serve it."""

    def __init__(
        self, superuser_url: str, *, role: str, server_ms: Callable[[], float], postmaster: int
    ) -> None:
        self.connection = psycopg.connect(superuser_url, autocommit=True)
        self.database, self.role = self.connection.info.dbname, role
        self.server_ms, self.postmaster = server_ms, postmaster
        self.connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")

    def statements(self) -> dict[str, int]:
        """How often each statement has been executed by the role, by its text."""
        counted: dict[str, int] = {}
        for query, calls in self.connection.execute(_STATEMENTS, [self.database, self.role]):
            counted[query] = counted.get(query, 0) + calls
        return counted

    def reading(self) -> Cost:
        """Where every counter stands now."""
        counted = self.statements()
        control = sum(calls for query, calls in counted.items() if is_control(query))
        size, wal = self._one(
            "SELECT pg_database_size(current_database()), pg_current_wal_insert_lsn() - '0/0'"
        )
        return Cost(
            times=0,
            seconds=time.monotonic(),
            server_ms=self.server_ms(),
            database_ms=tree_cpu_ms(self.postmaster),
            statements=sum(counted.values()) - control,
            control=control,
            database_bytes=int(size),
            wal_bytes=int(wal),
        )

    def _one(self, query: str) -> tuple[object, ...]:
        row = self.connection.execute(query).fetchone()
        if row is None:
            raise LookupError(query)
        return row

    def cost_of(self, work: Callable[[], int]) -> Cost:
        """Do the work, which says how many pieces it did, and read what it cost."""
        self.connection.execute("CHECKPOINT")
        before = self.reading()
        times = work()
        after = self.reading()
        return replace(difference(after, before), times=times)


def difference(after: Cost, before: Cost) -> Cost:
    return Cost(*(getattr(after, name) - getattr(before, name) for name in Cost.__dataclass_fields__))


def is_control(query: str) -> bool:
    """Whether a statement only begins, ends or configures a transaction."""
    return query.lstrip().upper().startswith(_CONTROL)
