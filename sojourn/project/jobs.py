"""Every job of the product: its name, the function that does it, and when it runs by itself.

`lib.jobs.enqueue` names one of these. Jobs may run twice (a worker that was killed is started again), so each
is written to find its own work in the tables and to do it once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app as current_app

from sojourn.accounts import jobs as accounts
from sojourn.audit import jobs as audit
from sojourn.cases import jobs as cases
from sojourn.documents import jobs as documents
from sojourn.flows import jobs as flows
from sojourn.notices import jobs as notices
from sojourn.payments import jobs as payments
from sojourn.permits import jobs as permits
from sojourn.petitions import jobs as petitions

JOBS: Mapping[str, Callable[[], object]] = {
    "accounts.erase-old-tries": accounts.erase_old_tries,
    "audit.seal": audit.seal,
    "documents.scan-waiting": documents.scan_waiting,
    "cases.prove": cases.prove,
    "cases.watch-limits": cases.watch_limits,
    "documents.sweep-orphans": documents.sweep_orphans,
    "flows.collect-missed-payments": flows.collect_missed_payments,
    "flows.end-expired-registrations": flows.end_expired_registrations,
    "flows.erase-what-is-past": flows.erase_what_is_past,
    "flows.foresee-of-age": flows.foresee_of_age,
    "flows.remind-of-payments": flows.remind_of_unpaid_duties,
    "flows.remind-of-requests": flows.remind_of_unanswered_requests,
    "flows.stop-clocks-by-regimes": flows.stop_clocks_by_regimes,
    "flows.watch-stages": flows.watch_stages,
    "notices.deliver": notices.deliver,
    "payments.prove-books": payments.prove_books,
    "petitions.watch-limits": petitions.watch_limits,
    "permits.erase-old-tries": permits.erase_old_tries,
}

EVERY: Mapping[str, str] = {
    "accounts.erase-old-tries": "17 * * * *",
    "audit.seal": "* * * * *",
    "documents.scan-waiting": "* * * * *",
    "cases.prove": "53 1 * * *",
    "cases.watch-limits": "5 * * * *",
    "documents.sweep-orphans": "41 2 * * *",
    "flows.collect-missed-payments": "*/5 * * * *",
    "flows.end-expired-registrations": "11 * * * *",
    "flows.erase-what-is-past": "37 1 * * *",
    "flows.foresee-of-age": "13 5 * * *",
    "flows.remind-of-payments": "3 5 * * *",
    "flows.remind-of-requests": "7 5 * * *",
    "flows.stop-clocks-by-regimes": "31 0 * * *",
    "flows.watch-stages": "9 0 * * *",
    "notices.deliver": "* * * * *",
    "payments.prove-books": "53 2 * * *",
    "petitions.watch-limits": "8 * * * *",
    "permits.erase-old-tries": "23 * * * *",
}
"""When a job runs by itself, as cron says it (UTC)."""

RETRY = RetryStrategy(max_attempts=8, exponential_wait=3)


def register(app: App) -> None:
    """Called when Django is ready (`PROCRASTINATE_ON_APP_READY`)."""
    for name, work in JOBS.items():
        task = app.task(name=name, retry=RETRY)(_by_name(work))
        if name in EVERY:
            app.periodic(cron=EVERY[name])(task)
    stalled = app.task(name="jobs.restart-stalled")(_restart_stalled)
    app.periodic(cron="* * * * *")(stalled)


def _by_name(work: Callable[[], object]) -> Callable[..., None]:
    """A periodic run tells the job its instant; ours look at the clock themselves."""

    def run(timestamp: int | None = None) -> None:
        work()

    return run


async def _restart_stalled(timestamp: int | None = None) -> None:
    """Give jobs whose worker was killed to a worker that lives."""
    for job in await current_app.job_manager.get_stalled_jobs():
        await current_app.job_manager.retry_job(job)
