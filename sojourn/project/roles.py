"""The two database roles: `sojourn_owner` migrates, `sojourn_app` works and cannot rewrite what was recorded.

A model that says `append_only = True` gives the application SELECT and INSERT, nothing else; one that says
`never_changed = True` also DELETE, for rows that stand as written until their term has passed; one that says
`only_changes = (…)` gives SELECT, INSERT and UPDATE of those columns alone.
"""

from __future__ import annotations

import psycopg
from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

from sojourn.project.embedded_postgres import APPLICATION, OWNER, SUPERUSER, EmbeddedPostgres

_READ_ONLY = ("django_migrations",)


def prepare_server(server: EmbeddedPostgres, database: str) -> None:
    """Create the two roles and an empty database owned by `sojourn_owner`, as far as they are missing."""
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as root:
        known = {name for (name,) in root.execute("SELECT rolname FROM pg_roles").fetchall()}
        for role in {OWNER, APPLICATION} - known:
            root.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        root.execute(sql.SQL("GRANT pg_read_all_stats TO {}").format(sql.Identifier(OWNER)))
        if not root.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            root.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(database), sql.Identifier(OWNER))
            )
    _close_to_others(server, database)


def drop_database(server: EmbeddedPostgres, database: str) -> None:
    """Throw a database of our own server away, with whoever is still connected to it."""
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as root:
        root.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def _close_to_others(server: EmbeddedPostgres, database: str) -> None:
    name, owner, application = (sql.Identifier(each) for each in (database, OWNER, APPLICATION))
    with psycopg.connect(server.url(SUPERUSER, database)) as root:
        root.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
        root.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, application))
        root.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        root.execute(sql.SQL("GRANT CREATE ON SCHEMA public TO {}").format(owner))
        root.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        root.execute(sql.SQL("GRANT EXECUTE ON FUNCTION pg_stat_statements_reset TO {}").format(owner))


def grant_to(application: str) -> None:
    """As owner: give the application role what it works with. Repeated after every migration.

    In one transaction: no moment shows the application more than it may have.
    """
    role = connection.ops.quote_name(application)
    append_only, never_changed = (
        ", ".join(connection.ops.quote_name(table) for table in tables)
        for tables in (append_only_tables(), never_changed_tables())
    )
    read_only = ", ".join(connection.ops.quote_name(table) for table in _READ_ONLY)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {read_only} FROM {role}")
        if append_only:
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {append_only} FROM {role}")
        if never_changed:
            cursor.execute(f"REVOKE UPDATE, TRUNCATE ON {never_changed} FROM {role}")
        for table, columns in partly_changed_tables().items():
            named = ", ".join(connection.ops.quote_name(column) for column in columns)
            cursor.execute(
                f"REVOKE UPDATE, DELETE, TRUNCATE ON {connection.ops.quote_name(table)} FROM {role}"
            )
            cursor.execute(f"GRANT UPDATE ({named}) ON {connection.ops.quote_name(table)} TO {role}")


def append_only_tables() -> list[str]:
    """Tables to which rows are added and in which none is ever changed."""
    return _tables_that_say("append_only")


def never_changed_tables() -> list[str]:
    """Tables whose rows stand as written until they are erased."""
    return _tables_that_say("never_changed")


def partly_changed_tables() -> dict[str, tuple[str, ...]]:
    """Tables of whose rows only some columns are ever filled in later, and which columns those are."""
    models = apps.get_models(include_auto_created=True)
    return {m._meta.db_table: m.only_changes for m in models if hasattr(m, "only_changes")}


def _tables_that_say(what: str) -> list[str]:
    models = apps.get_models(include_auto_created=True)
    return sorted(model._meta.db_table for model in models if getattr(model, what, False))
