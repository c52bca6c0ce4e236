"""Every job asked for by name exists, and runs."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app, connector_params
from procrastinate.contrib.django.models import ProcrastinateJob

from sojourn.accounts.types import Contact, ContactKind
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import TransactionRequired, transaction
from sojourn.lib.jobs import JobUnknown, enqueue
from sojourn.lib.types import Subject
from sojourn.notices import actions as notices
from sojourn.notices import queries
from sojourn.notices.types import Message, Recipient
from sojourn.project.jobs import EVERY, JOBS

NEWS = Message(
    "news", "en", Recipient(contact=Contact(ContactKind.EMAIL, "leyla@example.org")), Subject("x", uuid4())
)
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


def test_a_worker_delivers_what_a_committed_change_queued(committed_database: str) -> None:
    with transaction():
        notices.send(NEWS, by=SYSTEM)
    for name in ("jobs.restart-stalled", "audit.seal"):
        app.configure_task(name).defer()
    with app.replace_connector(PsycopgConnector(kwargs=connector_params())) as working:
        working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    assert set(ProcrastinateJob.objects.values_list("status", flat=True)) == {"succeeded"}
    assert [each.state for each in queries.list_outbox()] == ["delivered"]
