"""Large countries are made by several processes, and their log proves like any other."""

from __future__ import annotations

import signal
from datetime import date

import psutil
import pytest
from django.db import connection

from sojourn.audit import actions as audit
from sojourn.audit import verification
from sojourn.audit.models import Event
from sojourn.lib.db import transaction
from sojourn.people.models import Person
from sojourn.project.demonstration import generator, writing

AS_OF = date(2026, 11, 23)


def test_work_is_shared_among_processes_and_the_log_proves(committed_database: str) -> None:
    made = generator.generate(2500, as_of=AS_OF, processes=2)
    assert made == generator.Made(2500, 1875)
    assert made.seconds > 0
    assert Person.objects.count() == 2500
    with transaction():
        sealed = audit.seal_new_entries(100_000)
    assert sealed == Event.objects.count() > 7500
    verification.verify_log()


def test_told_to_stop_it_leaves_whole_batches_and_no_process(
    committed_database: str, capfd: pytest.CaptureFixture[str]
) -> None:
    def stop(made: generator.Made) -> None:
        raise KeyboardInterrupt

    before = set(psutil.Process().children())
    with pytest.raises(KeyboardInterrupt):
        generator.generate(2400, as_of=AS_OF, processes=2, progress=stop)
    assert Person.objects.count() % 300 == 0
    assert set(psutil.Process().children()) <= before
    assert capfd.readouterr().err == ""


def test_a_process_that_invents_is_stopped_by_its_parent_alone(committed_database: str) -> None:
    stage = generator._stage(AS_OF, "1")
    with writing._processes(stage, 2) as pool:
        for number in (signal.SIGINT, signal.SIGTERM):
            assert pool.submit(signal.getsignal, number).result() is signal.SIG_IGN


def test_a_process_never_speaks_over_a_connection_it_was_born_with(committed_database: str) -> None:
    stage = generator._stage(AS_OF, "1")
    connection.ensure_connection()
    with writing._processes(stage, 2) as pool:
        assert pool.submit(_is_connected).result() is False
        assert pool.submit(_database).result() == committed_database
    assert Person.objects.count() == 0


def _is_connected() -> bool:
    return connection.connection is not None


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        return str((cursor.fetchone() or [""])[0])
