"""Recording: an event in the transaction of the change, personal values apart, nothing ever rewritten."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError

from sojourn.audit import actions as audit
from sojourn.audit import queries, rules
from sojourn.audit.errors import FactsDiffer
from sojourn.audit.models import Access, Event, Head, Leaf, PersonalValue, Unsealed
from sojourn.lib.actor import SYSTEM, Reader
from sojourn.lib.db import TransactionRequired, transaction
from sojourn.lib.types import Confidentiality, Subject
from tests.harness.server import TestServer
from tests.unit.audit.conftest import ARRIVED, MOVED, arrive

AUDITOR = Reader(SYSTEM, "audit")
pytestmark = pytest.mark.django_db


def test_an_event_is_written_with_digests_and_its_personal_values_apart(someone: Subject) -> None:
    with transaction():
        arrive(someone)
    event = Event.objects.get()
    assert event.facts == {"place": "Sel"}
    assert {value.name: value.value for value in PersonalValue.objects.all()} == {
        "name": "Élodie Ə",
        "passport": {"number": "X1"},
    }
    for value in PersonalValue.objects.all():
        assert len(bytes(value.salt)) == 16
        assert event.digests[value.name] == rules.digest_of(value.value, bytes(value.salt))
    assert Unsealed.objects.get().event_id == event.id


def test_events_of_a_subject_are_numbered_from_one_whatever_else_happens(someone: Subject) -> None:
    other = Subject("thing", uuid4())
    with transaction():
        arrive(someone)
        arrive(other)
        audit.record(MOVED, subject=someone, by=SYSTEM, place="Ober")
    with transaction():
        audit.record(MOVED, subject=someone, by=SYSTEM, place="Nord")
    seen = queries.list_events(someone, to=AUDITOR)
    assert [(event.number, event.facts["place"]) for event in seen] == [(1, "Sel"), (2, "Ober"), (3, "Nord")]
    assert seen[0].facts["name"] == "Élodie Ə"


def test_nothing_is_recorded_outside_a_transaction(someone: Subject) -> None:
    with pytest.raises(TransactionRequired):
        arrive(someone)


def test_facts_a_kind_does_not_declare_are_refused(someone: Subject) -> None:
    with transaction():
        with pytest.raises(FactsDiffer):
            audit.record(MOVED, subject=someone, by=SYSTEM, place="Sel", colour="red")
        with pytest.raises(FactsDiffer):
            audit.record(MOVED, subject=someone, by=SYSTEM)
        with pytest.raises(FactsDiffer):
            audit.record(MOVED, subject=Subject("person", uuid4()), by=SYSTEM, place="Sel")


@pytest.mark.parametrize("fact", [1.5, 2**53])
def test_a_number_without_an_exact_form_is_refused_before_it_could_stop_the_sealer(
    someone: Subject, fact: object
) -> None:
    with transaction(), pytest.raises(TypeError):
        audit.record(MOVED, subject=someone, by=SYSTEM, place=fact)


def test_events_of_protected_matters_do_not_exist_for_others(someone: Subject) -> None:
    with transaction():
        audit.record(
            MOVED, subject=someone, by=SYSTEM, confidentiality=Confidentiality.PROTECTED, place="Sel"
        )
    assert queries.list_events(someone, to=AUDITOR) == []
    desk = Reader(SYSTEM, "case", classes=frozenset(Confidentiality))
    assert len(queries.list_events(someone, to=desk)) == 1


def test_a_failing_record_leaves_nothing_changed(someone: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "_PARTS", [("", "DELETE FROM audit_unsealed WHERE event_id = length(%s) / 0")])
    with pytest.raises(DatabaseError), transaction():
        audit.log_reading(to=AUDITOR, relation="case", subject=someone)
        arrive(someone)
    assert not Access.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("model", [Event, Leaf, Head, Access])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_application_can_neither_change_nor_remove_what_was_recorded(
    test_server: TestServer, committed_database: str, model: type, change: str
) -> None:
    column = model._meta.pk.column
    statement = change.format(model._meta.db_table, column, column)
    with (
        psycopg.connect(test_server.url(committed_database)) as application,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        application.execute(statement)


def test_the_kinds_of_these_tests_are_not_kinds_of_the_product() -> None:
    from sojourn.audit.types import KINDS

    assert ARRIVED.name not in KINDS


def test_the_last_of_a_long_history_keep_their_numbers(someone: Subject) -> None:
    with transaction():
        for place in ("Sel", "Lun", "Mar"):
            arrive(someone, place)
    last = queries.list_events(someone, to=AUDITOR, limit=2)
    assert [(each.number, each.facts["place"]) for each in last] == [(2, "Lun"), (3, "Mar")]
    first = queries.list_events(someone, to=AUDITOR, before=last[0].entry, limit=2)
    assert [(each.number, each.facts["place"]) for each in first] == [(1, "Sel")]
