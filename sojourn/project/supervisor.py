"""`sojourn run`: one process that starts database, web server and job worker, and keeps them running."""

from __future__ import annotations

import http.client
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from sojourn.project import environment, start_up, var_folder
from sojourn.project.embedded_postgres import EmbeddedPostgres
from sojourn.project.errors import CannotStart
from sojourn.project.processes import Part, log_of

_LOOK_EVERY = 0.2
_LONGEST_PAUSE = 10.0
_STEADY_AFTER = 60.0
_WEB_PROCESSES = 2
_THREADS_EACH = 2


def say(text: str) -> None:
    """A line for the person who started Sojourn, at once even into a pipe."""
    print(text, flush=True)


class Supervisor:
    """The running whole."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.host = os.environ.get("SOJOURN_HOST") or "127.0.0.1"
        self.port = environment.number("SOJOURN_PORT", 8000)
        self.server: EmbeddedPostgres | None = None
        self.parts = [_web(var, self.host, self.port), _worker(var)]
        self.watching = False
        self.stopping = False

    def run(self) -> None:
        """Start everything, watch it until INT or TERM, stop everything. Raises: CannotStart."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._asked_to_stop)
        try:
            self._start()
            self._watch()
        except KeyboardInterrupt:
            pass
        finally:
            self._stop()

    def check_place(self) -> None:
        """Whether this address may be used and is free. Raises: CannotStart."""
        demonstration = environment.flag("SOJOURN_DEMONSTRATION", default=False)
        start_up.check_address(self.host, demonstration=demonstration)
        start_up.check_port(self.host, self.port)

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        """While watching, leave the loop; during start-up, break it off; while stopping, go on stopping."""
        if self.watching or self.stopping:
            self.watching = False
            return
        self.stopping = True
        raise KeyboardInterrupt

    def _start(self) -> None:
        for part in self.parts:
            part.sweep()
        self.check_place()
        if "DATABASE_URL" in os.environ:
            start_up.make_keys(has_data=start_up.check_database(os.environ["DATABASE_URL"]))
        else:
            self.server = EmbeddedPostgres(self.var)
            start_up.make_keys(has_data=self.server.exists())
            start_up.open_embedded(self.server)
        start_up.set_up_django()
        start_up.prepare_tables(say)
        start_up.prepare_country(say, self.server)
        web, *others = self.parts
        web.start(os.environ)
        self._wait_until_it_answers(web)
        for part in others:
            part.start(os.environ)
        say(start_up.welcome(self.port, os.getpid()))

    def _wait_until_it_answers(self, web: Part, patience: float = 60) -> None:
        until = time.monotonic() + patience
        while time.monotonic() < until and not web.has_ended():
            if answers(self.host, self.port):
                return
            time.sleep(0.05)
        log = log_of(self.var, web.name)
        raise CannotStart("The web server did not start.", f"Its reasons stand in {log}.")

    def _watch(self) -> None:
        self.watching = True
        while self.watching:
            time.sleep(_LOOK_EVERY)
            if self.server is not None and self.server.has_ended():
                say("The database ended unexpectedly and is started again; nothing committed is lost.")
                self.server.start()
            for part in self.parts:
                if part.has_ended():
                    self._start_again(part)

    def _start_again(self, part: Part) -> None:
        """A part that keeps falling is started less and less often; after a steady minute it is forgiven."""
        stood = time.monotonic() - part.started
        part.failures = 0 if stood > _STEADY_AFTER else part.failures
        if part.failures and stood < min(2.0**part.failures / 4, _LONGEST_PAUSE):
            return
        part.failures += 1
        log = log_of(self.var, part.name)
        say(f"The {part.name} process ended unexpectedly and is started again; see {log}.")
        part.sweep()
        part.start(os.environ)

    def _stop(self) -> None:
        self.stopping = True
        if any(part.process for part in self.parts):
            say("Stopping …")
        for part in self.parts:
            part.stop()
        if self.server is not None:
            self.server.stop()


def answers(host: str, port: int) -> bool:
    """Whether a web server answers there, whatever it says."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
    line = http.client.HTTPConnection(everywhere.get(host, host), port, timeout=10)
    try:
        line.request("GET", "/")
        line.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
    return True


def _web(var: Path, host: str, port: int) -> Part:
    command = [
        sys.executable, "-m", "sojourn.project.web", "sojourn.project.wsgi:application",
        "--interface", "wsgi",
        "--host", host,
        "--port", str(port),
        "--workers", str(_WEB_PROCESSES),
        "--blocking-threads", str(_THREADS_EACH),
        "--respawn-failed-workers",
        "--respawn-interval", "0.2",
        "--workers-kill-timeout", "10",
        "--no-ws",
        "--log-level", "warning",
    ]  # fmt: skip
    return Part("web", command, var)


def _worker(var: Path) -> Part:
    command = [
        sys.executable,
        "-m",
        "sojourn.project",
        "procrastinate",
        "worker",
        "--delete-jobs",
        "successful",
    ]
    return Part("worker", command, var)


def run(var: Path) -> None:
    """Run Sojourn in this folder until it is told to stop. Raises: CannotStart.

    A folder that is refused at once is not made; in one that was used, left-overs of ours may hold the port.
    """
    supervisor = Supervisor(var)
    if var_folder.is_new(var):
        supervisor.check_place()
    with var_folder.held(var_folder.make(var)):
        supervisor.run()
