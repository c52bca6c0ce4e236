"""Numbers of a sequence, drawn in blocks: whoever needs the next one seldom has to ask."""

from __future__ import annotations

from django.db import connection

BLOCK = 20


def draw(sequence: str, count: int = 1) -> list[int]:
    """The next numbers, in their order. A connection that ends takes the rest of its block with it.

    Two never get the same number; that none is left out is promised nowhere.
    """
    connection.ensure_connection()
    kept: dict[str, list[int]] = connection.connection.__dict__.setdefault("sojourn_numbers", {})
    left = kept.setdefault(sequence, [])
    if len(left) < count:
        with connection.cursor() as cursor:
            question = "SELECT nextval(%s) FROM generate_series(1, %s)"
            cursor.execute(question, (sequence, max(count, BLOCK)))
            left += [number for (number,) in cursor.fetchall()]
    drawn, left[:count] = left[:count], []
    return drawn
