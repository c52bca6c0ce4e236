"""Which database Django talks to, and as whom; changed at start-up and in tests, never during a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from sojourn.project import environment, roles
from sojourn.project.errors import CannotStart


@contextmanager
def connected_to(url: str) -> Iterator[None]:
    """Django's connection talks to another database, or as another role, for the length of a block."""
    before = dict(connection.settings_dict)
    connect(url)
    try:
        yield
    finally:
        connection.close()
        connections.settings["default"].update(before)
        connection.settings_dict.update(before)


def connect(url: str) -> None:
    """Close Django's connection and point it at this database from now on."""
    connection.close()
    entry = environment.database(url)
    connections.settings["default"].update(entry)
    connection.settings_dict.update(entry)


def migrate(*, owner_url: str, application: str, verbosity: int = 0) -> None:
    """Bring the tables up to date as owner and give the application role its rights.

    Raises: CannotStart when the database was made by a newer Sojourn.
    """
    with connected_to(owner_url):
        refuse_newer_schema()
        call_command("migrate", interactive=False, verbosity=verbosity)
        if connection.settings_dict["USER"] != application:
            roles.grant_to(application)


def refuse_newer_schema() -> None:
    """Raises: CannotStart when migrations are recorded that this code does not know."""
    loader = MigrationExecutor(connection).loader
    known = {*loader.disk_migrations, *loader.replacements}
    unknown = sorted(f"{app}.{name}" for app, name in loader.applied_migrations if (app, name) not in known)
    if unknown:
        raise CannotStart(
            f"The database was made by a newer version of Sojourn (it knows {unknown[0]}).",
            "Start that version, or name another folder in SOJOURN_VAR.",
        )


def user_of(url: str) -> str:
    """The role an address names."""
    return str(environment.database(url)["USER"])
