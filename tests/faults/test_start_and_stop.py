"""Starting, stopping and refusing to start: clear sentences, no traces left."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from pathlib import Path

import psutil
import psycopg
import pytest

from sojourn.project import embedded_postgres
from sojourn.project.embedded_postgres import OWNER, SUPERUSER, EmbeddedPostgres
from tests.harness.product import RunningProduct, free_port


def _ours(var: Path) -> list[str]:
    """Every process that belongs to this var folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if str(var) in " ".join(process.cmdline()) or process.environ().get("SOJOURN_VAR") == str(var):
                found.append(" ".join(process.cmdline()))
        except psutil.Error:
            continue
    return found


@pytest.fixture
def running(own_product: RunningProduct) -> RunningProduct:
    """Started where the test before left it stopped."""
    if own_product.process is None:
        own_product.start()
    assert own_product.answers()
    return own_product


@pytest.fixture
def stopped(own_product: RunningProduct) -> RunningProduct:
    own_product.stop()
    return own_product


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_ends_cleanly_and_leaves_no_process(
    running: RunningProduct, how: signal.Signals
) -> None:
    assert running.stop(how) == 0
    assert _ours(running.var) == []


def test_in_the_background_of_a_script_it_still_obeys_int(stopped: RunningProduct) -> None:
    """A shell that starts a job with `&` lets it inherit INT ignored."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        stopped.start()
    finally:
        signal.signal(signal.SIGINT, before)
    assert stopped.answers()
    assert stopped.stop(signal.SIGINT) == 0


def test_a_second_one_in_the_same_folder_is_refused_by_name_of_the_first(running: RunningProduct) -> None:
    second = running.command("run", check=False)
    assert second.returncode == 1
    assert f"already running in {running.var} (process {running.number_of('supervisor')})" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        product = RunningProduct(tmp_path, other.getsockname()[1])
        refused = product.command("run", check=False)
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Port {product.port} is taken by another program.\n")
    assert "SOJOURN_PORT=" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("")
    product = RunningProduct(tmp_path, free_port())
    product.environment = {"SOJOURN_VAR": str(taken / "var")}
    refused = product.command("run", check=False)
    assert refused.returncode == 1
    assert f"The folder {taken / 'var'} cannot be written" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_database_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    product = RunningProduct(
        tmp_path, free_port(), DATABASE_URL=f"postgresql://someone@127.0.0.1:{free_port()}/none"
    )
    refused = product.command("run", check=False)
    assert refused.returncode == 1
    assert refused.stderr.startswith("The database named in DATABASE_URL does not answer")
    assert "Traceback" not in refused.stderr


def test_the_demonstration_stays_on_this_machine(tmp_path: Path) -> None:
    refused = RunningProduct(tmp_path, free_port(), SOJOURN_HOST="0.0.0.0").command("run", check=False)
    assert refused.returncode == 1
    assert "may not listen on 0.0.0.0" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_address_of_the_office_is_printed_too(running: RunningProduct) -> None:
    assert f"The office is at {running.address}/en/office/" in running.output


def test_a_database_of_a_newer_sojourn_is_refused(stopped: RunningProduct) -> None:
    with embedded_postgres.running(stopped.var) as server, psycopg.connect(server.url(OWNER)) as owner:
        owner.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '9999_future', now())"
        )
    refused = stopped.command("run", check=False)
    assert refused.returncode == 1
    assert "newer version of Sojourn (it knows audit.9999_future)" in refused.stderr
    assert "Traceback" not in refused.stderr
    with embedded_postgres.running(stopped.var) as server, psycopg.connect(server.url(OWNER)) as owner:
        owner.execute("DELETE FROM django_migrations WHERE name = '9999_future'")


def test_a_stranger_with_a_recorded_process_number_is_let_be(stopped: RunningProduct) -> None:
    stranger = subprocess.Popen(["sleep", "60"], start_new_session=True)
    try:
        (stopped.var / "run" / "web.json").write_text(f'{{"pid": {stranger.pid}}}')
        stopped.start()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_the_socket_lets_nobody_else_in(running: RunningProduct) -> None:
    server = EmbeddedPostgres(running.var)
    rules = (server.place.data / "pg_hba.conf").read_text()
    assert rules == "local all all peer map=sojourn\n"
    if os.geteuid() == 0:
        knock = subprocess.run(
            [server.place.programs / "psql", server.url(SUPERUSER, "postgres"), "-c", "SELECT 1"],
            user="nobody",
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        assert knock.returncode != 0
        assert "authentication failed" in knock.stderr or "Permission denied" in knock.stderr
