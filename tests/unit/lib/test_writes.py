"""What waits to be written is written together, and nobody sees it wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from sojourn.lib.db import TransactionRequired, change, current_work, transaction, write
from sojourn.lib.models import DoorAnswer
from sojourn.lib.writes import new_id
from sojourn.notices.models import Message
from sojourn.notices.types import State

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def a_message(**said: object) -> Message:
    told = {"subject": "News", "text": "There is news.", **said}
    return Message(
        template="news", language="en", channel="email", contact="anna@example.org", said=told, secret=False,
        about_kind="case", about_id=uuid4(), confidentiality=0, state=State.QUEUED, queued_at=NOW,
    )  # fmt: skip


def an_answer(key: str) -> DoorAnswer:
    return DoorAnswer(door="desk", key=key, request_hash=b"1", answer=None, at=NOW)


def statements(asked: CaptureQueriesContext) -> list[str]:
    return [each["sql"] for each in asked if "SAVEPOINT" not in each["sql"]]


def test_new_rows_and_changes_of_many_tables_are_one_statement() -> None:
    with CaptureQueriesContext(connection) as asked, transaction():
        first, second = a_message(), a_message(text="More.")
        for row in (first, second, an_answer("a")):
            write(row)
        change(first, attempts=1)
        change(first, state=State.DELIVERED)
    assert len(statements(asked)) == 1
    assert set(Message.objects.values_list("id", flat=True)) == {first.id, second.id}
    kept = Message.objects.get(id=first.id)
    assert (kept.attempts, kept.state) == (1, State.DELIVERED)
    assert Message.objects.get(id=second.id).said["text"] == "More."


def test_a_row_begun_in_an_inner_part_is_changed_by_the_outer_one() -> None:
    with transaction():
        with transaction():
            row = a_message()
            write(row)
        change(row, attempts=4)
    assert Message.objects.get(id=row.id).attempts == 4


def test_a_change_of_a_row_that_is_written_already_is_one_change() -> None:
    with transaction():
        row = a_message()
        write(row)
    with CaptureQueriesContext(connection) as asked, transaction():
        change(row, attempts=1, state=State.GIVEN_UP)
        change(row, attempts=2, delivered_at=NOW + timedelta(days=1))
    assert len(statements(asked)) == 1
    kept = Message.objects.get(id=row.id)
    assert (kept.attempts, kept.state, kept.delivered_at) == (2, State.GIVEN_UP, NOW + timedelta(days=1))


def test_whoever_asks_in_the_same_transaction_finds_what_was_written() -> None:
    with transaction():
        row = a_message()
        write(row)
        assert Message.objects.get(id=row.id).contact == "anna@example.org"
        change(row, attempts=3)
        assert Message.objects.get(id=row.id).attempts == 3


def test_what_an_undone_part_would_have_written_is_not_written() -> None:
    with transaction():
        write(an_answer("before"))
        with pytest.raises(ZeroDivisionError), transaction():
            write(an_answer("inside"))
            raise ZeroDivisionError
        write(an_answer("after"))
    assert set(DoorAnswer.objects.values_list("key", flat=True)) == {"before", "after"}


def test_an_undone_transaction_writes_nothing() -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        write(an_answer("never"))
        raise ZeroDivisionError
    assert not DoorAnswer.objects.exists()


def test_a_row_the_database_refuses_undoes_all_that_was_to_be_written_with_it() -> None:
    with pytest.raises(IntegrityError), transaction():
        write(an_answer("fine"))
        write(
            a_message(),
        )
        refused = a_message()
        refused.state = "unheard-of"
        write(refused)
    assert not DoorAnswer.objects.exists()
    assert not Message.objects.exists()


def test_a_row_locked_in_an_undone_part_is_read_again() -> None:
    with transaction():
        work = current_work()
        row = an_answer("held")
        work.rows["answer", 1] = row
        with pytest.raises(ZeroDivisionError), transaction():
            raise ZeroDivisionError
        assert not work.rows


def test_outside_a_transaction_nothing_can_wait() -> None:
    with pytest.raises(TransactionRequired):
        write(an_answer("a"))


def test_ids_made_later_are_greater_and_tell_their_time() -> None:
    ids = [new_id() for _ in range(5000)]
    assert ids == sorted(set(ids))
    assert {(each.version, each.variant) for each in ids} == {(7, "specified in RFC 4122")}
    told = datetime.fromtimestamp((ids[0].int >> 80) / 1000, UTC)
    assert abs(datetime.now(UTC) - told) < timedelta(minutes=1)
