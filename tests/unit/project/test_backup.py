"""A copy brings everything back: rows, files, keys; and the log still proves itself."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

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


SECRET = "goose feathers"
PROGRAM = """#!/bin/sh
printf '%s\\n' "$@" > "$0.arguments"
printf '%s' "$PGPASSWORD" > "$0.password"
for each in "$@"; do case "$each" in --file=*) echo half > "${each#--file=}";; esac; done
cat "$0.says" >&2 2>/dev/null
exit $(cat "$0.ends" 2>/dev/null || echo 0)
"""


class Programs:
    """Stand-ins for the programs of PostgreSQL: they write down how they were called and end as told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        for name in ("pg_dump", "pg_restore"):
            (folder / name).write_text(PROGRAM)
            (folder / name).chmod(0o755)

    def end(self, name: str, code: int, *, saying: str = "") -> None:
        (self.folder / f"{name}.ends").write_text(str(code))
        (self.folder / f"{name}.says").write_text(saying)

    def told(self, name: str, what: str) -> str:
        return (self.folder / f"{name}.{what}").read_text()


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    made = Programs(tmp_path / "programs")
    monkeypatch.setattr(backup, "find_programs", lambda _: made.folder)
    monkeypatch.setattr(backup, "_check_empty", lambda _: None)
    monkeypatch.setenv(
        "DATABASE_OWNER_URL", f"postgresql://owner:{quote(SECRET)}@db.example:6000/land?sslmode=require"
    )
    monkeypatch.setenv("SOJOURN_VAR", str(tmp_path / "var"))
    (tmp_path / "var" / "keys").mkdir(parents=True)
    (tmp_path / "var" / "files").mkdir()
    return made


def test_the_password_of_the_database_is_not_in_the_list_of_processes(
    tmp_path: Path, programs: Programs
) -> None:
    backup.make(tmp_path / "copy", files=tmp_path / "var" / "files")
    backup.bring_back(tmp_path / "copy", files=tmp_path / "var" / "files")
    for name in ("pg_dump", "pg_restore"):
        arguments = programs.told(name, "arguments")
        assert "goose" not in arguments
        assert all(part in arguments for part in ("owner", "db.example", "6000", "land", "require"))
        assert programs.told(name, "password") == SECRET


def test_a_copy_that_fails_leaves_nothing_and_can_be_made_again(tmp_path: Path, programs: Programs) -> None:
    new, empty, files = tmp_path / "copy", tmp_path / "empty", tmp_path / "var" / "files"
    empty.mkdir()
    programs.end("pg_dump", 1, saying="one\nno such host\n")
    for target in (new, empty):
        with pytest.raises(backup.CannotCopy, match="pg_dump gave up: no such host"):
            backup.make(target, files=files)
    assert (new.exists(), list(empty.iterdir())) == (False, [])
    programs.end("pg_dump", 0)
    assert len(backup.make(new, files=files)) == 3


def test_a_program_that_fails_without_a_word_is_told_of_all_the_same(
    tmp_path: Path, programs: Programs
) -> None:
    programs.end("pg_dump", 1)
    with pytest.raises(backup.CannotCopy, match="did not say why"):
        backup.make(tmp_path / "copy", files=tmp_path / "var" / "files")


def test_a_restore_that_fails_leaves_the_place_empty_and_can_be_repeated(
    tmp_path: Path, programs: Programs
) -> None:
    keys, files = tmp_path / "var" / "keys", tmp_path / "var" / "files"
    (keys / "data-1").write_bytes(b"key")
    (files / "ab").mkdir()
    (files / "ab" / "abcd").write_bytes(b"sealed bytes")
    backup.make(tmp_path / "copy", files=files)
    (keys / "data-1").unlink()
    (files / "ab" / "abcd").unlink()
    (files / "ab").rmdir()
    programs.end("pg_restore", 1, saying="the server went away")
    with pytest.raises(backup.CannotCopy, match="the server went away"):
        backup.bring_back(tmp_path / "copy", files=files)
    assert [*keys.iterdir(), *files.iterdir()] == []
    programs.end("pg_restore", 0)
    backup.bring_back(tmp_path / "copy", files=files)
    assert ((keys / "data-1").read_bytes(), (files / "ab" / "abcd").read_bytes()) == (b"key", b"sealed bytes")


def test_a_file_that_is_erased_while_it_is_copied_is_left_out(
    tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = tmp_path / "var" / "files"
    for name in ("abcd", "gone", "wxyz"):
        (files / name).write_bytes(b"sealed bytes")
    add = tarfile.TarFile.add

    def erased_first(tar: tarfile.TarFile, name: Any, *parts: Any, **more: Any) -> None:
        if Path(name).name == "gone":
            Path(name).unlink()
        add(tar, name, *parts, **more)

    monkeypatch.setattr(tarfile.TarFile, "add", erased_first)
    backup.make(tmp_path / "copy", files=files)
    with tarfile.open(tmp_path / "copy" / backup.FILES) as tar:
        assert {Path(name).name for name in tar.getnames()} == {"abcd", "wxyz"}
    backup.check_whole(tmp_path / "copy")
