"""A mark in the database itself, as a comment on a table, for as long as invented people are written into it.

What is stopped in between leaves it there: the database is filled by half, wherever it is opened from.
"""

from __future__ import annotations

import os

from django.db import connection

from sojourn.project import database

_TABLE, _MARK = "people_person", "Invented people are being written."


def begin() -> None:
    """As owner, seen by everyone before the first of them is written."""
    _comment(f"'{_MARK}'")


def end() -> None:
    _comment("NULL")


def was_stopped() -> bool:
    """Whether somebody began to fill this database and never came to the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [_TABLE])
        (said,) = cursor.fetchone()
    return bool(said == _MARK)


def _comment(text: str) -> None:
    owner = os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
    with database.connected_to(owner), connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON TABLE {_TABLE} IS {text}")
