"""Invented applications: in every state, told by the flows themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import override_settings

from sojourn.accounts import demonstration as accounts
from sojourn.audit import queries as log
from sojourn.cases import queries as cases
from sojourn.cases.models import Appeal, Case, Consultation, Correction, Decision, Message
from sojourn.cases.types import STATUSES, CaseStatus
from sojourn.catalogue import queries as catalogue
from sojourn.lib import clock
from sojourn.payments.models import Posting
from sojourn.permits.models import Permit
from sojourn.project.demonstration import docket
from sojourn.project.demonstration.officers import gather
from sojourn.project.demonstration.tales import TALES, Step, shares

AS_OF = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration() -> Iterator[None]:
    with override_settings(DEMONSTRATION=True):
        yield


@pytest.fixture
def office(db: None, demonstration: None) -> int:
    """Every tale once, and the cases of the portal's person."""
    return list(docket.fill(36, as_of=AS_OF, seed=1, processes=1))[-1]


def test_cases_stand_in_every_status_and_end_as_their_tales_say(office: int) -> None:
    assert office == Case.objects.count() == 36
    early_end = {CaseStatus.CANCEL_PROPOSED, CaseStatus.CANCELLED}  # of work permits, which it does not tell
    assert set(Case.objects.values_list("status", flat=True)) == set(STATUSES) - early_end
    told = [tale for sitting in docket.sittings(36, seed="1") for tale in sitting.tales]
    expected = Counter(tale.ends.value for tale in told)
    assert Counter(Case.objects.values_list("status", flat=True)) == expected


def test_status_and_last_day_are_those_of_events_and_ledger(office: int) -> None:
    ids = cases.list_ids()
    assert len(ids) == 36
    assert cases.list_differing(ids, calendar=catalogue.current().law(AS_OF).calendar) == []
    assert all(kinds[0] == "case:opened" for kinds in log.list_kinds("case", ids).values())


def test_the_books_balance(office: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT currency, sum(minor) FROM payments_posting GROUP BY currency")
        assert [total for _, total in cursor.fetchall()] == [0]
    assert Posting.objects.filter(account="revenue").exists()


def test_there_is_something_of_everything_an_office_works_with(office: int) -> None:
    for model in (Correction, Consultation, Decision, Appeal, Message):
        assert model.objects.exists(), model.__name__
    assert set(Permit.objects.values_list("kind", flat=True)) == {"pending-certificate", "residence-card"}
    assert Case.objects.filter(family_file__isnull=False).exists()
    assert Case.objects.filter(decided_at=None, paused_from=None, due_on__lt=AS_OF).exists()
    assert Case.objects.filter(handler_id=None, status="in-review").exists()
    assert Case.objects.exclude(handler_id=None).values("handler_id").distinct().count() == 3


def test_nothing_lies_in_the_future(office: int) -> None:
    assert not Case.objects.filter(last_at__gte=clock.start_of(AS_OF)).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_event WHERE subject_kind = 'case' AND at >= %s", [AS_OF])
        assert cursor.fetchone() == (0,)


def test_the_portals_person_has_cases_of_its_own(office: int) -> None:
    own = cases.list_of_account(accounts.person_account().id)
    assert Counter(case.status.value for case in own) == Counter(
        ["granted", "awaiting-correction", "awaiting-payment"]
    )


def test_who_asked_for_half_a_year_wins_half_a_year_on_appeal(
    db: None, demonstration: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docket, "_MONTHS", (6,))
    won = next(tale for tale in TALES if Step.GIVE_BACK in dict(tale.steps))
    told = docket.open_docket(gather(), seed="1", as_of=AS_OF)
    assert told
    (case_id,) = told.tell(docket.Sitting(1, (won,)))
    case = Case.objects.get(id=case_id)
    granted = Decision.objects.filter(case_id=case_id).order_by("decided_at").last()
    assert granted
    assert case.status == CaseStatus.AWAITING_PAYMENT
    assert date.fromisoformat(granted.terms["until"]) <= AS_OF + timedelta(days=184)


def test_the_same_seed_tells_the_same_stories(db: None, demonstration: None) -> None:
    first = _stories()
    Case.objects.all().delete()
    assert _stories() == first


def _stories() -> list[tuple[str, date, date, str, str, str]]:
    list(docket.fill(5, as_of=AS_OF, seed=3, processes=1))
    rows = Case.objects.order_by("filed_on", "status", "office", "ground")
    return list(rows.values_list("status", "filed_on", "due_on", "ground", "office", "fee_class"))


def test_a_country_that_is_no_demonstration_has_none(db: None) -> None:
    with override_settings(DEMONSTRATION=False):
        assert list(docket.fill(5, as_of=AS_OF, seed=1)) == []


def test_every_tale_has_its_share() -> None:
    assert len(shares(300)) == 300
    assert set(shares(len(TALES))) == set(TALES)
    assert len(shares(4)) == 4
