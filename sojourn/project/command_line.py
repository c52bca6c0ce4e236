"""The `sojourn` command: Django's management underneath, our own commands in front."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import BaseCommand

from sojourn.project import start_up, supervisor, var_folder
from sojourn.project.embedded_postgres import EmbeddedPostgres
from sojourn.project.errors import CannotStart

_RUN = ("run", "Starts Sojourn here and keeps it running until Ctrl-C.")
_WITHOUT_DATABASE = frozenset(
    {"help", "check", "makemigrations", "collectstatic", "compilemessages", "makemessages", "diffsettings"}
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit code; what is wrong is said in one sentence."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        return _run_command(words)
    except CannotStart as reason:
        print(f"{reason.problem}\n{reason.advice}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run_command(words: list[str]) -> int:
    var = var_folder.named()
    if words[:1] == [_RUN[0]]:
        supervisor.run(var)
        return 0
    start_up.set_up_django()
    from django.core.management import ManagementUtility, get_commands

    if not words or (words[0] in {"help", "--help", "-h"} and len(words) == 1):
        print(_list_of_commands())
        return 0
    name = words[0].replace("-", "_")  # a module's name has no hyphen, a command on a shell does
    words = [name if name in get_commands() else words[0], *words[1:]]
    if words[0] not in get_commands():
        print(f"There is no command {words[0]!r}.\n\n{_list_of_commands()}", file=sys.stderr)
        return 2
    with _database(words):
        ManagementUtility(["sojourn", *words]).execute()
    return 0


@contextmanager
def _database(words: list[str]) -> Iterator[None]:
    """Where no database is named and the command needs one: ours, started for this command if it rests."""
    if not _needs_database(words):
        yield
        return
    _refuse_early(words)
    var = var_folder.make(var_folder.named())
    if "DATABASE_URL" in os.environ:
        yield
        return
    from sojourn.project import database

    server = EmbeddedPostgres(var)
    try:
        with var_folder.held(var):
            if _wants_tables(words):
                start_up.make_keys(has_data=server.exists())
            start_up.open_embedded(server)
            database.connect(os.environ["DATABASE_URL"])
            if _wants_tables(words):
                start_up.prepare_tables()
            try:
                yield
            finally:
                server.stop()
    except var_folder.AlreadyRunning:
        if not _wants_tables(words):
            raise
        start_up.use_embedded(server)
        database.connect(os.environ["DATABASE_URL"])
        yield


def _needs_database(words: list[str]) -> bool:
    """A command says `needs_database = False` where it reads and writes files only.

    Where it does so with one option alone, `without_database` names that option; where it depends on more,
    `needs_database_for` answers for the words after its name.
    """
    if words[0] in _WITHOUT_DATABASE or "--help" in words:
        return words[0] == "check" and "--deploy" in words
    command = _command(words)
    option = getattr(command, "without_database", None)
    if option and any(word.partition("=")[0] == option for word in words):
        return False
    if hasattr(command, "needs_database_for"):
        return bool(command.needs_database_for(words[1:]))
    return bool(getattr(command, "needs_database", True))


def _refuse_early(words: list[str]) -> None:
    """A command may look at what it is given before any folder or database is made for it."""
    command = _command(words)
    if hasattr(command, "refuse_early"):
        options = command.create_parser("sojourn", words[0]).parse_args(words[1:])
        command.refuse_early(**vars(options))


def _wants_tables(words: list[str]) -> bool:
    """A command says `needs_tables = False` where it fills an empty database itself, with nobody at work."""
    return bool(getattr(_command(words), "needs_tables", True))


def _command(words: list[str]) -> BaseCommand:
    from django.core.management import get_commands, load_command_class

    return load_command_class(str(get_commands()[words[0]]), words[0])


def _list_of_commands() -> str:
    """Our own commands, a sentence each; Django's are left to those who know them."""
    from django.core.management import get_commands, load_command_class

    ours = [
        _RUN,
        ("check", "Looks for what is set wrong; with --deploy, for what a deployment must not start with."),
    ]
    for name, app in get_commands().items():
        if str(app).startswith("sojourn."):
            ours.append((name.replace("_", "-"), str(load_command_class(str(app), name).help)))
    lines = [f"  {name:<14} {sentence}" for name, sentence in sorted(ours)]
    return "\n".join(["sojourn COMMAND …   (`sojourn COMMAND --help` tells more)", "", *lines])
