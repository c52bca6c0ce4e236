"""The folder that holds everything a running Sojourn keeps: database, keys, files, logs."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sojourn.project.errors import CannotStart

CHECKOUT = Path(__file__).resolve().parents[2]


class AlreadyRunning(CannotStart):
    """Another Sojourn works in this var folder. `process` is its number."""

    def __init__(self, var: Path, process: str) -> None:
        super().__init__(
            f"Sojourn is already running in {var} (process {process}).",
            f"Stop it with `kill {process}`, or name another folder in SOJOURN_VAR.",
        )


def named() -> Path:
    """The var folder, absolute, there or not yet; children read it from SOJOURN_VAR."""
    var = Path(os.environ.get("SOJOURN_VAR") or CHECKOUT / "var").expanduser().absolute()
    os.environ["SOJOURN_VAR"] = str(var)
    return var


def is_new(var: Path) -> bool:
    """Whether nothing was ever started here, so that nothing of ours can be left over."""
    return not (var / "run").exists()


def make(var: Path) -> Path:
    """Make the folder if it is missing. Whatever can be refused was looked at before. Raises: CannotStart."""
    try:
        for folder in (var, var / "run", var / "log", var / "static"):
            folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=var):
            pass
    except OSError as reason:
        raise CannotStart(
            f"The folder {var} cannot be written: {reason.strerror}.",
            "Give it to the user who runs Sojourn, or name another folder in SOJOURN_VAR.",
        ) from reason
    return var


@contextmanager
def held(var: Path) -> Iterator[None]:
    """Keep every other Sojourn out; a killed process lets go by itself. Raises: AlreadyRunning."""
    with (var / "run" / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunning(var, lock.read().strip() or "?") from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield
