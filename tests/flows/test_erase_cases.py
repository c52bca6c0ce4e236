"""A case goes when its term has passed: answers, parts, charge, letters, messages, and what events told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from unittest.mock import patch
from uuid import UUID

import pytest
from django.db import connection

from sojourn.applications.models import Application
from sojourn.audit.models import Event, PersonalValue
from sojourn.cases import actions as cases
from sojourn.cases.models import Case
from sojourn.cases.types import Side
from sojourn.catalogue import queries as catalogue
from sojourn.documents import actions as documents
from sojourn.documents.models import Document
from sojourn.documents.types import Examined, Filing, MediaType
from sojourn.flows.appeal_decision import appeal_decision
from sojourn.flows.erase_what_is_past import SWEEPS, erase_what_is_past, line
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.payments import queries as charges
from sojourn.payments.models import Charge, Posting
from sojourn.people.models import Person
from sojourn.permits.models import Permit
from tests.factories.cases import FILED_ON, GUEST, apply, finished, officer, opened, refused
from tests.harness.browser import session_of

pytestmark = pytest.mark.django_db

TOLD = ("Eriksson", "ERIKSSON", "Anna Maria", "AA1234567", "anna@example.org", "My husband waits")


def granted() -> UUID:
    """Applied for, decided, paid, the card handed over; every letter read."""
    with clock.frozen(FILED_ON):
        case_id = apply().case_id
        with transaction():
            cases.write_message(case_id, side=Side.APPLICANT, words="My husband waits.", by=GUEST)
        finished(case_id, author=officer("author"), approver=officer("approver", "supervisor"))
    return case_id


def nights(day: date) -> dict[str, int]:
    """What names something goes before it, so that a few nights end all."""
    erased: dict[str, int] = {}
    for after in range(3):
        with clock.frozen(day + timedelta(days=after)):
            for what, many in erase_what_is_past().items():
                erased[what] = erased.get(what, 0) + many
    return erased


def years_after(years: int, *, days: int = 0) -> date:
    return FILED_ON.replace(year=FILED_ON.year + years) + timedelta(days=days)


def test_a_case_is_kept_for_five_years_from_its_end_and_then_goes_with_its_filing() -> None:
    granted()
    with clock.frozen(years_after(5)):
        assert erase_what_is_past()["cases"] == 0
    assert (Case.objects.count(), Application.objects.count()) == (1, 1)
    with clock.frozen(years_after(5, days=1)):
        assert erase_what_is_past()["cases"] == 1
    assert (Case.objects.count(), Application.objects.count()) == (0, 0)


def handed_in(case_id: UUID, path: str) -> UUID:
    scan = Examined(b"%PDF-scan", MediaType.PDF, b"%PDF-scan")
    about = Subject("application", opened(case_id).case.application_id)
    with transaction():
        return documents.keep_examined(scan, filing=Filing(about, path), by=GUEST).id


def test_the_scan_of_a_health_paper_goes_once_the_decision_stands_and_other_papers_stay() -> None:
    case_id = granted()
    with clock.frozen(FILED_ON):
        health, passport = (
            handed_in(case_id, f"{of}.copy") for of in ("medical-certificate", "passport-copy")
        )
        decided = clock.legal_day(opened(case_id).case.decided_at or clock.now())
    with clock.frozen(decided + timedelta(days=60)):
        assert erase_what_is_past()["health papers of applicants"] == 0
    with clock.frozen(decided + timedelta(days=61)):
        assert erase_what_is_past()["health papers of applicants"] == 1
        page = session_of(officer("reader").account_id).get(f"/en/office/cases/{case_id}/")
    assert page.status_code == 200
    assert set(Document.objects.filter(id__in=[health, passport]).values_list("id", flat=True)) == {passport}


def test_the_scan_of_a_health_paper_stays_while_the_decision_is_contested() -> None:
    with clock.frozen(FILED_ON):
        case_id = apply().case_id
        refused(case_id, author=officer("author"), approver=officer("approver", "supervisor"))
        health = handed_in(case_id, "medical-certificate.copy")
        with transaction():
            appeal_decision(opened(case_id), words="I do not agree.", by=GUEST)
    nights(FILED_ON + timedelta(days=200))
    assert Document.objects.filter(id=health).exists()


def test_a_health_paper_is_one_by_its_service_also_of_a_service_there_is_no_more() -> None:
    case_id, other = granted(), "another-service"
    with clock.frozen(FILED_ON):
        health = handed_in(case_id, "medical-certificate.copy")
    filed = Application.objects.filter(id=opened(case_id).case.application_id)
    filed.update(service=other)
    day = years_after(1)
    with clock.frozen(day):
        assert erase_what_is_past()["health papers of applicants"] == 0
    filed.update(service="temporary-residence")
    pack = catalogue.current()
    without = {code: each for code, each in pack.services.items() if code != "temporary-residence"}
    with clock.frozen(day):
        past = line(pack, "health-scan", day)
        dropped = replace(pack, services=without)
        with patch.object(catalogue, "current", return_value=dropped):
            assert SWEEPS["health papers of applicants"][1](past) == 1
    assert not Document.objects.filter(id=health).exists()


def test_letters_go_with_their_case_and_the_card_after_its_own_term() -> None:
    granted()
    assert Document.objects.count() >= 5
    nights(years_after(5, days=1))
    assert Document.objects.count() == 0
    assert Permit.objects.exists()
    nights(years_after(12))
    assert not Permit.objects.exists()


def test_who_paid_is_forgotten_and_the_books_still_balance() -> None:
    granted()
    postings = Posting.objects.count()
    nights(years_after(5, days=1))
    assert set(Charge.objects.values_list("payer_id", "subject_id", "account_id")) == {(None, None, None)}
    assert Posting.objects.count() == postings > 0
    assert charges.list_differences() == []


def test_a_case_in_review_is_kept_however_old() -> None:
    with clock.frozen(FILED_ON):
        apply()
    assert nights(years_after(40)).get("cases") == 0
    assert (Case.objects.count(), Application.objects.count(), Person.objects.count()) == (1, 1, 1)


def test_a_refused_case_whose_appeal_nobody_decided_is_kept() -> None:
    with clock.frozen(FILED_ON):
        case_id = apply().case_id
        refused(case_id, author=officer("author"), approver=officer("approver", "supervisor"))
        with transaction():
            appeal_decision(opened(case_id), words="The contract is there.", by=GUEST)
    assert nights(years_after(40)).get("cases") == 0
    assert Case.objects.count() == 1


def test_nothing_that_was_told_is_left_of_it_in_any_table() -> None:
    case_id = granted()
    before = Event.objects.filter(subject_id=case_id).count()
    nights(years_after(40))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if not table.startswith("catalogue_"):
                cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
                kept = str(cursor.fetchone()[0])
                assert [word for word in TOLD if word in kept] == [], table
    assert PersonalValue.objects.filter(event__subject_kind__in=["case", "charge", "document"]).count() == 0
    assert Event.objects.filter(subject_id=case_id).count() > before
