"""A connection that is looked at by its socket, and statements the server plans once.

What the server closed can be read from at once. What is asked again and again is read and planned once a
connection, and its values travel apart from its words: half of what the database does for such a statement.
"""

from __future__ import annotations

import select
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations

_PLANNED_AT_MOST = 300
"""Statements a connection keeps; beyond these the one that rested longest is planned anew."""


class _Planned(psycopg.Cursor[Any]):
    """Prepares what it executes."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> _Planned:
        return super().execute(query, params, prepare=True)


class _Operations(DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        """For whoever asks to see the statements: with their values, also of one they did not travel with."""
        if isinstance(cursor, _Planned):
            return self.compose_sql(sql, params)
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """As the framework's; a healthy connection that rests costs nothing to look at."""

    ops_class = _Operations

    def is_usable(self) -> bool:
        """Whether the server is still there. It says nothing while nothing was asked, but when it leaves."""
        if self.connection is None or self.connection.closed:
            return False
        connection: psycopg.pq.abc.PGconn = self.connection.pgconn
        socket = select.poll()
        socket.register(connection.socket, select.POLLIN)
        if not socket.poll(0):
            return True
        try:
            connection.consume_input()
        except psycopg.OperationalError:
            return False
        return bool(connection.status == psycopg.pq.ConnStatus.OK and super().is_usable())

    def get_connection_params(self) -> dict[str, Any]:
        """The framework forbids preparing altogether; it prepares nothing by itself in any case."""
        return {**super().get_connection_params(), "prepare_threshold": 5}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = _PLANNED_AT_MOST
        return connection

    def planned(self) -> Any:
        """A cursor for one statement whose text is always the same, its lists of values as arrays."""
        self.ensure_connection()
        with self.wrap_database_errors:
            return self._prepare_cursor(_Planned(self.connection))  # type: ignore[attr-defined]
