"""Every job that is asked for by name exists, and every job that exists does its work from its room."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from sojourn.project.jobs import EVERY, JOBS
from tests.architecture.source import Module, calls, modules


def unresolved(every: tuple[Module, ...], known: set[str]) -> Iterator[str]:
    """Names given to `enqueue` that no job goes by, and names that cannot be read from the source."""
    for module in every:
        for call in calls(module.tree):
            if module.name == "sojourn.lib.jobs" or ast.unparse(call.func).rsplit(".", 1)[-1] != "enqueue":
                continue
            name = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
            if name not in known:
                yield f"{module.name}:{call.lineno} {ast.unparse(call)}"


def test_every_job_asked_for_exists() -> None:
    assert list(unresolved(modules(), set(JOBS))) == []


def test_every_periodic_job_is_a_job() -> None:
    assert set(EVERY) - set(JOBS) == set()


@pytest.mark.parametrize("name", sorted(JOBS))
def test_a_job_stands_in_the_jobs_of_its_room(name: str) -> None:
    room = name.split(".")[0]
    assert JOBS[name].__module__ == f"sojourn.{room}.jobs"


@pytest.mark.parametrize("line", ["enqueue('notices.vanish')", "jobs.enqueue(name)", "enqueue()"])
def test_a_job_nobody_knows_is_found(line: str) -> None:
    assert len(list(unresolved((Module("sojourn.stays.actions", line),), {"notices.deliver"}))) == 1
    assert list(unresolved((Module("sojourn.stays.actions", "enqueue('a.b')"),), {"a.b"})) == []
