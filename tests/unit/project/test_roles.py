"""The application role works with the tables and cannot rewrite the log."""

from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from sojourn.project import database, roles
from sojourn.project.embedded_postgres import APPLICATION, OWNER
from sojourn.project.roles import append_only_tables, never_changed_tables
from tests.harness.server import TestServer


@pytest.mark.django_db
def test_the_application_works_as_its_own_role_without_ownership() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (APPLICATION, 0)


@pytest.mark.django_db
def test_the_application_may_not_make_or_change_tables() -> None:
    for statement in (
        "CREATE TABLE mine (id int)",
        "ALTER TABLE audit_event ADD note text",
        "DROP TABLE audit_leaf",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_what_was_recorded_stays_as_recorded(act: str) -> None:
    for table in append_only_tables():
        with connection.cursor() as cursor:
            columns = connection.introspection.get_table_description(cursor, table)
        statement = act.format(table, columns[0].name, columns[0].name)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


@pytest.mark.django_db
def test_services_and_attempts_stand_as_written_until_they_are_erased() -> None:
    assert never_changed_tables() == ["notices_attempt", "notices_service"]
    for table in never_changed_tables():
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"UPDATE {table} SET id = id")
        connection.cursor().execute(f"DELETE FROM {table}")


def test_the_log_and_the_access_log_are_append_only() -> None:
    assert {"audit_event", "audit_leaf", "audit_head", "audit_access"} <= set(append_only_tables())


def test_a_committed_row_is_seen_by_another_connection(
    committed_database: str, test_server: TestServer
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO lib_dooranswer (door, key, request_hash, at) VALUES ('t', 'k', '', now())"
        )
    with psycopg.connect(test_server.url(committed_database, OWNER)) as other:
        assert other.execute("SELECT key FROM lib_dooranswer").fetchall() == [("k",)]


@pytest.mark.django_db
def test_another_clone_does_not_see_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM lib_dooranswer WHERE door = 't'")
        assert cursor.fetchone() == (0,)


def test_no_moment_of_a_migration_shows_the_application_more_than_it_may(
    committed_database: str, test_server: TestServer
) -> None:
    """Rights are given and taken in one transaction: in between, another connection sees what was before."""
    asked = "SELECT has_table_privilege(%s, 'audit_event', 'UPDATE')"
    with (
        psycopg.connect(test_server.url(committed_database), autocommit=True) as other,
        database.connected_to(test_server.url(committed_database, OWNER)),
    ):
        seen: list[bool] = []

        def watch(execute: Any, *statement: Any) -> Any:
            done = execute(*statement)
            seen.extend(may for (may,) in other.execute(asked, [APPLICATION]))
            return done

        with connection.execute_wrapper(watch):
            roles.grant_to(APPLICATION)
    assert set(seen) == {False}
