"""One database server for a whole test run, one template in it, and clones that cost a moment."""

from __future__ import annotations

import io
import itertools
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management import CommandError, call_command
from psycopg import sql

from sojourn.project import database, roles
from sojourn.project.embedded_postgres import APPLICATION, OWNER, SUPERUSER, EmbeddedPostgres, url
from tests.harness.surroundings import VAR

TEMPLATE = "sojourn_template"
_FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "120"}
_number = itertools.count(1)


class TestServer:
    """The server of this run, as the controller that started it or as a worker that was told of it."""

    __test__ = False

    def __init__(self, sockets: Path) -> None:
        self.sockets = sockets

    def url(self, name: str, role: str = APPLICATION) -> str:
        return url(role, sockets=self.sockets, database=name)

    def clone(self) -> str:
        """A new database with every table, the packs loaded and nobody in it. Returns its name."""
        name = f"clone_{os.getpid()}_{next(_number)}"
        self._as_superuser(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                sql.Identifier(name), sql.Identifier(TEMPLATE), sql.Identifier(OWNER)
            )
        )
        self._as_superuser(
            sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)),
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                sql.Identifier(name), sql.Identifier(APPLICATION)
            ),
        )
        return name

    def drop(self, name: str) -> None:
        self._as_superuser(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextmanager
    def cloned(self) -> Iterator[str]:
        name = self.clone()
        try:
            yield name
        finally:
            self.drop(name)

    def _as_superuser(self, *statements: sql.Composed) -> None:
        with psycopg.connect(self.url("postgres", SUPERUSER), autocommit=True) as root:
            for statement in statements:
                root.execute(statement)


class StartedServer(TestServer):
    """The server as its starter holds it; the template is made here, once."""

    def __init__(self) -> None:
        self.embedded = EmbeddedPostgres(VAR, settings=_FAST)
        self.embedded.start()
        super().__init__(self.embedded.place.sockets)
        roles.prepare_server(self.embedded, TEMPLATE)
        database.migrate(owner_url=self.url(TEMPLATE, OWNER), application=APPLICATION)
        with database.connected_to(self.url(TEMPLATE)):
            _load_packs()
        self._begin_the_log()

    def _begin_the_log(self) -> None:
        """The pack is there as if it always had been: in a clone, the first event is the test's own."""
        with psycopg.connect(self.url(TEMPLATE, SUPERUSER)) as root:
            root.execute(
                "TRUNCATE audit_event, audit_head, audit_access, procrastinate_jobs RESTART IDENTITY CASCADE"
            )

    def stop(self) -> None:
        self.embedded.stop()


def _load_packs() -> None:
    """Packs as `make run` loads them, so that tests read the same law; a broken one fails what needs it."""
    try:
        call_command("pack", "load", "--from", "2000-01-01T00:00+00:00", stdout=io.StringIO())
    except CommandError as reason:
        warnings.warn(f"The pack was not loaded: {reason}", stacklevel=2)
