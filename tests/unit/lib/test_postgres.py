"""A connection that rests is looked at without asking the server, and one the server left is found."""

from __future__ import annotations

import time

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def number_of(other: object) -> int:
    with other.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    return int(number)


def last_asked(number: int) -> object:
    with connection.cursor() as cursor:
        cursor.execute("SELECT query, query_start FROM pg_stat_activity WHERE pid = %s", [number])
        return cursor.fetchone()


def test_a_connection_that_rests_is_usable_and_was_asked_nothing() -> None:
    other = connection.copy()
    other.connect()
    try:
        number = number_of(other)
        before = last_asked(number)
        assert other.is_usable()
        assert last_asked(number) == before
    finally:
        other.close()


def test_a_connection_the_server_ended_is_not_usable() -> None:
    other = connection.copy()
    other.connect()
    try:
        number = number_of(other)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [number])
        until = time.monotonic() + 10
        while other.is_usable() and time.monotonic() < until:
            time.sleep(0.02)
        assert not other.is_usable()
    finally:
        other.close()


def test_a_connection_that_was_never_made_is_not_usable() -> None:
    assert not connection.copy().is_usable()
