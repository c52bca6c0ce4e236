"""Tries counted in the database, so that every process and machine counts together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from sojourn.accounts.models import Try
from sojourn.accounts.rules import Limit
from sojourn.lib import clock, locks
from sojourn.lib.fields import blind_index

# Whoever tries in the same name at the same moment waits for the try before: the count is read after that try
# has committed, so that no limit is passed by trying at once.
_COUNT = """
WITH asked (name, who, most, since) AS (VALUES {rows}),
counted AS (
  SELECT a.*, (SELECT count(*) FROM accounts_try t
               WHERE t.name = a.name AND t.who = a.who AND t.at > a.since) AS tries
  FROM asked a
), noted AS (
  INSERT INTO accounts_try (name, who, at)
  SELECT name, who, %s FROM counted WHERE NOT EXISTS (SELECT FROM counted WHERE tries >= most)
)
SELECT bool_and(tries < most) FROM counted
"""


def within(*asked: tuple[Limit, str]) -> bool:
    """Count one try against each limit, unless one of them is used up. One journey.

    `asked` pairs a limit with whom it counts; a limit asked of nobody ("") does not count.
    """
    counting: Sequence[tuple[Limit, str]] = [(limit, who) for limit, who in asked if who]
    if not counting:
        return True
    now = clock.now()
    values: list[Any] = []
    for limit, who in counting:
        values += [limit.name, blind_index(who, purpose=f"try:{limit.name}"), limit.most, now - limit.within]
    held = locks.keys_of(f"try:{limit.name}:{who}" for limit, who in counting)
    rows = ", ".join(["(%s, %s::bytea, %s, %s::timestamptz)"] * len(counting))
    with connection.cursor() as cursor:
        cursor.execute(locks.before(_COUNT.format(rows=rows)), [held, *values, now])
        cursor.nextset()
        return bool(cursor.fetchone()[0])


def may_try(limit: Limit, who: str) -> bool:
    """Whether one more try is left, counting nothing. Whoever tries in the same name at the same moment waits
    until the transaction of the caller ends, so that a try that is counted in it was seen by the next one.
    """
    locks.take(f"try:{limit.name}:{who}")
    index, since = blind_index(who, purpose=f"try:{limit.name}"), clock.now() - limit.within
    return Try.objects.filter(name=limit.name, who=index, at__gt=since)[: limit.most].count() < limit.most
