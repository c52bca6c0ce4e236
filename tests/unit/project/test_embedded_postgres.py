"""Where the database lives, and who may come near it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sojourn.project import embedded_postgres
from sojourn.project.embedded_postgres import SUPERUSER, EmbeddedPostgres, find_place
from sojourn.project.errors import CannotStart


@pytest.fixture
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="sojourn-place-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def _answer(server: EmbeddedPostgres) -> str:
    with psycopg.connect(server.url(SUPERUSER, "postgres")) as connection:
        row = connection.execute("SELECT current_setting('listen_addresses')").fetchone()
        assert row is not None
        return str(row[0])


def test_it_listens_on_no_network_address(place: Path) -> None:
    with embedded_postgres.running(place) as server:
        assert _answer(server) == ""


def test_a_folder_with_a_very_long_name_works(place: Path) -> None:
    var = place / ("long" * 30)
    var.mkdir()
    with embedded_postgres.running(var) as server:
        assert _answer(server) == ""
        assert len(bytes(server.place.sockets)) < 100


def test_a_moved_folder_keeps_its_database_and_a_copied_one_gets_its_own(place: Path) -> None:
    var = place / "var"
    var.mkdir()
    first = find_place(var)
    moved = var.rename(place / "moved")
    assert find_place(moved).data.parent == (moved if first.data.parent == var else first.data.parent)
    copied = place / "copied"
    copied.mkdir()
    (copied / "database.json").write_text((moved / "database.json").read_text())
    assert find_place(copied).data != find_place(moved).data


def test_a_file_in_the_way_is_one_sentence(place: Path) -> None:
    server = EmbeddedPostgres(place)
    server.place.data.write_text("in the way")
    with pytest.raises(CannotStart, match="cannot be written"):
        server.start()


def test_what_fails_is_logged_without_a_word_of_the_row_and_for_its_owner_alone(place: Path) -> None:
    log = place / "log" / "database.log"
    log.parent.mkdir()
    for before in (log, log.with_suffix(".log.1")):
        before.touch(0o644)
    insert = "INSERT INTO guests (passport, surname) VALUES ('{}', '{}')"
    with (
        embedded_postgres.running(place) as server,
        psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as connection,
    ):
        connection.execute(
            "CREATE TABLE guests (passport text UNIQUE, surname text CHECK (surname <> 'Nobody'))"
        )
        connection.execute(insert.format("AA1234567", "Eriksson"))
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute(insert.format("AA1234567", "Eriksson"))
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO guests VALUES (%s, %s)", ("AA1234567", "Eriksson"))
        with pytest.raises(psycopg.errors.CheckViolation):
            connection.execute(insert.format("BB7654321", "Nobody"))
    logged = log.read_text()
    assert logged.count('unique constraint "guests_passport_key"') == 2
    assert not [word for word in ("AA1234567", "BB7654321", "Eriksson", "Nobody", "INSERT") if word in logged]
    assert {each.stat().st_mode & 0o777 for each in log.parent.iterdir()} == {0o600}
