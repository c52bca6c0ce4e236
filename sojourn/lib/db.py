"""Transactions with manners: opened at the edge, closed with the events recorded in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db import transaction as django_transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.db.utils import DatabaseError

from sojourn.lib import clock
from sojourn.lib.errors import Refusal, SojournError
from sojourn.lib.writes import Batch

P = ParamSpec("P")
R = TypeVar("R")


class TransactionRequired(SojournError):
    """An action was called outside `with transaction():`; the caller at the edge opens it."""


class KeyUsedDifferently(Refusal):
    """This key was used before for another request."""


class AnsweredMeanwhile(SojournError):
    """The same request was answered while this one was at work: that answer counts, this work is undone."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a door answered to a key before, and to which request."""

    request_hash: bytes
    answer: Any

    def to(self, request_hash: bytes, *, door: str) -> Any:
        """Raises: KeyUsedDifferently for another request."""
        if self.request_hash != request_hash:
            raise KeyUsedDifferently(door=door)
        return self.answer


@dataclass
class Work:
    """What one transaction has still to write before it commits, and over which connection."""

    database: BaseDatabaseWrapper = field(default_factory=lambda: connections[DEFAULT_DB_ALIAS])
    before_commit: list[Callable[[], None]] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)
    batch: Batch = field(default_factory=Batch)
    rows: dict[tuple[str, Any], Model] = field(default_factory=dict)


_HELD = "held"
_work: ContextVar[Work | None] = ContextVar("work", default=None)


@contextmanager
def transaction() -> Iterator[Work]:
    """One action, one transaction: everything inside commits together, its events included.

    Opened by the caller at the edge (view, job, command). Inside another one it is a savepoint of that one's
    work: its events are written with the others, or dropped with what it did when it fails.
    """
    outer = _work.get()
    if outer is not None and connection.in_atomic_block:
        with _part_of(outer):
            yield outer
        return
    work = Work()
    token = _work.set(work)
    try:
        with connection.execute_wrapper(_in_order), django_transaction.atomic(durable=False):
            yield work
            finish(work)
    finally:
        _work.reset(token)


def _in_order(execute: Any, statement: Any, params: Any, many: bool, context: Any) -> Any:
    """What waits to be written is written before anybody asks for it, or writes something else."""
    work = _work.get()
    if work is not None and work.batch.is_asked_for(statement):
        work.batch.send()
    return execute(statement, params, many, context)


@contextmanager
def _part_of(work: Work) -> Iterator[None]:
    """A savepoint; what was collected since it began is forgotten when it is undone."""
    asked, kept = list(work.before_commit), {name: copy(value) for name, value in work.kept.items()}
    try:
        with django_transaction.atomic():
            try:
                yield
            except BaseException:
                work.batch = Batch()
                raise
    except BaseException:
        work.before_commit[:], work.kept = asked, kept
        work.rows.clear()
        raise


def finish(work: Work) -> None:
    """Write what was collected, in the order in which it was asked for."""
    while work.before_commit:
        work.before_commit.pop(0)()
    if work.batch:
        work.batch.send()


def current_work() -> Work:
    """Raises: TransactionRequired outside a transaction."""
    work = _work.get()
    if work is None or not work.database.in_atomic_block:
        raise TransactionRequired
    return work


def claim(kind: str, id_: Any, row: Model | None = None) -> None:
    """This transaction has a subject to itself, for its row is locked or new: nobody records of it meanwhile.

    row: what whoever locks it again is given; a part of the work that is undone makes it be read anew.
    """
    work = current_work()
    work.kept.setdefault(_HELD, set()).add((kind, str(id_)))
    if row is not None:
        work.rows[kind, id_] = row


def held(work: Work) -> frozenset[tuple[str, str]]:
    """What is held, by kind and id."""
    return frozenset(work.kept.get(_HELD, ()))


def held_row(kind: str, id_: Any) -> Any:
    """The row of a subject, when this transaction has locked it already."""
    return current_work().rows.get((kind, id_))


def forget_rows() -> None:
    """Rows were changed in bulk: whoever locks one again reads it again."""
    current_work().rows.clear()


def transaction_required(action: Callable[P, R]) -> Callable[P, R]:
    """Mark an action: it writes, so it runs inside `with transaction():` or not at all."""

    @wraps(action)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        current_work()
        return action(*args, **kwargs)

    checked.__dict__["is_action"] = True
    return checked


_RETRYABLE = frozenset({"40P01", "40001"})
_SAME_MOMENT = "one_event_per_subject_number"


def retry_deadlock(story: Callable[[], R]) -> R:
    """Run a story that opens its own transaction; one that only met another is retried once.

    That is a deadlock, a serialisation failure, or a record about a subject of which another transaction has
    recorded in the same moment: the second one takes the next number.
    """
    try:
        return story()
    except DatabaseError as error:
        if not _has_met_another(error):
            raise
        return story()


def _has_met_another(error: DatabaseError) -> bool:
    cause = error.__cause__
    constraint = getattr(getattr(cause, "diag", None), "constraint_name", None)
    return getattr(cause, "sqlstate", None) in _RETRYABLE or constraint == _SAME_MOMENT


def answer_once(door: str, key: str, *, request_hash: bytes, act: Callable[[], Any]) -> Any:
    """Give the first answer again when a key comes back; otherwise act and keep the answer (JSON).

    One statement takes the key, or waits for the transaction that holds it. Raises: KeyUsedDifferently.
    """
    current_work()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO lib_dooranswer (door, key, request_hash, answer, at) VALUES (%s, %s, %s, NULL, %s)"
            " ON CONFLICT (door, key) DO NOTHING RETURNING id",
            [door, key, request_hash, clock.now()],
        )
        taken = cursor.fetchone()
    if taken is None:
        return _first_answer(door, key, request_hash)
    answer = act()
    from sojourn.lib.models import DoorAnswer

    DoorAnswer.objects.filter(id=taken[0]).update(answer=answer)
    return answer


def write(row: Model) -> None:
    """Write a new row together with what else the action writes; it has its id at once.

    For rows nothing stands against: a constraint that refuses one is told only when it is written.
    """
    current_work().batch.add(row)


def change(row: Model, **values: Any) -> None:
    """Give columns of a row this transaction holds other values, written together with what else changes."""
    current_work().batch.change(row, **values)


def keep_answer(door: str, key: str, *, request_hash: bytes, answer: Any) -> None:
    """Keep the answer to a key that was not known when the work began: the last statement of a transaction.

    Raises: AnsweredMeanwhile when the same key was answered by another transaction since.
    """

    def told(count: int) -> None:
        if not count:
            raise AnsweredMeanwhile

    current_work().batch.write(
        "INSERT INTO lib_dooranswer (door, key, request_hash, answer, at) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (door, key) DO NOTHING RETURNING id",
        [door, key, request_hash, json.dumps(answer), clock.now()],
        told=told,
    )


def find_answer(door: str, key: str) -> Answered | None:
    """What a door answered to a key."""
    from sojourn.lib.models import DoorAnswer

    kept = DoorAnswer.objects.filter(door=door, key=key).first()
    return Answered(bytes(kept.request_hash), kept.answer) if kept else None


def erase_answers_before(instant: datetime, *, limit: int = 5000) -> int:
    """Forget what doors answered to keys that came before an instant. Returns how many; call until 0."""
    current_work()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM lib_dooranswer WHERE id IN"
            " (SELECT id FROM lib_dooranswer WHERE at < %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)",
            [instant, limit],
        )
        return int(cursor.rowcount)


def _first_answer(door: str, key: str, request_hash: bytes) -> Any:
    from sojourn.lib.models import DoorAnswer

    kept = DoorAnswer.objects.get(door=door, key=key)
    if bytes(kept.request_hash) != request_hash:
        raise KeyUsedDifferently(door=door)
    return kept.answer


def until_none(batch: Callable[[], Sequence[object]]) -> int:
    """Batch after batch, each in a transaction of its own, until nothing is left. How much was done."""
    done = 0
    while True:
        with transaction():
            last = batch()
        if not last:
            return done
        done += len(last)
