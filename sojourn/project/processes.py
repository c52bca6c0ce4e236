"""Processes the supervisor starts, watches and ends, each with a record by which a later start finds it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from sojourn.project.embedded_postgres import die_with_parent

MARK = "SOJOURN_PART"
"""Every child carries `<var folder>|<part>` in its environment: a recycled process number never does."""

_LARGEST_LOG = 10_000_000


@dataclass
class Part:
    """One child process and all it starts itself (its process group)."""

    name: str
    command: Sequence[str]
    var: Path
    patience: float = 15
    process: subprocess.Popen[bytes] | None = None
    started: float = 0
    failures: int = field(default=0)

    @property
    def record(self) -> Path:
        return self.var / "run" / f"{self.name}.json"

    @property
    def mark(self) -> str:
        return f"{self.var}|{self.name}"

    def start(self, environment: Mapping[str, str]) -> None:
        """Start the child; it is told to stop when its parent dies."""
        with log_of(self.var, self.name).open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env={**environment, MARK: self.mark},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(signal.SIGTERM),
            )
        self.started = time.monotonic()
        self.record.write_text(json.dumps({"pid": self.process.pid}) + "\n")

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        """Ask to finish, wait, then insist; whatever it started ends with it."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.patience)
        self.sweep()
        self.process.wait()
        self.process = None
        self.record.unlink(missing_ok=True)

    def sweep(self) -> None:
        """End what is left of this part: members of its recorded group that carry its mark, nobody else."""
        left = self._left_over()
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.terminate() if self.process is None else process.kill()
        _, stubborn = psutil.wait_procs(left, timeout=self.patience)
        for process in stubborn:
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(stubborn, timeout=5)

    def _left_over(self) -> list[psutil.Process]:
        try:
            group = int(json.loads(self.record.read_text())["pid"])
        except (OSError, ValueError, KeyError):
            return []
        return [process for process in psutil.process_iter() if self._is_mine(process, group)]

    def _is_mine(self, process: psutil.Process, group: int) -> bool:
        try:
            return os.getpgid(process.pid) == group and process.environ().get(MARK) == self.mark
        except (psutil.Error, OSError):
            return False


def log_of(var: Path, name: str) -> Path:
    """The log file of a part; a large one is put aside first, the one before it is forgotten."""
    path = var / "log" / f"{name}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > _LARGEST_LOG:
        path.replace(path.with_suffix(".log.1"))
    return path
