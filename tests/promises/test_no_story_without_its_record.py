"""What crosses rooms is undone as a whole when its record cannot be written: nothing is half done.

Single actions of rooms are tried in `tests/contracts/test_failing_records.py`; here every story of `flows`.
Nothing is changed means: every table holds the same rows as before, to the last byte.

Broken for a try, and seen to fail: a registration that commits before its events are written.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError

from sojourn.audit import actions as audit
from sojourn.audit.models import Event
from sojourn.lib.db import transaction
from tests.architecture.source import called_name, calls, decorators, modules
from tests.harness.failing_records import tables
from tests.promises.stories import cases, labour, life, payments, petitions, registrations

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

STORIES = registrations.STORIES | cases.STORIES | payments.STORIES | petitions.STORIES
STORIES |= labour.STORIES | life.STORIES
"""Stories that the edge tells within its transaction."""

OWN_TRANSACTIONS = registrations.OWN_TRANSACTIONS | cases.OWN_TRANSACTIONS | payments.OWN_TRANSACTIONS
OWN_TRANSACTIONS |= life.OWN_TRANSACTIONS
"""Stories of many transactions: what stands when one fails is what the ones before it recorded."""


def begun(name: str) -> Callable[[], object]:
    """A story about to be told, as its caller would tell it."""
    if name in OWN_TRANSACTIONS:
        return OWN_TRANSACTIONS[name]()
    story = STORIES[name]()

    def told() -> object:
        with transaction():
            return story()

    return told


@contextmanager
def record_that_fails(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The database refuses the statement that writes events, as a full disk or a lost right would."""
    refused = [(n, part.replace("INTO audit_event\n", "INTO no_such_table\n")) for n, part in audit._PARTS]
    with monkeypatch.context() as broken, pytest.raises(DatabaseError, match="no_such_table"):
        broken.setattr(audit, "_PARTS", refused)
        yield


@pytest.mark.parametrize("name", sorted(STORIES | OWN_TRANSACTIONS))
def test_a_story_whose_record_fails_leaves_nothing_changed(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = begun(name)
    before = tables()
    with record_that_fails(monkeypatch):
        story()
    assert {table for table, rows in tables().items() if before[table] != rows} == set()


@pytest.mark.parametrize("name", sorted(STORIES | OWN_TRANSACTIONS))
def test_the_same_story_told_with_its_record_changes_something_and_says_so(name: str) -> None:
    story = begun(name)
    before, recorded = tables(), Event.objects.count()
    story()
    changed = {table for table, rows in tables().items() if before[table] != rows}
    assert changed - {"audit_event", "audit_unsealed"}
    assert Event.objects.count() > recorded


def test_every_story_is_tried() -> None:
    inside, own = set(), set()
    for module in modules():
        if module.parts[:1] != ("flows",) or module.parts[-1] == "jobs":
            continue
        for function in module.tree.body:
            if isinstance(function, ast.FunctionDef) and "transaction_required" in decorators(function):
                inside.add(function.name)
            elif isinstance(function, ast.FunctionDef) and function.name == module.parts[-1]:
                own |= {function.name for call in calls(module.tree) if called_name(call) == "transaction"}
    assert inside == set(STORIES)
    assert own == set(OWN_TRANSACTIONS)
