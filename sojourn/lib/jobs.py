"""Work for later, stored in the transaction of the change that asks for it.

A job is asked for by name, so that a room below need not import the room that does the work. The table of
names and functions stands in `project/jobs.py`; a test resolves every name. NOTIFY serialises commits: one
transaction queues the same work once.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from procrastinate.contrib.django import app

from sojourn.lib.db import current_work
from sojourn.lib.errors import SojournError

_DEFER = "procrastinate_defer_jobs_v1(ARRAY[ROW(%s, %s, %s, %s, %s, %s, %s)::procrastinate_job_to_defer_v1])"


class JobUnknown(SojournError):
    """No job goes by this name; the table of jobs does not hold it."""


def enqueue(name: str, *, at: datetime | None = None, **args: Any) -> None:
    """Queue a job by its name, to run at once or not before an instant. `args` are JSON values.

    The same job with the same arguments is queued once in a transaction, with the last thing it writes.
    Raises: JobUnknown, TransactionRequired.
    """
    work = current_work()
    queued = work.kept.setdefault("jobs", set())
    asked = (name, at, repr(sorted(args.items())))
    if asked in queued:
        return
    if name not in app.tasks:
        raise JobUnknown(name=name)
    queued.add(asked)
    job = app.configure_task(name, schedule_at=at).make_new_job(**args)
    row = [job.queue, name, job.priority, job.lock, job.queueing_lock, json.dumps(args), at]
    work.batch.ask(_DEFER, row, table="procrastinate_jobs")
