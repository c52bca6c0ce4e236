"""What happens between `sojourn run` and the first page: database, keys, tables, packs, demonstration."""

from __future__ import annotations

import errno
import io
import ipaddress
import os
import socket
from collections.abc import Callable
from datetime import timedelta

import psycopg

from sojourn.lib import keys
from sojourn.project import environment, roles
from sojourn.project.embedded_postgres import APPLICATION, DATABASE, OWNER, EmbeddedPostgres
from sojourn.project.errors import CannotStart

OLDEST_POSTGRESQL = 18
_INVENTED_PAST = timedelta(days=730)


def check_port(host: str, port: int) -> None:
    """Raises: CannotStart when another program listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as knock:
        knock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            knock.bind((host, port))
        except OSError as reason:
            taken = reason.errno == errno.EADDRINUSE
            problem = "is taken by another program" if taken else f"cannot be used: {reason.strerror}"
            raise CannotStart(
                f"Port {port} {problem}.",
                f"Stop that program, or choose another port: SOJOURN_PORT={port + 1} make run",
            ) from reason


def check_address(host: str, *, demonstration: bool) -> None:
    """A demonstration has printed passwords: it answers this machine only. Raises: CannotStart."""
    if demonstration and not is_loopback(host):
        raise CannotStart(
            f"The demonstration may not listen on {host}: its sign-ins are printed for everyone to see.",
            "Leave SOJOURN_HOST empty, or start without SOJOURN_DEMONSTRATION.",
        )


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def check_database(url: str) -> bool:
    """Whether there are tables of ours in the database named in DATABASE_URL.

    Raises: CannotStart when it does not answer or is too old.
    """
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version // 10000
            row = connection.execute("SELECT to_regclass('public.audit_event')").fetchone()
    except psycopg.Error as reason:
        raise CannotStart(
            f"The database named in DATABASE_URL does not answer: {str(reason).strip().splitlines()[-1]}.",
            "Start it or correct DATABASE_URL; without DATABASE_URL Sojourn brings its own.",
        ) from reason
    if version < OLDEST_POSTGRESQL:
        raise CannotStart(
            f"The database named in DATABASE_URL is PostgreSQL {version}.",
            f"Sojourn needs PostgreSQL {OLDEST_POSTGRESQL} or newer.",
        )
    return row is not None and row[0] is not None


def open_embedded(server: EmbeddedPostgres) -> None:
    """Start our own server and tell this process and its children where it is. Raises: CannotStart."""
    server.start()
    roles.prepare_server(server, DATABASE)
    use_embedded(server)


def use_embedded(server: EmbeddedPostgres) -> None:
    """What follows in this process, and its children, talks to our own server."""
    os.environ["DATABASE_URL"] = server.url(APPLICATION)
    os.environ["DATABASE_OWNER_URL"] = server.url(OWNER)


def set_up_django() -> None:
    """Read the settings, now that the environment is complete."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sojourn.project.settings")
    django.setup()


def make_keys(*, has_data: bool) -> None:
    """Make test keys for a new folder. Raises: CannotStart when a database is there and its keys are not."""
    try:
        keys.get(keys.Use.FIELD)
    except keys.KeyMissing:
        if has_data:
            raise CannotStart(
                f"The keys that open this database are missing from {keys.folder()}.",
                "Put them back from your copy (docs/how-to/back-up.md), or choose another SOJOURN_VAR.",
            ) from None
    keys.make_missing()


def prepare_tables(say: Callable[[str], None] = lambda text: None) -> None:
    """Migrate as owner and give the application its rights. Raises: CannotStart."""
    from sojourn.project import database

    application = os.environ["DATABASE_URL"]
    owner = os.environ.get("DATABASE_OWNER_URL") or application
    database.migrate(owner_url=owner, application=database.user_of(application))
    if database.user_of(owner) == database.user_of(application):
        say("The application owns its tables: fine for trying out only, see docs/how-to/deploy.md.")


def prepare_country(say: Callable[[str], None], server: EmbeddedPostgres | None = None) -> None:
    """Check and load the pack; in a demonstration fill an empty country with invented people.

    server: our own, where the database is in it. Raises: CannotStart.
    """
    from django.conf import settings
    from django.core.management import get_commands

    from sojourn.accounts import demonstration
    from sojourn.lib.db import transaction

    if settings.DEMONSTRATION:
        refuse_real_accounts()
        _clear_half_filled(server, say)
    _load_pack()
    if settings.DEMONSTRATION:
        if "demo" in get_commands():
            _fill_if_empty(say)
        with transaction():
            demonstration.make_accounts()


def _load_pack() -> None:
    """Check and load the pack, unless it is the one of the last start. Raises: CannotStart."""
    from django.conf import settings
    from django.core.management import CommandError, call_command

    from sojourn.project import known_pack

    if known_pack.is_current():
        return
    try:
        call_command("pack", "load", settings.PACK, *_since(), stdout=io.StringIO())
    except CommandError as reason:
        raise CannotStart(
            f"The pack {settings.PACK} is not in order: {reason}",
            "Mend what is named above, or go back to the last good pack, and start again.",
        ) from reason
    known_pack.remember()


def _since() -> list[str]:
    """An invented country has had its law since before its oldest case; a real one has it from now on."""
    from django.conf import settings

    from sojourn.catalogue import queries as catalogue
    from sojourn.lib import clock

    if not settings.DEMONSTRATION or catalogue.find_current_hash():
        return []
    return ["--from", (clock.now() - _INVENTED_PAST).isoformat()]


def _clear_half_filled(server: EmbeddedPostgres | None, say: Callable[[str], None]) -> None:
    """Half a country is not shown as a whole one. Only a database of our own server is thrown away.

    Raises: CannotStart.
    """
    from django.db import connection

    from sojourn.project import filling

    if not filling.was_stopped():
        return
    if server is None:
        raise CannotStart(
            "The demonstration in the database named in DATABASE_URL is filled by half only:"
            " its first start was stopped while it was filled.",
            "Nobody in it is real: drop that database, create it empty and start again.",
        )
    say("The last start was stopped while it filled the country: its database is thrown away and made anew.")
    connection.close()
    roles.drop_database(server, DATABASE)
    roles.prepare_server(server, DATABASE)
    prepare_tables()


def _fill_if_empty(say: Callable[[str], None]) -> None:
    """Invented people for an empty country; SOJOURN_DEMO_PEOPLE says how many, 0 leaves it empty."""
    from django.core.management import call_command

    from sojourn.catalogue import queries as catalogue
    from sojourn.people.models import Person
    from sojourn.project import filling

    people = environment.number("SOJOURN_DEMO_PEOPLE", 2000)
    if not people or Person.objects.exists():
        return
    if not catalogue.current().demonstration.names:
        say("This pack brings no people for a demonstration: the country is empty.")
    else:
        say("An empty country is filled with invented people; a later start skips this.")
        filling.begin()
        call_command("demo", people=people)
        filling.end()


def refuse_real_accounts() -> None:
    """Raises: CannotStart when the database holds accounts of real people."""
    from sojourn.accounts import queries as accounts

    if accounts.has_real_accounts():
        raise CannotStart(
            "The demonstration refuses this database: it holds accounts of real people.",
            "Start without SOJOURN_DEMONSTRATION, or name another folder in SOJOURN_VAR.",
        )


def welcome(port: int, process: int) -> str:
    """The address, who can sign in, and how to stop."""
    from django.conf import settings

    here = f"http://localhost:{port}"
    lines = ["", f"Sojourn answers at {here}", f"The office is at {here}{_office()}", ""]
    if settings.DEMONSTRATION:
        lines += ["This is a demonstration: everyone in it is invented. You can sign in as", *_sign_ins(), ""]
    return "\n".join([*lines, f"Stop it with Ctrl-C, or `kill {process}`.", ""])


def _office() -> str:
    """The first page of the office, in English where the pack speaks it."""
    from django.conf import settings
    from django.urls import reverse
    from django.utils import translation

    spoken = [code for code, _ in settings.LANGUAGES]
    with translation.override("en" if "en" in spoken else spoken[0]):
        return reverse("office:home")


def _sign_ins() -> list[str]:
    from sojourn.accounts import demonstration

    return [
        f"  {each.who:<26} {each.door:<8} {each.name:<24} {each.password:<22} {_code(each.code)}"
        for each in demonstration.sign_ins()
    ]


def _code(code: str) -> str:
    """A fixed code, or the page where a sent one can be read."""
    return f"code in {code}" if code.startswith("/") else f"code {code}"
