"""The access log: who looked, why, and from when the person concerned is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from sojourn.audit import actions as audit
from sojourn.audit import queries
from sojourn.audit.models import Access
from sojourn.audit.types import KINDS, EventKind
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door, Reader
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality, Subject

pytestmark = pytest.mark.django_db
OFFICER = Reader(
    Actor(ActorKind.STAFF, Door.COUNTER, account_id=uuid4(), office="north"), "handling the case"
)
PERSON = Reader(Actor(ActorKind.PERSON, Door.PORTAL, account_id=uuid4()), "own file")
DESK = replace(OFFICER, classes=frozenset(Confidentiality))
MOVED = EventKind("thing:reclassified", subject="*", plain=("after",))
del KINDS[MOVED.name]  # kinds of tests are no kinds of the product
TODAY = date(2026, 11, 20)


def test_each_look_is_kept_with_reader_purpose_and_relation(someone: Subject) -> None:
    audit.log_reading(to=OFFICER, relation="case", subject=someone)
    audit.log_reading(to=OFFICER, relation="office", listing="registrations", filter={"late": True}, count=50)
    (reading,) = queries.list_readings(someone, to=PERSON)
    assert (reading.purpose, reading.relation, reading.actor["office"]) == (
        "handling the case",
        "case",
        "north",
    )
    by_account = queries.list_readings_by(OFFICER.actor.account_id, to=OFFICER)
    assert [each.listing for each in by_account] == ["registrations", ""]


def test_a_lawful_secret_look_is_told_from_its_day_of_disclosure(someone: Subject) -> None:
    with clock.frozen(TODAY):
        audit.log_reading(
            to=OFFICER, relation="court order", subject=someone, disclosed_on=TODAY + timedelta(30)
        )
        assert queries.list_readings(someone, to=PERSON) == []
        assert len(queries.list_readings(someone, to=OFFICER, secret=True)) == 1
    with clock.frozen(TODAY + timedelta(30)):
        assert len(queries.list_readings(someone, to=PERSON)) == 1


def test_looks_at_protected_matters_are_not_shown_to_those_who_may_not_know_of_them(someone: Subject) -> None:
    audit.log_reading(to=OFFICER, relation="case", subject=someone, confidentiality=Confidentiality.PROTECTED)
    assert queries.list_readings(someone, to=OFFICER) == []


def test_a_long_list_is_read_page_by_page(someone: Subject) -> None:
    for _ in range(5):
        audit.log_reading(to=OFFICER, relation="case", subject=someone)
    first = queries.list_readings(someone, to=PERSON, limit=3)
    rest = queries.list_readings(someone, to=PERSON, before=first[-1].id, limit=3)
    assert len({each.id for each in first + rest}) == 5


def test_a_search_that_may_name_someone_can_be_checked_and_not_read() -> None:
    audit.log_reading(to=OFFICER, relation="search", listing="people", private={"q": "Kalandadze Nino"})
    kept = Access.objects.get(listing="people").filter
    assert "kalandadze" not in str(kept).casefold()
    assert kept["q"] == audit.veiled("q", " kalandadze NINO") | {"length": 15}
    assert kept["q"] != audit.veiled("q", "Kalandadze Nina")
    assert kept["q"] != audit.veiled("host", "Kalandadze Nino")


def test_a_filter_left_empty_is_kept_as_nothing() -> None:
    audit.log_reading(
        to=OFFICER, relation="area", listing="people", filter={"late": ""}, private={"host": ""}
    )
    assert Access.objects.get(listing="people").filter == {"late": "", "host": None}


def test_the_newest_look_stands_first(someone: Subject) -> None:
    for relation in ("first", "second"):
        audit.log_reading(to=OFFICER, relation=relation, subject=someone)
    assert [each.relation for each in queries.list_readings(someone, to=PERSON)] == ["second", "first"]


def test_a_supervisor_sees_who_looked_from_the_own_office(someone: Subject) -> None:
    audit.log_reading(to=OFFICER, relation="case", subject=someone)
    north, south = (replace(PERSON, offices=frozenset({office})) for office in ("north", "south"))
    assert len(queries.list_readings(someone, to=north)) == 1
    assert queries.list_readings(someone, to=south) == []


def test_whoever_suspects_a_search_finds_it_by_its_words_in_any_case() -> None:
    audit.log_reading(
        to=OFFICER, relation="search", listing="people", private={"q": "Kalandadze Nino"}, count=3
    )
    audit.log_reading(to=OFFICER, relation="area", listing="registrations", private={"host": "Kalandadze"})
    among = ("q", "host")
    (found,) = queries.list_searches(" kalandadze NINO ", among=among, to=OFFICER)
    assert (found.listing, found.count, found.actor["office"]) == ("people", 3, "north")
    assert [each.listing for each in queries.list_searches("kalandadze", among=among, to=OFFICER)] == [
        "registrations"
    ]
    assert queries.list_searches("Kalandadze Nina", among=among, to=OFFICER) == []


def test_what_came_under_protection_is_not_among_what_an_account_looked_at(someone: Subject) -> None:
    audit.log_reading(to=OFFICER, relation="case", subject=someone)
    assert len(queries.list_readings_by(OFFICER.actor.account_id, to=OFFICER)) == 1
    _move(someone, "protected")
    assert queries.list_readings_by(OFFICER.actor.account_id, to=OFFICER) == []
    _move(someone, "ordinary")
    assert len(queries.list_readings_by(OFFICER.actor.account_id, to=OFFICER)) == 1


def test_an_id_is_found_among_kinds_as_far_as_the_reader_sees(someone: Subject) -> None:
    kinds = ("person", someone.kind)
    assert queries.list_subjects(someone.id, kinds=kinds, to=OFFICER) == []
    _move(someone, "ordinary")
    assert queries.list_subjects(someone.id, kinds=kinds, to=OFFICER) == [someone]
    entry = queries.list_events(someone, to=DESK)[0].entry
    assert queries.find_subject_of_event(entry, to=DESK) == someone
    assert queries.find_subject_of_event(entry, to=OFFICER) is None
    _move(someone, "protected")
    assert queries.list_subjects(someone.id, kinds=kinds, to=OFFICER) == []
    assert queries.find_subject_of_event(entry + 1_000_000, to=DESK) is None


def _move(someone: Subject, after: str) -> None:
    with transaction():
        audit.record(
            MOVED, subject=someone, by=OFFICER.actor, confidentiality=Confidentiality.PROTECTED, after=after
        )
