"""A stage of a case has its time: officer and supervisor are warned before it ends, and told once it has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest

from sojourn.applications import actions as applications
from sojourn.audit.models import Event
from sojourn.cases.models import Case
from sojourn.cases.types import CaseStatus
from sojourn.catalogue import queries as catalogue
from sojourn.flows import jobs
from sojourn.flows.decide_case import withdraw_application
from sojourn.flows.open_case import submit_application
from sojourn.flows.record_stage import record_stage
from sojourn.flows.stages import stages_of
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.db import transaction
from tests.factories import claims, filings
from tests.factories.cases import FILED_ON, GUEST, HOLDER, officer, opened
from tests.harness.browser import session_of
from tests.journeys.examples import examples_of
from tests.unit.catalogue.conftest import ROOT

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATE = "/en/office/cases/late/"
EXAMPLES = {each.service: each for each in examples_of(ROOT / "packs/azerbaijan")}
TOLD = ("case:stage-warned", "case:stage-late-reported")


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def permanent() -> UUID:
    """A case whose applicant is to pass a test within a time of the law."""
    pack, code = catalogue.current(), "permanent-residence"
    with transaction():
        draft = applications.start(
            pack.service(code),
            pack=pack,
            language="en",
            answers=EXAMPLES[code].answers_on(FILED_ON),
            holder=HOLDER,
            by=GUEST,
        )
        return submit_application(draft.id, holder=HOLDER, filing=Filing(GUEST, FILED_ON, "en")).case_id


def limit_of(case_id: UUID, stage: str) -> date:
    (found,) = [each.limit for each in stages_of(opened(case_id)) if each.stage.code == stage]
    assert found is not None
    return found


def told(case_id: UUID) -> list[str]:
    events = Event.objects.filter(subject_id=case_id, kind__in=TOLD).order_by("id")
    return list(events.values_list("kind", flat=True))


def watched(on: date) -> None:
    with clock.frozen(on):
        jobs.watch_stages()


def late_list(role: str, on: date) -> str:
    account = officer(f"{role} {on}", role).account_id
    with clock.frozen(on):
        return session_of(account).get(LATE).content.decode()


def test_it_is_warned_of_before_its_last_day_and_told_once_after_it() -> None:
    case_id = permanent()
    end = limit_of(case_id, "test-passed")
    watched(end - 20 * DAY)
    assert told(case_id) == []
    assert "Language and law test passed" not in late_list("supervisor", end - 20 * DAY)
    for _ in range(2):
        watched(end)
    assert told(case_id) == ["case:stage-warned"]
    page = late_list("supervisor", end)
    assert "Stages to be reached by" in page
    assert "Warned" in page
    for on in (end + DAY, end + DAY, end + 9 * DAY):
        watched(on)
    assert told(case_id) == list(TOLD)
    assert "Overdue" in late_list("supervisor", end + DAY)


def test_a_stage_that_was_reached_presses_nobody_and_one_taken_back_presses_again() -> None:
    case_id, author = permanent(), officer("author")
    end = limit_of(case_id, "test-passed")
    watched(end + DAY)
    with clock.frozen(end + DAY), transaction():
        record_stage(opened(case_id), "test-passed", on=FILED_ON, by=author)
    assert "Stages to be reached by" not in late_list("supervisor", end + DAY)
    watched(end + 2 * DAY)
    assert told(case_id) == ["case:stage-late-reported"]
    with clock.frozen(end + 2 * DAY), transaction():
        record_stage(opened(case_id), "test-passed", on=None, by=author)
    watched(end + 3 * DAY)
    assert "Overdue" in late_list("supervisor", end + 3 * DAY)


def test_a_case_that_is_closed_waits_for_no_stage() -> None:
    case_id = permanent()
    end = limit_of(case_id, "test-passed")
    watched(end + DAY)
    with clock.frozen(end + DAY), transaction():
        withdraw_application(opened(case_id), reason="I leave.", by=GUEST)
    assert "Stages to be reached by" not in late_list("supervisor", end + 2 * DAY)
    watched(end + 2 * DAY)
    assert told(case_id) == ["case:stage-late-reported"]


def test_a_proposed_end_of_what_was_granted_makes_no_stage_press_again() -> None:
    case_id = permanent()
    end = limit_of(case_id, "test-passed")
    watched(end)
    now = clock.now()
    Case.objects.filter(id=case_id).update(
        status=CaseStatus.CANCEL_PROPOSED, decided_at=now, decided_by=officer("author").account_id
    )
    assert "Stages to be reached by" not in late_list("supervisor", end + DAY)
    watched(end + DAY)
    assert told(case_id) == ["case:stage-warned"]
    assert stages_of(opened(case_id)) == []


def test_a_late_interview_of_somebody_who_asks_for_protection_is_told_to_the_desk_alone() -> None:
    case_id = claims.claim(filings.account("yelizaveta@example.org")).case_id
    end = limit_of(case_id, "registration-interview")
    watched(end + DAY)
    reference = opened(case_id).case.reference
    assert reference in late_list("protection-officer", end + DAY)
    assert reference not in late_list("supervisor", end + DAY)
    assert "Stages to be reached by" not in late_list("supervisor", end + 2 * DAY)
