"""What time does to cases: warned of, escalated, proved, moved with their person, erased after their term."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection

from sojourn.audit.models import Event
from sojourn.cases import actions as cases
from sojourn.cases import jobs, queries
from sojourn.cases.models import Case, FamilyFile
from sojourn.cases.types import CaseStatus, NewAppeal
from sojourn.catalogue import queries as catalogue
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM
from sojourn.lib.types import Confidentiality
from tests.unit.cases import those
from tests.unit.cases.those import APPLICANT, CALENDAR, FILED_ON, OFFICER, done

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 24)
PARTS = [
    model._meta.db_table
    for model in apps.get_app_config("cases").get_models()
    if "case" in {field.name for field in model._meta.fields}
]


def warned(until: date, warning: int) -> list[object]:
    return list(done(lambda: cases.warn_of_limits(until=until, warning=warning, by=SYSTEM)))


def late(on: date) -> list[object]:
    return list(done(lambda: cases.report_late(on=on, by=SYSTEM)))


def test_a_limit_is_warned_of_once_for_each_warning() -> None:
    case = those.opened()
    assert warned(DUE - timedelta(days=1), 1) == []
    assert warned(DUE, 1) == [case.id]
    assert warned(DUE, 1) == []
    assert warned(DUE, 2) == [case.id]
    assert warned(DUE, 1) == []
    assert Event.objects.filter(kind="case:warned", subject_id=case.id).count() == 2


def test_a_case_is_reported_late_once_the_day_after_its_limit() -> None:
    case = those.opened()
    assert late(DUE) == []
    assert late(DUE + timedelta(days=1)) == [case.id]
    assert late(DUE + timedelta(days=2)) == []
    assert those.now(case.id).is_late(DUE + timedelta(days=1))
    assert not those.now(case.id).is_late(DUE)


def test_what_is_decided_or_waits_for_the_applicant_is_not_late() -> None:
    those.granted()
    waiting = those.opened()
    those.asked(waiting.id, on=FILED_ON)
    those.served(waiting.id, on=FILED_ON)
    assert late(date(2026, 12, 1)) == warned(date(2026, 12, 1), 1) == []


def test_a_limit_that_moved_is_warned_of_anew() -> None:
    case = those.opened()
    warned(DUE, 1)
    done(lambda: cases.extend(case.id, those.more_time(5), calendar=CALENDAR, by=OFFICER), on=FILED_ON)
    assert warned(DUE, 1) == []
    assert warned(date(2026, 3, 31), 1) == [case.id]


def differing() -> list[tuple[str, str, str]]:
    found = queries.list_differing(queries.list_ids(), calendar=CALENDAR)
    return [(each.what, each.stored, each.told) for each in found]


def test_status_and_last_day_told_from_events_and_ledger_are_the_stored_ones() -> None:
    those.opened()
    assert those.whole().status is CaseStatus.GRANTED
    case = those.refused()
    appeal = NewAppeal(filed_on=date(2026, 4, 1), words="no")
    done(lambda: cases.file_appeal(case.id, appeal, by=APPLICANT), on=date(2026, 4, 1))
    corrected = those.opened()
    those.asked(corrected.id, on=FILED_ON)
    those.served(corrected.id, on=FILED_ON)
    those.answered(corrected.id, on=date(2026, 3, 6))
    assert differing() == []


def test_a_case_whose_row_was_changed_behind_its_events_is_found_and_said_in_the_log() -> None:
    case = those.opened()
    Case.objects.filter(id=case.id).update(status="proposed", due_on=date(2026, 3, 25))
    assert differing() == [("status", "proposed", "in-review"), ("due_on", "2026-03-25", "2026-03-24")]
    done(lambda: cases.note_differing([case.id], calendar=CALENDAR, by=SYSTEM))
    assert those.now(case.id).due_on == DUE
    assert differing() == [("status", "proposed", "in-review")]
    told = Event.objects.filter(kind="case:differing-found", subject_id=case.id)
    assert {event.facts["what"] for event in told} == {"status", "due_on"}


def test_what_differed_before_the_case_was_locked_and_is_right_by_now_stays() -> None:
    """The night found a case whose clock stood still; the applicant answered before it was put right."""
    case = those.opened()
    those.asked(case.id, on=FILED_ON)
    those.served(case.id, on=FILED_ON)
    Case.objects.filter(id=case.id).update(due_on=DUE + timedelta(days=1))
    assert [each.told for each in queries.list_differing([case.id], calendar=CALENDAR)] == [DUE.isoformat()]
    those.answered(case.id, on=date(2026, 3, 6))
    right = those.now(case.id).due_on
    assert right > DUE + timedelta(days=1)
    assert done(lambda: cases.note_differing([case.id], calendar=CALENDAR, by=SYSTEM)) == []
    assert those.now(case.id).due_on == right


def test_cases_move_with_their_person_into_another_class() -> None:
    case = those.opened()
    other = those.opened()
    protect = {"confidentiality": Confidentiality.PROTECTED, "by": OFFICER}
    assert done(lambda: cases.reclassify(case.person_id, **protect)) == [case.id]  # type: ignore[arg-type]
    assert done(lambda: cases.reclassify(case.person_id, **protect)) == []  # type: ignore[arg-type]
    to = those.reader()
    assert queries.find_by_reference(case.reference, to=to) is None
    assert queries.find_by_reference(other.reference, to=to) is not None
    assert [row.id for row in queries.list_queue(to)] == [other.id]
    assert queries.list_of_person(case.person_id, to=to) == []
    done(lambda: cases.take(case.id, by=OFFICER))
    kinds = {"case:reclassified", "case:taken"}
    events = Event.objects.filter(subject_id=case.id, kind__in=kinds)
    assert {event.confidentiality for event in events} == {Confidentiality.PROTECTED}


def test_closed_cases_are_erased_with_all_their_parts_and_open_ones_stay() -> None:
    gone, open_still, contested = those.whole(), those.opened(), those.refused()
    those.changed(gone.id)
    appeal = NewAppeal(filed_on=date(2026, 4, 1), words="no")
    done(lambda: cases.file_appeal(contested.id, appeal, by=APPLICANT), on=appeal.filed_on)
    with connection.cursor() as cursor:
        for part in PARTS:
            cursor.execute(f"SELECT count(*) > 0 FROM {part} WHERE case_id = %s", [gone.id])
            assert cursor.fetchone() == (True,), part
    beyond = datetime(2040, 1, 1, tzinfo=UTC)
    assert done(lambda: cases.erase_closed_before(gone.entered_at, by=SYSTEM)) == []
    assert done(lambda: cases.erase_closed_before(beyond, by=SYSTEM)) == [gone.id]
    assert set(Case.objects.values_list("id", flat=True)) == {open_still.id, contested.id}
    with connection.cursor() as cursor:
        for part in PARTS:
            cursor.execute(f"SELECT count(*) FROM {part} WHERE case_id = %s", [gone.id])
            assert cursor.fetchone() == (0,)


def test_a_family_file_goes_with_the_last_of_its_cases() -> None:
    file = done(lambda: cases.open_family_file(by=APPLICANT))
    one, two = those.opened(family_file_id=file), those.opened(family_file_id=file)
    for case, left in ((one, 1), (two, 0)):
        done(lambda case=case: cases.withdraw(case.id, by=APPLICANT))  # type: ignore[misc]
        done(lambda: cases.erase_closed_before(datetime(2040, 1, 1, tzinfo=UTC), by=SYSTEM))
        assert FamilyFile.objects.filter(id=file).count() == left


def test_who_has_a_case_is_not_forgotten() -> None:
    case = those.opened()
    assert queries.list_with_case([case.person_id, case.id]) == {case.person_id}


def test_every_night_the_clock_warns_escalates_and_proves() -> None:
    calendar = catalogue.current().law(FILED_ON).calendar
    case = done(lambda: cases.open_case(those.new_case(), calendar=calendar, by=APPLICANT), on=FILED_ON)
    with clock.frozen(case.due_on - timedelta(days=1)):
        assert (jobs.watch_limits(), jobs.watch_limits()) == (1, 0)
    with clock.frozen(case.due_on + timedelta(days=1)):
        jobs.watch_limits()
        assert (jobs.watch_limits(), jobs.prove()) == (0, 0)
    assert those.now(case.id).late_reported_on == case.due_on + timedelta(days=1)
    Case.objects.filter(id=case.id).update(due_on=case.due_on + timedelta(days=3))
    with clock.frozen(case.due_on):
        assert (jobs.prove(), jobs.prove()) == (1, 0)
    assert those.now(case.id).due_on == case.due_on
