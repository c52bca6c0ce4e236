"""The product as a person runs it: `sojourn run` in a process of its own, started, killed and stopped."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil

_CHECKOUT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as knock:
        knock.bind(("127.0.0.1", 0))
        return int(knock.getsockname()[1])


class RunningProduct:
    """`sojourn run` with its own var folder and port.

    Parts that can be killed: `supervisor`, `web`, `web-child`, `worker`, `postgres`.
    Without `environment` it brings its own database, as `make run` does.
    """

    def __init__(self, var: Path, port: int, **environment: str) -> None:
        self.var, self.port = var, port
        var.mkdir(parents=True, exist_ok=True)
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None
        self.database_url = environment.get("DATABASE_URL", "")

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def output(self) -> str:
        """What it printed since it was made."""
        return (self.var / "printed.txt").read_text()

    def start(self, *, patience: float = 120) -> None:
        """Start and wait until it said that it answers. Raises: AssertionError with what it printed."""
        before = len(self.output) if (self.var / "printed.txt").exists() else 0
        with (self.var / "printed.txt").open("ab") as printed:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sojourn.project", "run"],
                cwd=_CHECKOUT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until = time.monotonic() + patience
        while "Stop it with" not in self.output[before:]:
            assert self.process.poll() is None, self.output[before:]
            assert time.monotonic() < until, f"no answer within {patience} s: {self.output[before:]}"
            time.sleep(0.1)

    def _environment(self) -> dict[str, str]:
        ours = {"SOJOURN_VAR": str(self.var), "SOJOURN_PORT": str(self.port), "SOJOURN_DEMONSTRATION": "1"}
        left_out = {"DATABASE_URL", "DATABASE_OWNER_URL", "SOJOURN_PUBLIC_BASE"}
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        return {**kept, **ours, **self.environment}

    def stop(self, how: signal.Signals = signal.SIGTERM, *, patience: float = 60) -> int:
        """Ask it to stop as a person would; gives its exit code."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(patience)
        self.process = None
        return code

    def kill(self, part: str) -> int:
        """`kill -9` one part, without a chance to say goodbye. Gives its process number."""
        number = self.number_of(part)
        os.kill(number, signal.SIGKILL)
        if part == "supervisor" and self.process is not None:
            self.process.wait()
            self.process = None
        return number

    def number_of(self, part: str) -> int:
        """The process number of a part."""
        if part == "supervisor":
            return int((self.var / "run" / "lock").read_text())
        if part == "postgres":
            home = Path(json.loads((self.var / "database.json").read_text())["home"])
            return int((home / "database" / "postmaster.pid").read_text().splitlines()[0])
        recorded = int(
            json.loads((self.var / "run" / f"{part.removesuffix('-child')}.json").read_text())["pid"]
        )
        if part.endswith("-child"):
            return max(child.pid for child in psutil.Process(recorded).children())
        return recorded

    def answers(self, path: str = "/") -> bool:
        """Whether a page comes, whatever its status below 500."""
        try:
            urllib.request.urlopen(self.address + path, timeout=10).close()
        except urllib.error.HTTPError as answer:
            return answer.code < 500
        except OSError:
            return False
        return True

    def wait_until_answers(self, path: str = "/", *, patience: float = 60) -> None:
        until = time.monotonic() + patience
        while not self.answers(path):
            assert time.monotonic() < until, f"no answer within {patience} s: {self.output}"
            time.sleep(0.1)

    def command(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `sojourn WORDS` beside it, in the same var folder."""
        done = subprocess.run(
            [sys.executable, "-m", "sojourn.project", *words],
            cwd=_CHECKOUT,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert not (check and done.returncode), f"sojourn {' '.join(words)}: {done.stdout}{done.stderr}"
        return done
