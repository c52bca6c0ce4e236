"""A pytest plugin: every action that a test calls is first tried with a record that cannot be written.

The first time an action records something, it runs in a transaction whose audit write fails; every table must
then be as it was before. After that the action runs as the test wanted. What was found is written to the file
named in `SOJOURN_FAILING_RECORDS`. The tests named in `SOJOURN_FIRST_CALLERS` come first: a few of them call
every action, and then the run is over.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection
from django.db.transaction import atomic

_CANNOT = ("FROM numbered ORDER", "FROM numbered WHERE 1 / (place * 0) = 1 ORDER")
undone: set[str] = set()
changed: dict[str, list[str]] = {}
late: dict[str, list[str]] = {}
"""Tests that are not among the first callers, and the actions that only they tried."""
_known: set[str] = set()
_trying = False
WANTED = frozenset(filter(None, os.environ.get("SOJOURN_ACTIONS", "").split(",")))
"""The run ends when all of these were tried."""
FIRST = frozenset(filter(None, os.environ.get("SOJOURN_FIRST_CALLERS", "").split(",")))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One case of each test is enough: it is the calls that count."""
    first = {item.nodeid.partition("[")[0]: item for item in reversed(items)}
    items[:] = [item for item in items if first[item.nodeid.partition("[")[0]] is item]
    items.sort(key=lambda item: item.nodeid.partition("[")[0] not in FIRST)


def pytest_runtest_logfinish(nodeid: str) -> None:
    new, test = sorted((undone & WANTED) - _known), nodeid.partition("[")[0]
    _known.update(new)
    if new and test not in FIRST:
        late[test] = new
    if WANTED and undone >= WANTED:
        pytest.exit("every action was tried", returncode=0)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Put a watch inside every action, so that whoever holds it, under whatever name, calls the watch."""
    for module in [module for name, module in sys.modules.items() if name.startswith("sojourn.")]:
        for value in list(vars(module).values()):
            if getattr(value, "is_action", False):
                inner = value.__wrapped__
                for cell in value.__closure__ or ():
                    if cell.cell_contents is inner and not hasattr(inner, "is_watched"):
                        cell.cell_contents = _watched(inner)


def pytest_sessionfinish() -> None:
    report = {"undone": sorted(undone), "changed": changed, "late": late}
    Path(os.environ["SOJOURN_FAILING_RECORDS"]).write_text(json.dumps(report))


def _watched(action: Callable[..., Any]) -> Callable[..., Any]:
    name = f"{action.__module__}.{action.__name__}"

    @wraps(action)
    def watched(*args: Any, **named: Any) -> Any:
        global _trying
        if name not in undone and not _trying and connection.in_atomic_block:
            _trying = True
            try:
                try_failing(name, lambda: action(*args, **named))
            finally:
                _trying = False
                for each in (*args, *named.values()):
                    if hasattr(each, "seek"):
                        each.seek(0)
        return action(*args, **named)

    watched.__dict__["is_watched"] = True
    return watched


def try_failing(name: str, act: Callable[[], Any]) -> None:
    from sojourn.audit import actions as audit
    from sojourn.lib.db import transaction

    with atomic():
        before = tables()
        try:
            parts = [(part, text.replace(*_CANNOT)) for part, text in audit._PARTS]
            with patch.object(audit, "_PARTS", parts), transaction():
                act()
                audit.flush()  # inside another transaction the outer one would write it
        except DatabaseError as refused:
            if "division by zero" in str(refused):
                after = tables()
                differing = [table for table in before if before[table] != after[table]]
                undone.add(name)
                if differing:
                    changed[name] = differing
        except Exception:  # a refusal that the test is about
            pass
        connection.set_rollback(True)


def tables() -> dict[str, str]:
    """Every table with a digest of all its rows: by where each version of a row lies and who wrote it.

    A row that was written again, were it word by word the same, lies elsewhere and has another writer.
    """
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(_digest_of(table) for table in _names()))
        return dict(cursor.fetchall())


def _digest_of(table: str) -> str:
    versions = "string_agg(x.ctid || '/' || x.xmin, '|' ORDER BY x.ctid)"
    return f"""SELECT '{table}', (SELECT md5(coalesce({versions}, '')) FROM "{table}" x)"""


@cache
def _names() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return [table for (table,) in cursor.fetchall()]
