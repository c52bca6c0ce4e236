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
