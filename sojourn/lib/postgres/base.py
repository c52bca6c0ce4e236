"""A connection is found dead by looking at its socket: what the server closed can be read from at once."""

from __future__ import annotations

import select

import psycopg
from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """As the framework's; a healthy connection that rests costs nothing to look at."""

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
