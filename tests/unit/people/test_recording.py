"""When two tellings are one person, and when they are not."""

import dataclasses
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.db import transaction as django_transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from sojourn.audit import actions as audit
from sojourn.audit.models import Event
from sojourn.lib.db import TransactionRequired, transaction
from sojourn.lib.partial_date import PartialDate
from sojourn.lib.types import Confidentiality
from sojourn.people import actions as people
from sojourn.people import queries, rules
from sojourn.people.models import MatchKey, NameKey, Person, Statement
from sojourn.people.types import Identity, PersonName, StatementKind, TravelDocument
from tests.unit.people.conftest import DESK, FILING, GUEST, ORDINARY, Record, someone


def test_the_same_document_birth_and_name_are_the_same_person(record: Record) -> None:
    assert record(someone()) == record(someone())
    assert Person.objects.count() == 1
    assert Statement.objects.count() == 5


def test_a_name_typed_otherwise_is_the_same_name(record: Record) -> None:
    first = record(someone(names=PersonName("ERIKSSON", "ANNA MARIA")))
    assert record(someone(names=PersonName("Eriksson", "Anna-Maria"))) == first
    names = Statement.objects.filter(kind="name").values_list("value__given", flat=True)
    assert set(names) == {"ANNA MARIA", "Anna-Maria"}


@pytest.mark.parametrize("printed", ["ALIYEV", "ELIYEV"])
def test_a_schwa_is_printed_as_a_or_as_e(record: Record, printed: str) -> None:
    typed = record(someone(names=PersonName("Əliyev", "Cavid")))
    assert record(someone(names=PersonName(printed, "CAVID"))) == typed


@pytest.mark.parametrize(
    "change",
    [
        {"names": PersonName("Eriksson", "Berta")},
        {"birth": PartialDate(1974, 8, 13)},
        {"birth": PartialDate(1974)},
        {"travel_document": TravelDocument("passport", "SWE", "L898902C4")},
        {"travel_document": TravelDocument("passport", "NOR", "L898902C3")},
    ],
)
def test_anything_different_is_another_person(record: Record, change: dict[str, Any]) -> None:
    assert record(someone()) != record(someone(**change))


@pytest.mark.parametrize(
    "missing", [{"travel_document": None}, {"birth": None}, {"names": PersonName(None, None)}]
)
def test_without_document_birth_or_name_nobody_is_recognised(record: Record, missing: dict[str, Any]) -> None:
    assert record(someone(**missing)) != record(someone(**missing))


def test_a_person_may_have_no_document_no_surname_and_part_of_a_birth_date(record: Record) -> None:
    identity = Identity(PersonName(None, "Arkfreith"), birth=PartialDate(1990), no_document_reason="lost")
    view = queries.get_person(record(identity), to=ORDINARY)
    assert view.identity == identity


def test_a_status_is_not_a_citizenship(record: Record) -> None:
    view = queries.get_person(record(someone(nationality="XXA")), to=ORDINARY)
    assert view.status == "stateless"
    assert {one.kind for one in view.statements} & {StatementKind.CITIZENSHIP, StatementKind.STATUS} == {
        StatementKind.STATUS
    }


def test_names_in_a_script_without_a_table_are_kept_and_matched(record: Record) -> None:
    georgian = someone(names=PersonName("გიორგაძე", "ნინო"))
    assert record(georgian) == record(georgian)


def test_a_protected_person_is_neither_found_nor_hinted_at_by_an_ordinary_filing(record: Record) -> None:
    protected = record(someone(), Confidentiality.PROTECTED)
    with CaptureQueriesContext(
        connection,
    ) as with_protected:
        ordinary = record(someone())
    with CaptureQueriesContext(connection) as unknown:
        record(someone(travel_document=TravelDocument("passport", "SWE", "X00000001")))
    assert ordinary != protected
    assert len(with_protected) == len(unknown)
    assert Statement.objects.filter(person_id=protected).count() == 5


def test_recording_takes_at_most_three_statements(record: Record) -> None:
    with transaction():
        with CaptureQueriesContext(connection) as new:
            people.record(someone(), source=FILING, by=GUEST)
        with CaptureQueriesContext(connection) as known:
            people.record(someone(), source=FILING, by=GUEST)
    assert (len(new), len(known)) == (2, 2)


def test_someone_claimed_meanwhile_is_the_answer(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two filings of one guest at once: the second finds the key taken only when it writes."""
    first = record(someone())
    from sojourn.people.actions import recording

    look, looks = recording._known, []

    def late(row: dict[str, Any]) -> Any:
        looks.append(row)
        return look(row) if len(looks) > 1 else None

    monkeypatch.setattr(recording, "_known", late)
    with CaptureQueriesContext(connection) as statements:
        assert record(someone()) == first
    written = [one for one in statements if "SAVEPOINT" not in one["sql"]]
    assert len(written) <= 3
    assert Person.objects.count() == 1


def test_numbers_cannot_be_read_in_the_database(record: Record) -> None:
    record(someone())
    with connection.cursor() as cursor:
        for table in (
            "people_statement",
            "people_matchkey",
            "people_namekey",
            "audit_event",
            "audit_personalvalue",
        ):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            assert "898902" not in cursor.fetchone()[0]


def test_a_person_leaves_one_event_and_a_second_telling_only_what_is_new(record: Record) -> None:
    person_id = record(someone())
    record(someone())
    record(someone(names=PersonName("Eriksson", "Anna-Maria")))
    events = list(Event.objects.filter(subject_id=person_id).order_by("subject_number"))
    assert [event.kind for event in events] == ["person:recorded", "person:told-more"]
    assert events[1].facts["kinds"] == ["name"]


def test_a_failing_record_leaves_nothing_changed(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError):
        record(someone())
    assert not Person.objects.exists()
    assert not MatchKey.objects.exists()
    assert not NameKey.objects.exists()


def test_an_action_needs_a_transaction(db: None) -> None:
    with pytest.raises(TransactionRequired):
        people.record(someone(), source=FILING, by=GUEST)


def test_moving_someone_into_protection_takes_every_key_along(record: Record) -> None:
    person_id = record(someone())
    with transaction():
        people.reclassify(person_id, confidentiality=Confidentiality.PROTECTED, by=GUEST)
    other = record(someone())
    assert other != person_id
    assert queries.search("eriksson", to=ORDINARY).people[0].id == other
    with transaction():
        people.reclassify(other, confidentiality=Confidentiality.PROTECTED, by=GUEST)
    assert {found.id for found in queries.search("eriksson", to=DESK).people} == {person_id, other}
    assert Person.objects.count() == 2


def test_the_database_keeps_one_person_of_a_class_for_an_identity(record: Record) -> None:
    record(someone())
    key = MatchKey.objects.get(kind="identity")
    other = record(someone(names=PersonName("Other", "Name")))
    with pytest.raises(IntegrityError), django_transaction.atomic():
        MatchKey.objects.create(person_id=other, kind="identity", digest=bytes(key.digest), confidentiality=0)


@pytest.mark.parametrize(("field", "value"), [("kind", "shoe-size"), ("standing", "rumoured")])
def test_the_database_knows_kinds_and_standings(record: Record, field: str, value: str) -> None:
    row = Statement.objects.filter(person_id=record(someone())).first()
    assert row is not None
    with pytest.raises(IntegrityError), django_transaction.atomic():
        Statement.objects.filter(id=row.id).update(**{field: value})


names = st.text(max_size=30)


@given(names, names, st.text(max_size=20))
def test_any_words_make_statements_and_keys(surname: str, given_names: str, number: str) -> None:
    identity = dataclasses.replace(
        someone(),
        names=PersonName(surname, given_names),
        travel_document=TravelDocument("passport", "SWE", number),
    )
    rules.statements_of(identity)
    rules.identity_keys(identity)
    rules.name_search_keys(identity.names)
    rules.search_prefixes(surname)


def test_nobody_is_found_by_an_unknown_id(db: None) -> None:
    from sojourn.people.errors import PersonNotFound

    with pytest.raises(PersonNotFound):
        queries.get_person(uuid4(), to=DESK)


def test_a_new_passport_ends_the_one_it_replaces_and_no_other(record: Record) -> None:
    """Of two passports one is renewed; the second was told of elsewhere."""
    known = record(someone())

    def renewed(before: str, after: str, reference: str) -> set[str]:
        was, now = (
            someone(travel_document=TravelDocument("passport", "SWE", each)) for each in (before, after)
        )
        source = dataclasses.replace(FILING, reference=reference)
        with transaction():
            people.change(known, before=was, after=now, source=source, by=GUEST)
        rows = Statement.objects.filter(person_id=known, kind="travel-document", superseded_at=None)
        return {row.sealed["number"] for row in rows}

    first = someone().travel_document
    assert first
    assert renewed("N0000001", "N7654321", "R-2") == {first.number, "N7654321"}
    assert renewed("L898902C8", "S0000001", FILING.reference) == {
        "N7654321",
        "S0000001",
    }  # said in that filing
    assert renewed("N7654321", "N7654322", "R-3") == {"N7654322", "S0000001"}
