"""Copies from which everything can be brought back: database, files, and the keys in an archive apart.

The database is copied first: a file is written before the row that names it, so a row of the copy finds its
file, unless it was past its term and was erased while the copy was made. The keys are worth nothing without
the data, and the data is unreadable without the keys; keep the two in different places.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sojourn.lib import clock, keys
from sojourn.project.embedded_postgres import find_programs
from sojourn.project.errors import CannotStart

DUMP, FILES, KEYS, CONTENTS = "database.dump", "files.tar", "keys.tar", "contents.json"


class CannotCopy(CannotStart):
    """A copy could not be made or brought back."""


def make(target: Path, *, files: Path) -> list[Path]:
    """Write a copy into a new or empty folder; one that fails leaves nothing there. Returns its parts.

    Raises: CannotCopy.
    """
    is_new = not target.exists()
    try:
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        occupied = any(target.iterdir())
    except OSError as reason:
        problem = f"{target} cannot be written: {reason.strerror}."
        raise CannotCopy(problem, "Name another folder.") from reason
    if occupied:
        raise CannotCopy(f"{target} is not empty.", "Name a new folder; every copy has its own.")
    try:
        return _write(target, files)
    except BaseException:
        _clear(target)
        if is_new:
            target.rmdir()
        raise


def _write(target: Path, files: Path) -> list[Path]:
    unwanted = "--exclude-extension=pg_stat_statements"
    _postgres_program("pg_dump", "--format=custom", unwanted, f"--file={target / DUMP}")
    _pack(files, target / FILES)
    _pack(keys.folder(), target / KEYS)
    parts = [target / name for name in (DUMP, FILES, KEYS)]
    contents = {"made_at": clock.now().isoformat(), "sha256": {part.name: _digest(part) for part in parts}}
    (target / CONTENTS).write_text(json.dumps(contents, indent=2) + "\n")
    return parts


def bring_back(source: Path, *, files: Path) -> None:
    """Fill an empty database and var folder from a copy; one that fails leaves both as empty as they were.

    The database comes last, in one transaction: whatever fails before it or in it can be undone.

    Raises: CannotCopy.
    """
    check_whole(source)
    _check_empty(files)
    try:
        _unpack(source / KEYS, keys.folder())
        _unpack(source / FILES, files)
        options = ("--no-owner", "--no-acl", "--exit-on-error", "--single-transaction")
        _postgres_program("pg_restore", *options, str(source / DUMP))
    except BaseException:
        _clear(keys.folder())
        _clear(files)
        raise


def check_whole(source: Path) -> None:
    """Raises: CannotCopy where a part is missing, was changed, or holds what no copy has."""
    try:
        expected = json.loads((source / CONTENTS).read_text())["sha256"]
        damaged = [name for name in (DUMP, FILES, KEYS) if _digest(source / name) != expected[name]]
    except (ValueError, KeyError, TypeError):
        problem = f"{source / CONTENTS} is not the list of contents of a copy."
        raise CannotCopy(problem, "Use another copy.") from None
    except FileNotFoundError as missing:
        name = Path(str(missing.filename)).name
        raise CannotCopy(
            f"{source} is not a whole copy: {name} is missing.", "Put it there and try again."
        ) from None
    if damaged:
        raise CannotCopy(f"{source / damaged[0]} was changed since the copy was made.", "Use another copy.")
    for archive in (source / FILES, source / KEYS):
        with tarfile.open(archive) as tar:
            for member in tar:
                _place_of(member, archive, Path("/"))


def _check_empty(files: Path) -> None:
    with psycopg.connect(_owner()) as connection:
        tables = connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if tables or _holds(files) or _holds(keys.folder()):
        raise CannotCopy(
            "There is data here already; a copy is brought back into an empty place only.",
            "Name a new folder in SOJOURN_VAR (or an empty database in DATABASE_URL).",
        )


def _holds(folder: Path) -> bool:
    return folder.exists() and any(folder.iterdir())


def _clear(folder: Path) -> None:
    """Take away what lies in a folder that was empty before."""
    for each in folder.iterdir() if folder.exists() else ():
        if each.is_dir():
            shutil.rmtree(each)
        else:
            each.unlink()


def _pack(folder: Path, archive: Path) -> None:
    """All of a folder; what is erased meanwhile is left out."""
    descriptor = os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream, tarfile.open(fileobj=stream, mode="w") as tar:
        for place, folders, names in os.walk(folder):
            for each in (Path(place, name) for name in (*folders, *names)):
                with suppress(FileNotFoundError):
                    tar.add(each, arcname=each.relative_to(folder), recursive=False)


def _unpack(archive: Path, folder: Path) -> None:
    """Plain files and folders only, inside the folder only. Raises: CannotCopy."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tarfile.open(archive) as tar:
        for member in tar:
            target = _place_of(member, archive, folder)
            if member.isdir():
                target.mkdir(exist_ok=True, mode=0o700)
            elif content := tar.extractfile(member):
                descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, member.mode & 0o600)
                with os.fdopen(descriptor, "wb") as stream:
                    shutil.copyfileobj(content, stream)


def _place_of(member: tarfile.TarInfo, archive: Path, folder: Path) -> Path:
    """Where a member comes to lie. Raises: CannotCopy for one outside, and for links and devices."""
    outside = member.name.startswith("/") or ".." in Path(member.name).parts
    if outside or not (member.isfile() or member.isdir()):
        raise CannotCopy(f"{archive} holds {member.name}, which no copy has.", "Use another copy.")
    return (folder / member.name).resolve()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _owner() -> str:
    return os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]


def _postgres_program(name: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on our database; its arguments, which all can read, hold no password."""
    address = conninfo_to_dict(_owner())
    password = address.pop("password", None)
    secret = {} if password is None else {"PGPASSWORD": str(password)}
    command = [str(find_programs(None) / name), f"--dbname={make_conninfo('', **address)}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **secret})
    if done.returncode:
        *_, said = done.stderr.strip().splitlines() or ["it did not say why"]
        raise CannotCopy(f"{name} gave up: {said}", "Nothing is half done.")
