"""A record that cannot be written undoes its action: every action, as the tests of its room call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from sojourn.audit import actions as audit
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.models import DoorAnswer
from sojourn.lib.types import Subject
from tests.architecture.source import ROOT, modules
from tests.architecture.test_writes import RECORD, actions_of, rooms_of
from tests.harness import failing_records
from tests.harness.plugin import SHARED
from tests.harness.server import TestServer
from tests.unit.audit.conftest import MOVED

CALLED_BY = (
    *("tests/flows", "tests/unit/accounts", "tests/unit/catalogue", "tests/unit/documents"),
    *("tests/unit/notices", "tests/unit/organisations", "tests/unit/people", "tests/unit/permits"),
    *("tests/unit/payments", "tests/unit/cases"),
    *("tests/unit/stays", "tests/unit/applications", "tests/sites/portal", "tests/sites/office"),
)
FIRST_CALLERS = ROOT / "tests/contracts/first_callers.txt"
"""Tests that together call every action. Where one is gone or an action is new, the others run as well."""


def recording_actions() -> set[str]:
    """Every public action that records, by the name it was defined under."""
    return {
        f"{module.name}.{function.name}"
        for group in rooms_of(modules()).values()
        for module, function, reached in actions_of(group)
        if RECORD in reached and not function.name.startswith("_")
    }


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, test_server: TestServer) -> dict[str, Any]:
    """What became of every action tried: by the first callers, and by the others where these left one out."""
    file = tmp_path_factory.mktemp("failing") / "report.json"
    first = FIRST_CALLERS.read_text().split()
    found = tried(file, first, test_server)
    if recording_actions() <= set(found["undone"]):
        return found
    found = tried(file, [folder for folder in CALLED_BY if (ROOT / folder).exists()], test_server)
    if late := {test: names for test, names in found["late"].items() if test not in first}:
        warnings.warn(f"Write these into {FIRST_CALLERS.name}, it saves minutes: {late}", stacklevel=1)
    return found


def tried(file: Path, tests: Iterable[str], server: TestServer) -> dict[str, Any]:
    """The tests run in a process of their own. They are judged elsewhere: here they only call."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "SOJOURN", "DATABASE"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.harness.failing_records", *tests],
        cwd=ROOT,
        env={
            **inherited,
            "SOJOURN_FAILING_RECORDS": str(file),
            "SOJOURN_ACTIONS": ",".join(recording_actions()),
            SHARED: str(server.sockets),
            "SOJOURN_FIRST_CALLERS": ",".join(FIRST_CALLERS.read_text().split()),
        },
        capture_output=True,
        text=True,
    )
    assert file.exists(), done.stdout[-2000:] + done.stderr[-2000:]
    told: dict[str, Any] = json.loads(file.read_text())
    return told


@pytest.mark.timeout(900)
def test_a_failing_record_leaves_nothing_changed(report: dict[str, Any]) -> None:
    assert report["changed"] == {}


@pytest.mark.timeout(900)
def test_every_action_was_tried(report: dict[str, Any]) -> None:
    assert sorted(recording_actions() - set(report["undone"])) == []


@pytest.mark.django_db
def test_a_table_that_differs_afterwards_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = iter([{"kept": "1", "lib_dooranswer": "1"}, {"kept": "1", "lib_dooranswer": "2"}])
    monkeypatch.setattr(failing_records, "tables", lambda: next(seen))
    failing_records.try_failing("careless", _keep_and_record)
    assert failing_records.changed.pop("careless") == ["lib_dooranswer"]
    failing_records.undone.discard("careless")


@pytest.mark.django_db
def test_a_row_added_changed_or_taken_away_is_seen_in_its_table_alone() -> None:
    def differing(act: Callable[[], object]) -> list[str]:
        before = failing_records.tables()
        act()
        after = failing_records.tables()
        return [table for table in before if before[table] != after[table]]

    rows = DoorAnswer.objects.filter(door="x")
    assert differing(lambda: _keep()) == ["lib_dooranswer"]
    assert differing(lambda: rows.update(request_hash=b"1")) == ["lib_dooranswer"]
    assert differing(lambda: rows.update(request_hash=b"1")) == ["lib_dooranswer"]
    assert differing(lambda: rows.delete()) == ["lib_dooranswer"]
    assert differing(lambda: rows.count()) == []


@pytest.mark.django_db
def test_an_action_whose_record_fails_is_undone() -> None:
    failing_records.try_failing("careful", _keep_and_record)
    assert "careful" in failing_records.undone
    assert "careful" not in failing_records.changed
    failing_records.undone.discard("careful")


def _keep() -> None:
    DoorAnswer.objects.create(door="x", key="y", request_hash=b"", at=clock.now())


def _keep_and_record() -> None:
    _keep()
    audit.record(MOVED, subject=Subject("thing", UUID(int=1)), by=SYSTEM, place="Sel")
