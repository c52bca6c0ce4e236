"""People who register while the product is killed under them, and who do not give up."""

from __future__ import annotations

import http.client
import itertools
import random
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

import psycopg

from benchmarks import guests
from benchmarks.visitor import Unexpected, Visitor
from sojourn.project.embedded_postgres import APPLICATION, EmbeddedPostgres
from tests.harness.product import RunningProduct

DISTRICT = "AZ-LAN"
_BROKEN = (OSError, http.client.HTTPException, Unexpected)


@dataclass
class Crowd:
    """So many people at a time, one after another, each in a browser of their own."""

    product: RunningProduct
    at_a_time: int = 3
    receipts: dict[int, str] = field(default_factory=dict)
    interrupted: int = 0
    _stop: threading.Event = field(default_factory=threading.Event)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        self._threads = [threading.Thread(target=self._people, daemon=True) for _ in range(self.at_a_time)]
        for thread in self._threads:
            thread.start()

    def end(self, *, patience: float = 120) -> None:
        """Nobody new comes; those who are filing finish."""
        self._stop.set()
        for thread in self._threads:
            thread.join(patience)
        assert not any(thread.is_alive() for thread in self._threads), "somebody is still trying"

    def _people(self) -> None:
        while not self._stop.is_set():
            number = next(self._numbers)
            self.receipts[number] = self._insist(number)

    def _insist(self, number: int) -> str:
        """Fill the form and send it, again after every failure, as a person does who reloads the page."""
        today = datetime.now(UTC).date()
        visitor, summary = Visitor(self.product.address, patience=10), ""
        while True:
            try:
                summary = summary or guests.fill(visitor, number, on=today, district=DISTRICT)
                return guests.send(visitor, summary, guests.answers_of(number, on=today))
            except _BROKEN:
                self.interrupted += 1
                time.sleep(0.2)


def kill_at_random(product: RunningProduct, times: int, *, seed: int) -> None:
    """`kill -9` the supervisor at moments nobody chose, and start again."""
    chance = random.Random(seed)
    for _ in range(times):
        time.sleep(chance.uniform(0.3, 2.5))
        product.kill("supervisor")
        product.start()


@dataclass(frozen=True, slots=True)
class Books:
    """What the database holds when everything is over."""

    references: frozenset[str]
    registrations: int
    guests: int
    events: int
    permits: int
    submitted: int


def books_of(product: RunningProduct) -> Books:
    with psycopg.connect(EmbeddedPostgres(product.var).url(APPLICATION)) as connection:

        def one(query: str) -> int:
            row = connection.execute(query).fetchone()
            return int(row[0]) if row else 0

        found = connection.execute("SELECT reference FROM stays_registration").fetchall()
        return Books(
            references=frozenset(reference for (reference,) in found),
            registrations=len(found),
            guests=one("SELECT count(DISTINCT guest_key) FROM stays_registration"),
            events=one("SELECT count(*) FROM audit_event WHERE kind = 'stay:registered'"),
            permits=one("SELECT count(DISTINCT subject_id) FROM permits_permit"),
            submitted=one("SELECT count(*) FROM applications_application WHERE state = 'submitted'"),
        )


def check_books(product: RunningProduct, crowd: Crowd) -> Books:
    """None lost, none twice, and the log proves against the heads kept outside the database."""
    books = books_of(product)
    told = {address.strip("/").rsplit("/", 1)[-1] for address in crowd.receipts.values()}
    assert told - books.references == set(), "somebody was told of a registration that is not there"
    assert books.registrations == books.guests == len(crowd.receipts), "somebody is registered twice or not"
    assert books.events == books.permits == books.submitted == books.registrations
    product.command("seal-log")
    proved = product.command("verify-log", "--heads", str(product.var / "heads" / "heads.jsonl"))
    assert "The log proves" in proved.stdout
    assert "0 events wait" in proved.stdout
    return books
