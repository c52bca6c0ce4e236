"""What was erased for good: the log still proves, and only the operator forgets who looked."""

from __future__ import annotations

import io
from datetime import date
from uuid import UUID

import pytest
from django.core.management import call_command

from sojourn.audit import actions as audit
from sojourn.audit import queries as log
from sojourn.audit.models import Access, PersonalValue
from sojourn.flows.erase_what_is_past import erase_what_is_past
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.project.embedded_postgres import OWNER
from tests.factories import filings
from tests.factories.cases import apply, finished, officer
from tests.factories.filings import TODAY
from tests.harness.server import TestServer

TEN_YEARS_ON = date(2036, 6, 10)


def seal() -> None:
    with transaction():
        audit.seal_new_entries()


def test_a_log_sealed_before_and_after_an_erasure_proves(committed_database: str) -> None:
    with clock.frozen(TODAY):
        filings.depart(filings.register())
    seal()
    before = log.verify_log()
    with clock.frozen(date(2066, 1, 1)):
        erase_what_is_past()
    assert PersonalValue.objects.count() == 0
    seal()
    assert log.verify_log().entries > before.entries


def test_the_log_of_a_case_from_its_filing_to_its_erasure_proves(committed_database: str) -> None:
    with clock.frozen(TODAY):
        finished(apply().case_id, author=officer("author"), approver=officer("approver", "supervisor"))
    seal()
    before = log.verify_log()
    for day in (1, 2, 3):
        with clock.frozen(date(2066, 1, day)):
            erase_what_is_past()
    seal()
    assert log.verify_log().entries > before.entries
    assert PersonalValue.objects.filter(event__subject_kind__in=["case", "charge", "document"]).count() == 0


def test_the_operator_forgets_who_looked_which_the_application_may_not(
    committed_database: str, test_server: TestServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", test_server.url(committed_database, OWNER))
    with clock.frozen(TODAY):
        audit.log_reading(to=filings.reader(), relation="office", subject=Subject("person", UUID(int=1)))
    printed = io.StringIO()
    with clock.frozen(TEN_YEARS_ON):
        call_command("erase", stdout=printed)
    assert Access.objects.count() == 1
    with clock.frozen(date(2036, 6, 11)):
        call_command("erase", stdout=printed)
    assert Access.objects.count() == 0
    assert "restoring" in printed.getvalue()
