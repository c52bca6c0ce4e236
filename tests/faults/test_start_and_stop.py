"""Starting, stopping and refusing to start: clear sentences, no traces left."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import psutil
import psycopg
import pytest

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


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_ends_cleanly_and_leaves_no_process(
    own_product: RunningProduct, how: signal.Signals
) -> None:
    own_product.wait_until_answers()
    assert own_product.stop(how) == 0
    assert _ours(own_product.var) == []
    started = time.monotonic()
    own_product.start()
    assert own_product.answers(), f"second start after {time.monotonic() - started:.1f} s"


def test_in_the_background_of_a_script_it_still_obeys_int(own_product: RunningProduct) -> None:
    """A shell that starts a job with `&` lets it inherit INT ignored."""
    own_product.stop()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        own_product.start()
    finally:
        signal.signal(signal.SIGINT, before)
    assert own_product.stop(signal.SIGINT) == 0
    own_product.start()


def test_a_second_one_in_the_same_folder_is_refused_by_name_of_the_first(own_product: RunningProduct) -> None:
    own_product.wait_until_answers()
    second = own_product.command("run", check=False)
    assert second.returncode == 1
    assert (
        f"already running in {own_product.var} (process {own_product.number_of('supervisor')})"
        in second.stderr
    )
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


def test_the_address_of_the_office_is_printed_too(own_product: RunningProduct) -> None:
    assert f"The office is at {own_product.address}/en/office/" in own_product.output


def test_a_database_of_a_newer_sojourn_is_refused(own_product: RunningProduct) -> None:
    own_product.wait_until_answers()
    address = EmbeddedPostgres(own_product.var).url(OWNER)
    with psycopg.connect(address) as owner:
        owner.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '9999_future', now())"
        )
    own_product.stop()
    refused = own_product.command("run", check=False)
    assert refused.returncode == 1
    assert "newer version of Sojourn (it knows audit.9999_future)" in refused.stderr
    assert "Traceback" not in refused.stderr
    server = EmbeddedPostgres(own_product.var)
    server.start()
    with psycopg.connect(server.url(SUPERUSER, "sojourn")) as owner:
        owner.execute("DELETE FROM django_migrations WHERE name = '9999_future'")
    server.stop()
    own_product.start()


def test_a_stranger_with_a_recorded_process_number_is_let_be(own_product: RunningProduct) -> None:
    own_product.stop()
    stranger = subprocess.Popen(["sleep", "60"], start_new_session=True)
    try:
        (own_product.var / "run" / "web.json").write_text(f'{{"pid": {stranger.pid}}}')
        own_product.start()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_the_socket_lets_nobody_else_in(own_product: RunningProduct) -> None:
    own_product.wait_until_answers()
    server = EmbeddedPostgres(own_product.var)
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
