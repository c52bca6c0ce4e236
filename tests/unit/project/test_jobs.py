"""Every job asked for by name exists, and runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from sojourn.lib.db import TransactionRequired, transaction
from sojourn.lib.jobs import JobUnknown, enqueue
from sojourn.project.jobs import EVERY, JOBS

ASKED = re.compile(r"""enqueue\(\s*["']([a-z.-]+)["']""")


def test_every_name_in_the_source_is_in_the_table() -> None:
    sources = (Path(settings.BASE_DIR) / "sojourn").rglob("*.py")
    asked = {name for path in sources for name in ASKED.findall(path.read_text())} - {"…"}
    assert "notices.deliver" in asked
    assert asked <= set(JOBS)
    assert set(EVERY) <= set(JOBS)
    assert set(JOBS) <= set(app.tasks)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(JOBS))
def test_every_job_runs_when_there_is_nothing_to_do(name: str) -> None:
    app.tasks[name].func(timestamp=0)


@pytest.mark.django_db
def test_the_same_job_is_queued_once_in_a_transaction_and_not_without_one() -> None:
    with transaction():
        enqueue("notices.deliver")
        enqueue("notices.deliver")
    assert ProcrastinateJob.objects.filter(task_name="notices.deliver").count() == 1
    with pytest.raises(TransactionRequired):
        enqueue("notices.deliver")
    with transaction(), pytest.raises(JobUnknown):
        enqueue("notices.deliver-to-the-moon")
