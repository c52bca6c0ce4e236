"""A long row of invented cases, written as the flows write them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import override_settings

from sojourn.applications.models import Application
from sojourn.audit import rules as audit
from sojourn.audit.models import Event
from sojourn.audit.types import KINDS
from sojourn.cases import queries as cases
from sojourn.cases.models import Case
from sojourn.catalogue import queries as catalogue
from sojourn.flows.case_file import THE_STORY, open_for_the_story
from sojourn.people import queries as people
from sojourn.project.demonstration import archive

AS_OF = date(2026, 11, 23)
CASES = 60
pytestmark = pytest.mark.django_db


@pytest.fixture
def row(db: None) -> int:
    with override_settings(DEMONSTRATION=True):
        return list(archive.fill(CASES, as_of=AS_OF, processes=1))[-1]


def test_as_many_cases_as_asked_for_most_of_them_closed(row: int) -> None:
    assert row == Case.objects.count() == CASES
    statuses = set(Case.objects.values_list("status", flat=True))
    assert statuses == {"in-review", "withdrawn", "granted"}
    assert 0 < Case.objects.filter(closed_at=None).count() < CASES / 3


def test_status_and_last_day_are_those_of_events_and_ledger(row: int) -> None:
    assert cases.list_differing(cases.list_ids(), calendar=catalogue.current().calendar) == []


def test_every_case_opens_as_any_other(row: int) -> None:
    for case_id in cases.list_ids():
        file = open_for_the_story(case_id)
        assert file.identity.names.given
        assert file.case.ground
        assert file.case.fee_class
        if file.case.status == "granted":
            assert file.decision is not None
            assert file.terms[1] is not None


def test_a_case_is_found_by_the_name_of_its_person(row: int) -> None:
    case = open_for_the_story(cases.list_ids()[0])
    name = f"{case.identity.names.surname or ''} {case.identity.names.given}"
    found = [person.id for person in people.search(name.strip(), to=THE_STORY).people]
    assert case.case.id in {each.id for each in cases.list_by_people(found, to=THE_STORY)}


def test_events_hold_what_their_kinds_declare_and_count_from_one(row: int) -> None:
    for event in Event.objects.prefetch_related("personal_values"):
        kind = KINDS[event.kind]
        assert set(event.facts) == set(kind.plain), kind.name
        assert set(event.digests) == set(kind.personal), kind.name
        for kept in event.personal_values.all():
            assert event.digests[kept.name] == audit.digest_of(kept.value, bytes(kept.salt))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT max(subject_number) = count(*) AS whole"
            " FROM audit_event GROUP BY subject_kind, subject_id) s WHERE NOT whole"
        )
        assert cursor.fetchone() == (0,)


def test_each_case_has_its_filing(row: int) -> None:
    outcomes = set(Application.objects.filter(state="submitted").values_list("outcome_id", flat=True))
    assert outcomes == set(cases.list_ids())
