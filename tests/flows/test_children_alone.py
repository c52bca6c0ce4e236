"""A child that is alone has a representative before any interview, whatever the service."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from sojourn.catalogue.types import Before
from sojourn.flows.errors import RepresentativeMissing, RepresentativeUnnamed
from sojourn.flows.record_stage import record_stage
from sojourn.flows.stages import stages_of, still_open
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction
from tests.factories.cases import FILED_ON, opened
from tests.flows.test_returns_and_remedies import anywhere, applied

pytestmark = pytest.mark.django_db
NAMED = "representative-named"
SEVENTEEN = FILED_ON.replace(year=FILED_ON.year - 17).isoformat()
TURNS_EIGHTEEN = (FILED_ON + timedelta(days=10)).replace(year=FILED_ON.year - 18).isoformat()
INTERVIEWS = [
    ("refugee-status", "registration-interview", {}),
    ("refugee-status", "interview", {}),
    ("statelessness-determination", "interview", {}),
    ("voluntary-return", "counselled", {}),
    ("administrative-appeal", "heard", {}),
    ("readmission-request", "asked-what-is-needed", {"company.with": "alone"}),
    ("readmission-request", "transfer-told", {}),
]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


@pytest.fixture
def by() -> Actor:
    return anywhere("author")


def _record(case_id: UUID, stage: str, *, by: Actor, note: str = "") -> None:
    with transaction():
        record_stage(opened(case_id), stage, on=clock.today(), note=note, by=by)


@pytest.mark.parametrize(("service", "interview", "told"), INTERVIEWS)
def test_no_interview_before_a_representative_is_named(
    service: str, interview: str, told: dict[str, str], by: Actor
) -> None:
    case_id = applied(service, {"passport.birth-date": SEVENTEEN, **told})
    assert NAMED in [each.code for each in still_open(opened(case_id), Before.PROPOSE)]
    with pytest.raises(RepresentativeMissing):
        _record(case_id, interview, by=by)
    with pytest.raises(RepresentativeUnnamed):
        _record(case_id, NAMED, by=by, note=" ")
    _record(case_id, NAMED, by=by, note="S. Aliyeva, guardianship body of Khatai, 012 555 01 01")
    _record(case_id, interview, by=by)
    reached = opened(case_id).page.reached()
    assert {NAMED, interview} <= set(reached)


def test_a_name_that_was_taken_back_is_no_name(by: Actor) -> None:
    case_id = applied("refugee-status", {"passport.birth-date": SEVENTEEN})
    _record(case_id, NAMED, by=by, note="S. Aliyeva")
    with transaction():
        record_stage(opened(case_id), NAMED, on=None, by=by)
    with pytest.raises(RepresentativeMissing):
        _record(case_id, "interview", by=by)


def test_an_interview_is_not_dated_before_the_day_the_representative_was_named(by: Actor) -> None:
    case_id = applied("refugee-status", {"passport.birth-date": SEVENTEEN})
    with clock.frozen(FILED_ON + timedelta(days=3)):
        _record(case_id, NAMED, by=by, note="S. Aliyeva")
        with pytest.raises(RepresentativeMissing), transaction():
            on = FILED_ON + timedelta(days=2)
            record_stage(opened(case_id), "interview", on=on, by=by)


def test_a_child_with_its_mother_and_an_adult_wait_for_nobody(by: Actor) -> None:
    with_mother = {
        "passport.birth-date": SEVENTEEN,
        "applicant.filer": "child-14-17",
        "child.relation": "parent",
    }
    for told in (with_mother, {}):
        case_id = applied("refugee-status", told)
        assert NAMED not in [each.stage.code for each in stages_of(opened(case_id))]
        _record(case_id, "interview", by=by)


def test_who_may_be_a_child_can_be_given_one_and_is_not_kept_waiting(by: Actor) -> None:
    case_id = applied("refugee-status", {"passport.birth-date": ""})
    assert NAMED in [each.stage.code for each in stages_of(opened(case_id))]
    assert NAMED not in [each.code for each in still_open(opened(case_id), Before.PROPOSE)]
    _record(case_id, "interview", by=by)


def test_who_comes_of_age_on_the_way_waits_no_longer(by: Actor) -> None:
    case_id = applied("refugee-status", {"passport.birth-date": TURNS_EIGHTEEN})
    with clock.frozen(FILED_ON + timedelta(days=9)), pytest.raises(RepresentativeMissing):
        _record(case_id, "interview", by=by)
    with clock.frozen(FILED_ON + timedelta(days=10)):
        _record(case_id, "interview", by=by)
