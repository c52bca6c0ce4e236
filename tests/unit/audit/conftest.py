"""A log to tamper with: a few registrations, sealed or not, and someone with the database owner's power."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from sojourn.audit import actions as audit
from sojourn.audit.models import Event
from sojourn.audit.types import KINDS, EventKind, Redaction
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.project.embedded_postgres import SUPERUSER
from tests.harness.server import TestServer

ARRIVED = EventKind(
    "thing:arrived",
    subject="thing",
    plain=("place",),
    personal={"name": Redaction("registration"), "passport": Redaction("registration")},
)
MOVED = EventKind("thing:moved", subject="thing", plain=("place",))
del KINDS[ARRIVED.name], KINDS[MOVED.name]  # kinds of tests are no kinds of the product


def arrive(subject: Subject, place: str = "Sel") -> None:
    audit.record(ARRIVED, subject=subject, by=SYSTEM, place=place, name="Élodie Ə", passport={"number": "X1"})


@pytest.fixture
def someone() -> Subject:
    return Subject("thing", uuid4())


@pytest.fixture
def thirty_events(committed_database: str) -> list[Event]:
    """Ten things arrive and move twice; sealed in three batches of ten."""
    things = [Subject("thing", uuid4()) for _ in range(10)]
    for place in ("Sel", "Ober", "Nord"):
        for thing in things:
            with transaction():
                if place == "Sel":
                    arrive(thing)
                else:
                    audit.record(MOVED, subject=thing, by=SYSTEM, place=place)
        with transaction():
            assert audit.seal_new_entries() == 10
    return list(Event.objects.order_by("leaf__leaf_index"))


@pytest.fixture
def tamper(test_server: TestServer, committed_database: str) -> Iterator[Callable[..., None]]:
    """Change rows as a superuser who switched the database's own guards off."""
    with psycopg.connect(test_server.url(committed_database, SUPERUSER), autocommit=True) as root:
        root.execute("SET session_replication_role = replica")

        def run(statement: str, *values: object) -> None:
            assert root.execute(statement, values).rowcount > 0, "nothing was tampered with"

        yield run


@pytest.fixture
def heads(tmp_path: Path) -> Path:
    return tmp_path / "outside" / "heads.jsonl"
