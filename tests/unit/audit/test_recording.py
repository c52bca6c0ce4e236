"""Every write leaves an event in its own transaction, or leaves nothing."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.audit import actions as audit
from sojourn.audit.errors import FactsDiffer
from sojourn.audit.models import Event, PersonalValue, Unsealed
from sojourn.audit.types import EventKind, Redaction
from sojourn.lib import db
from sojourn.lib.actor import SYSTEM
from sojourn.lib.types import Subject

pytestmark = pytest.mark.django_db

SEEN = EventKind("test:seen", subject="bird", plain=("on",), personal={"name": Redaction("registration")})


def record(subject: Subject, name: str = "Crane") -> None:
    audit.record(SEEN, subject=subject, by=SYSTEM, on=date(2026, 4, 1), name=name)


def test_events_of_one_transaction_are_one_statement_and_numbered_per_subject() -> None:
    first, second = Subject("bird", uuid4()), Subject("bird", uuid4())
    with (
        CaptureQueriesContext(
            connection,
        ) as queries,
        db.transaction(),
    ):
        record(first)
        record(second)
        record(first)
    writes = [q for q in queries if "audit_event" in q["sql"]]
    assert len(writes) == 1
    with db.transaction():
        record(first)
    assert list(
        Event.objects.filter(subject_id=first.id).order_by("id").values_list("subject_number", flat=True)
    ) == [1, 2, 3]
    assert Event.objects.get(subject_id=second.id).subject_number == 1


def test_a_personal_value_stands_beside_the_log_with_its_salt_and_waits_for_its_leaf() -> None:
    subject = Subject("bird", uuid4())
    with db.transaction():
        record(subject, "Crane")
    event = Event.objects.get(subject_id=subject.id)
    kept = PersonalValue.objects.get(event=event)
    assert "Crane" not in str(event.facts) + str(event.digests)
    assert (kept.name, kept.value, len(bytes(kept.salt))) == ("name", "Crane", 16)
    assert Unsealed.objects.filter(event=event).exists()


def test_facts_other_than_declared_are_refused() -> None:
    with pytest.raises(FactsDiffer), db.transaction():
        audit.record(SEEN, subject=Subject("bird", uuid4()), by=SYSTEM, on=None)


def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(db.TransactionRequired):
        record(Subject("bird", uuid4()))


def test_events_of_an_undone_part_are_undone_with_it() -> None:
    kept, undone = Subject("bird", uuid4()), Subject("bird", uuid4())
    with db.transaction():
        record(kept)
        with pytest.raises(RuntimeError), db.transaction():
            record(undone)
            raise RuntimeError("changed my mind")
    assert list(Event.objects.filter(kind="test:seen").values_list("subject_id", flat=True)) == [kept.id]
