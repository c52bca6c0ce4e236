"""A copy brings everything back: rows, files, keys; and the log still proves itself."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sojourn.project import backup, embedded_postgres
from sojourn.project.embedded_postgres import APPLICATION, EmbeddedPostgres
from tests.harness.product import RunningProduct, free_port


@pytest.fixture
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="sojourn-backup-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def _write_something(product: RunningProduct) -> None:
    files = product.var / "files" / "ab"
    files.mkdir(parents=True, exist_ok=True)
    (files / "abcd").write_bytes(b"sealed bytes")
    with (
        embedded_postgres.running(product.var) as server,
        psycopg.connect(server.url(APPLICATION)) as connection,
    ):
        connection.execute(
            "INSERT INTO lib_dooranswer (door, key, request_hash, at) VALUES ('copy', 'k', '', now())"
        )


def test_what_was_copied_comes_back_and_the_log_proves_itself(place: Path) -> None:
    product = RunningProduct(place / "var", free_port())
    product.command("seal-log")
    _write_something(product)
    product.command("backup", str(place / "copy"))
    other = RunningProduct(place / "other", free_port())
    other.command("restore", str(place / "copy"))
    assert (other.var / "files" / "ab" / "abcd").read_bytes() == b"sealed bytes"
    assert {key.name for key in (other.var / "keys").iterdir()} == {
        key.name for key in (product.var / "keys").iterdir()
    }
    assert {(key.stat().st_mode & 0o777) for key in (other.var / "keys").iterdir()} == {0o600}
    server = EmbeddedPostgres(other.var)
    with embedded_postgres.running(other.var), psycopg.connect(server.url(APPLICATION)) as connection:
        assert connection.execute("SELECT door, key FROM lib_dooranswer").fetchall() == [("copy", "k")]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM audit_event")
    assert "The log proves" in other.command("verify-log").stdout


def test_a_copy_is_refused_where_data_is_and_where_it_was_damaged(place: Path) -> None:
    product = RunningProduct(place / "var", free_port())
    product.command("backup", str(place / "copy"))
    again = product.command("restore", str(place / "copy"), check=False)
    assert again.returncode == 1
    assert again.stderr.startswith("There is data here already")
    with (place / "copy" / "files.tar").open("ab") as files:
        files.write(b"!")
    damaged = RunningProduct(place / "other", free_port()).command(
        "restore", str(place / "copy"), check=False
    )
    assert "was changed since the copy was made" in damaged.stderr
    assert list((place / "other").iterdir()) == []
    full = product.command("backup", str(place / "copy"), check=False)
    assert "is not empty" in full.stderr


def _copy(place: Path, members: dict[str, bytes | str]) -> Path:
    """Something that looks like a copy: its list of contents is right, its files are what we say."""
    copy = place / "copy"
    copy.mkdir()
    for name in (backup.DUMP, backup.KEYS):
        with tarfile.open(copy / name, "w"):
            pass
    with tarfile.open(copy / backup.FILES, "w") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            if isinstance(content, str):
                member.type, member.linkname = tarfile.SYMTYPE, content
                tar.addfile(member)
            else:
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))
    parts = (backup.DUMP, backup.FILES, backup.KEYS)
    sums = {name: hashlib.sha256((copy / name).read_bytes()).hexdigest() for name in parts}
    (copy / backup.CONTENTS).write_text(json.dumps({"sha256": sums}))
    return copy


def test_a_whole_copy_may_be_brought_back(tmp_path: Path) -> None:
    backup.check_whole(_copy(tmp_path, {"ab/abcd": b"sealed bytes", "..ab": b""}))


@pytest.mark.parametrize(
    "members", [{"../out": b"x"}, {"/etc/out": b"x"}, {"ab/../../out": b"x"}, {"ab": "/etc/passwd"}]
)
def test_a_copy_that_would_write_elsewhere_is_refused_before_anything_is_made(
    tmp_path: Path, members: dict[str, bytes | str]
) -> None:
    with pytest.raises(backup.CannotCopy, match="which no copy has"):
        backup.check_whole(_copy(tmp_path, members))


@pytest.mark.parametrize("contents", ["", "[]", "{}", '{"sha256": 1}'])
def test_a_copy_whose_contents_are_not_listed_is_refused(tmp_path: Path, contents: str) -> None:
    copy = _copy(tmp_path, {})
    (copy / backup.CONTENTS).write_text(contents)
    with pytest.raises(backup.CannotCopy, match="not the list of contents"):
        backup.check_whole(copy)
