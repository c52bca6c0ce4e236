"""Finding people by name and number; whom a reader may not see is not there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.lib.partial_date import PartialDate
from sojourn.lib.types import Confidentiality
from sojourn.people import queries
from sojourn.people.errors import PersonNotFound
from sojourn.people.types import PersonName, TravelDocument
from tests.unit.people.conftest import DESK, ORDINARY, Record, someone


@pytest.mark.parametrize(
    "typed",
    [
        "Eriksson",
        "eriks",
        "Anna",
        "anna maria eri",
        "ERIKSSON ANNA",
        "  eriksson\u200b ",
        "Эрикссон".replace("Э", "Е"),
    ],
)
def test_a_name_is_found_by_its_beginning_in_any_order_case_and_script(record: Record, typed: str) -> None:
    person_id = record(someone())
    (found,) = queries.search(typed, to=ORDINARY).people
    assert (found.id, found.name.whole, found.birth) == (
        person_id,
        "Eriksson Anna Maria",
        PartialDate(1974, 8, 12),
    )


@pytest.mark.parametrize("typed", ["Əliyev", "əliyev", "Aliyev", "Eliyev", "ƏLİYEV"])
def test_a_schwa_is_found_under_a_e_and_itself(record: Record, typed: str) -> None:
    record(someone(names=PersonName("Əliyev", "Cavid")))
    assert len(queries.search(typed, to=ORDINARY).people) == 1


@pytest.mark.parametrize("typed", ["L898902C3", "l898902c3", " l 898902-c3 "])
def test_a_document_number_is_found_whole(record: Record, typed: str) -> None:
    person_id = record(someone())
    assert [found.id for found in queries.search(typed, to=ORDINARY).people] == [person_id]
    assert queries.search("L89890", to=ORDINARY).people == ()


@pytest.mark.parametrize("typed", ["", "e", "%", "_r", "'; DROP TABLE", "\x00", "é" * 500])
def test_hostile_or_empty_words_find_nobody(record: Record, typed: str) -> None:
    record(someone())
    assert queries.search(typed, to=ORDINARY).people == ()


def test_pages_follow_each_other_without_gap_or_repetition(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    for number in range(8):
        record(
            someone(
                travel_document=TravelDocument("passport", "SWE", f"N{number}"),
                names=PersonName("Karlsson", "K" * (number // 2 + 1)),
            )
        )
    seen, after = [], ""
    for _ in range(5):
        page = queries.search("karls", to=ORDINARY, after=after)
        seen += [found.id for found in page.people]
        after = page.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 8


def test_nobody_else_is_read_on_the_way_to_those_who_are_looked_for(record: Record) -> None:
    person_id = record(someone())
    with CaptureQueriesContext(connection) as asked:
        queries.search("eriksson", to=ORDINARY)
        queries.get_person(person_id, to=ORDINARY)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plans = []
        for query in asked.captured_queries:
            cursor.execute(f"EXPLAIN {query['sql']}")
            plans.append(" ".join(row[0] for row in cursor.fetchall()))
    assert "key >= GREATEST(p.prefix" in plans[0]
    assert "ROW(" not in plans[0]
    assert not [plan for plan in plans if "Seq Scan" in plan]


def test_who_is_found_can_be_asked_for_without_their_names(record: Record) -> None:
    person_id = record(someone())
    hidden = record(someone(names=PersonName("Eriksson", "Nobody")), Confidentiality.PROTECTED)
    assert queries.search_ids("eriks", to=ORDINARY) == ([person_id], "")
    assert queries.search_ids("L898902C3", to=ORDINARY) == ([person_id], "")
    first, further = queries.search_ids("eriksson", to=DESK, limit=1)
    rest, end = queries.search_ids("eriksson", to=DESK, limit=1, after=further)
    assert ({*first, *rest}, end) == ({person_id, hidden}, "")


def test_an_unreadable_place_starts_at_the_beginning(record: Record) -> None:
    record(someone())
    assert len(queries.search("eriksson", to=ORDINARY, after="no such place").people) == 1


@pytest.mark.parametrize("typed", ["Eriksson", "Anna", "L898902C3"])
@pytest.mark.parametrize("hidden", [Confidentiality.RESTRICTED, Confidentiality.PROTECTED])
def test_whom_a_reader_may_not_see_looks_like_nobody(
    record: Record, typed: str, hidden: Confidentiality
) -> None:
    person_id = record(someone(), hidden)
    with CaptureQueriesContext(connection) as of_hidden:
        assert queries.search(typed, to=ORDINARY) == queries.FoundPage(())
    with CaptureQueriesContext(connection) as of_nobody:
        queries.search(typed.replace("n", "k").replace("8", "7"), to=ORDINARY)
    assert len(of_hidden) == len(of_nobody)
    with pytest.raises(PersonNotFound):
        queries.get_person(person_id, to=ORDINARY)
    assert [found.id for found in queries.search(typed, to=DESK).people] == [person_id]


def test_the_names_of_a_list_are_those_of_the_people_the_reader_may_see(record: Record) -> None:
    seen = record(someone())
    hidden = record(someone(names=PersonName("Secret", "Nobody")), Confidentiality.PROTECTED)
    named = queries.list_names([seen, hidden], to=ORDINARY)
    assert {person_id: name.whole for person_id, name in named.items()} == {seen: "Eriksson Anna Maria"}
