"""Lists by keyset: due first on top, each office and class to itself, the same statements at any size."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sojourn.cases import actions as cases
from sojourn.cases import queries
from sojourn.cases.errors import CaseNotFound
from sojourn.cases.types import CaseStatus, CaseView, NewAppeal, PauseCause, Queue, Stage
from sojourn.lib.types import Confidentiality, Subject
from tests.unit.cases import those
from tests.unit.cases.those import APPLICANT, CALENDAR, DAY, FILED_ON, JUDGE, OFFICER, done

pytestmark = pytest.mark.django_db
HERE, ALL = those.reader(those.OFFICE), those.reader()


def ids(found: list[CaseView]) -> list[UUID]:
    return [case.id for case in found]


def test_what_is_due_first_stands_on_top_page_after_page() -> None:
    filed = [those.opened(on=FILED_ON + days * DAY) for days in (7, 1, 4, 1)]
    elsewhere = those.opened(office="hills", on=FILED_ON)
    expected = ids(sorted(filed, key=lambda case: (case.due_on, case.id)))
    pages, after = [], None
    while page := queries.list_queue(HERE, after=after, limit=2):
        pages += ids(page[:2])
        after = queries.place_of(page[:2][-1])
    assert pages == expected
    assert ids(queries.list_queue(those.reader(those.OFFICE, "hills"), limit=2)) == [
        elsewhere.id,
        *expected[:2],
    ]
    assert ids(queries.list_queue(ALL))[0] == elsewhere.id
    assert queries.list_queue(those.reader("moon")) == []


def test_the_queue_is_narrowed_to_mine_to_nobodys_and_to_a_status() -> None:
    mine, free, made = those.opened(), those.opened(), those.opened()
    done(lambda: cases.take(mine.id, by=OFFICER))
    those.proposed(made.id)
    paid = those.granted()
    those.closed()

    def queue(**asked: object) -> set[UUID]:
        return set(ids(queries.list_queue(HERE, wanted=Queue(**asked))))  # type: ignore[arg-type]

    assert queue() == {mine.id, free.id, made.id}
    assert queue(handler_id=OFFICER.account_id) == {mine.id}
    assert queue(unassigned=True) == {free.id, made.id}
    assert queue(status=CaseStatus.PROPOSED) == {made.id}
    assert queue(stage=Stage.TO_FINISH) == {paid.id}
    assert queue(stage=Stage.OPEN) == {mine.id, free.id, made.id, paid.id}


def test_closed_cases_are_listed_last_closed_first() -> None:
    first, second = those.closed(), those.closed(on=FILED_ON + DAY)
    assert ids(queries.list_closed(HERE)) == [second.id, first.id]
    end = second.closed_at
    assert end
    assert ids(queries.list_closed(HERE, after=(end, second.id))) == [first.id]
    assert queries.list_closed(those.reader("hills")) == []


def test_a_case_is_seen_by_the_office_that_decides_it_and_the_one_that_keeps_its_papers() -> None:
    case = those.opened(office="hills", custody_office="archive")
    for office in ("hills", "archive"):
        assert queries.get_case(case.id, to=those.reader(office)) == those.now(case.id)
    for to in (HERE, those.reader("hills", classes=frozenset({Confidentiality.PROTECTED}))):
        with pytest.raises(CaseNotFound):
            queries.get_case(case.id, to=to)
        assert queries.find_by_reference(case.reference, to=to) is None


def test_cases_of_people_found_by_name_are_those_the_reader_may_see() -> None:
    case = those.opened()
    again = those.opened(person_id=case.person_id)
    hidden = those.opened(office="hills")
    found = queries.list_by_people([case.person_id, hidden.person_id, uuid4()], to=HERE)
    assert ids(found) == [again.id, case.id]
    assert ids(queries.list_by_people([case.person_id], to=HERE, after=again.id)) == [case.id]
    assert queries.list_by_people([], to=HERE) == []


def test_an_applicant_sees_their_own_cases_and_a_principal_those_filed_for_it() -> None:
    own = those.opened()
    firm = Subject("organisation", uuid4())
    filed_for = those.opened(principal=firm)
    account = those.account(APPLICANT)
    assert ids(queries.list_of_account(account)) == [own.id]
    assert ids(queries.list_of_principal(firm)) == [filed_for.id]
    assert queries.get_own(filed_for.id, principal=firm).id == filed_for.id
    for stranger in ({"account_id": uuid4()}, {"principal": Subject("account", firm.id)}, {}):
        with pytest.raises(CaseNotFound):
            queries.get_own(own.id, **stranger)  # type: ignore[arg-type]


def test_a_family_has_one_file_and_a_case_for_each() -> None:
    file = done(lambda: cases.open_family_file(by=APPLICANT))
    one, two = those.opened(family_file_id=file), those.opened(family_file_id=file)
    hidden = those.opened(family_file_id=file, confidentiality=Confidentiality.PROTECTED)
    assert ids(queries.list_family(file, to=HERE)) == [one.id, two.id]
    own = queries.list_own_family(file, account_id=those.account(APPLICANT))
    assert ids(own) == [one.id, two.id, hidden.id]


def test_open_appeals_are_listed_oldest_first() -> None:
    first, second = those.refused(), those.refused()
    for case in (first, second):
        appeal = NewAppeal(filed_on=date(2026, 4, 1), words="no")
        done(lambda case=case, appeal=appeal: cases.file_appeal(case.id, appeal, by=APPLICANT))  # type: ignore[misc]
    done(lambda: cases.take_appeal(second.id, by=JUDGE))
    found = queries.list_open_appeals(HERE)
    assert [case.id for case, _ in found] == [first.id, second.id]
    after = queries.list_open_appeals(HERE, after=found[0][1].id)
    mine = queries.list_open_appeals(HERE, handler_id=JUDGE.account_id)
    assert [case.id for case, _ in after] == [case.id for case, _ in mine] == [second.id]


def test_open_appeals_are_found_by_an_index_among_any_number_of_cases() -> None:
    with CaptureQueriesContext(connection) as asked:
        queries.list_open_appeals(ALL)
        queries.list_pressing_appeals(ALL, until=FILED_ON)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for query in asked.captured_queries:
            cursor.execute(f"EXPLAIN {query['sql']}")
            plan = " ".join(row[0] for row in cursor.fetchall())
            assert "cases_with_an_open_appeal" in plan or "open_appeals_by_limit" in plan


def test_the_applicants_page_tells_nothing_of_how_the_office_works() -> None:
    case = those.refused()
    page = queries.get_own_page(case.id, account_id=APPLICANT.account_id)
    assert (page.proposals, page.assignments, page.consultations, page.recusals) == ((), (), (), ())
    assert len(page.decisions) == len(page.hearings) == len(page.intervals) == 1
    assert queries.get_page(case.id, to=HERE).proposals[0].closed_words is None
    assert queries.get_page(case.id, to=HERE, closed=True).proposals[0].closed_words


def test_the_clock_of_a_case_stops_at_its_decision() -> None:
    case = those.refused()
    lines = queries.get_page(case.id, to=HERE).intervals
    told = queries.clock_of(case, lines, calendar=CALENDAR, on=date(2027, 1, 1))
    assert (told.used, told.stands_still, told.due_on) == (3, None, case.due_on)
    assert [part.cause for part in told.stretches] == [None, PauseCause.HEARING, None]


@pytest.mark.parametrize("size", [1, 30])
def test_a_page_takes_the_same_statements_at_any_size(size: int) -> None:
    for _ in range(size):
        case = those.opened()
    for wanted, most in (
        (lambda: queries.list_queue(HERE), 1),
        (lambda: queries.list_queue(those.reader(those.OFFICE, "hills", "lake")), 1),
        (lambda: queries.get_page(case.id, to=HERE), 1),
        (lambda: queries.list_by_people([case.person_id], to=HERE), 1),
        (lambda: queries.list_involved(case.id), 1),
        (lambda: queries.get_own_page(case.id, account_id=APPLICANT.account_id), 1),
    ):
        with CaptureQueriesContext(connection) as asked:
            wanted()
        assert len(asked) == most


def test_each_act_takes_few_statements() -> None:
    """Beside the one that writes the record and all that changed, and what begins and ends a transaction."""

    def statements(act: object) -> int:
        with CaptureQueriesContext(connection) as asked:
            done(act)  # type: ignore[arg-type]
        told = [each["sql"] for each in asked if "SAVEPOINT" not in each["sql"]]
        assert sum("audit_event" in sql for sql in told) == 1
        return len(told) - 1

    new = those.new_case()
    assert statements(lambda: cases.open_case(new, calendar=CALENDAR, by=APPLICANT)) == 0
    case = queries.find_by_reference(new.reference, to=HERE)
    assert case
    assert statements(lambda: cases.take(case.id, by=OFFICER)) == 1
    assert statements(lambda: cases.propose(case.id, those.proposal(), by=OFFICER)) == 1
    assert statements(lambda: cases.approve(case.id, power=those.POWER, by=those.APPROVER)) == 1
    for act in (cases.note_paid, cases.note_produced, cases.note_ready, cases.note_handed_over):
        assert statements(lambda act=act: act(case.id, by=OFFICER)) == 1  # type: ignore[misc]
    asked = those.opened()
    assert statements(lambda: those.asked(asked.id, on=FILED_ON)) == 2
    assert statements(lambda: those.served(asked.id, on=FILED_ON)) == 3
    assert statements(lambda: those.answered(asked.id, on=FILED_ON + timedelta(days=3))) == 3
