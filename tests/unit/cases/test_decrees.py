"""What a decree and an officer do to a limit; what the log says of a body that was asked in confidence."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from sojourn.audit.models import Event
from sojourn.cases import actions as cases
from sojourn.cases import queries
from sojourn.cases.errors import (
    BeyondExtension,
    DayNotPossible,
    ExtensionTooLate,
    ExtensionUsed,
    NothingAdded,
    ReasonMissing,
)
from sojourn.cases.types import CaseView, Opinion
from tests.unit.cases import those
from tests.unit.cases.those import CALENDAR, FILED_ON, OFFICER, done

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ALL = those.reader()


@pytest.mark.parametrize("units", [0, -5])
def test_a_limit_is_lengthened_by_one_unit_at_least(units: int) -> None:
    case = those.opened()
    with pytest.raises(NothingAdded):
        done(partial(lengthened, case.id, units))
    assert queries.get_page(case.id, to=ALL).intervals == ()


def test_a_decree_that_ends_before_it_begins_stops_nothing() -> None:
    case = those.opened()
    stop = partial(cases.stop_by_decree, case.id, decree="No. 7", calendar=CALENDAR, by=OFFICER)
    with pytest.raises(DayNotPossible):
        done(lambda: stop(first=date(2026, 3, 9), last=date(2026, 3, 1)))
    assert queries.get_page(case.id, to=ALL).intervals == ()
    assert done(lambda: stop(first=date(2026, 3, 10), last=date(2026, 3, 10))).due_on == case.due_on + DAY


def lengthened(case: UUID, units: int = 3, **more: Any) -> CaseView:
    return cases.extend(case, those.more_time(units, **more), calendar=CALENDAR, by=OFFICER)


def test_more_time_without_a_reason_changes_no_limit() -> None:
    case = those.opened()
    with pytest.raises(ReasonMissing):
        done(lambda: lengthened(case.id, reasons=()))
    assert queries.get_page(case.id, to=ALL).intervals == ()


def test_more_time_is_kept_with_its_reasons_its_officer_and_the_day_it_made() -> None:
    case = those.opened()
    later = done(lambda: lengthened(case.id, 5), on=FILED_ON)
    (line,) = queries.get_page(case.id, to=ALL).extensions
    assert (line.reasons, line.words, line.length) == (("archives",), {"en": "The archive is far."}, 5)
    assert (line.recorded_by, line.due_on) == (OFFICER.account_id, later.due_on)
    assert later.due_on > case.due_on


def test_more_time_is_taken_before_the_last_day_has_passed() -> None:
    case = those.opened()
    with pytest.raises(ExtensionTooLate):
        done(lambda: lengthened(case.id), on=case.due_on + DAY)
    assert done(lambda: lengthened(case.id), on=case.due_on).due_on > case.due_on


def test_more_time_is_taken_no_oftener_than_the_law_lets() -> None:
    case = those.opened()
    done(lambda: lengthened(case.id, 2), on=FILED_ON)
    with pytest.raises(ExtensionUsed):
        done(lambda: lengthened(case.id, 2), on=FILED_ON)
    assert done(lambda: lengthened(case.id, 2, times=2), on=FILED_ON)


def test_no_more_is_added_in_all_than_the_law_gives() -> None:
    case = those.opened()
    done(lambda: lengthened(case.id, 6, times=2), on=FILED_ON)
    with pytest.raises(BeyondExtension) as beyond:
        done(lambda: lengthened(case.id, 5, times=2), on=FILED_ON)
    assert beyond.value.facts["units"] == 4
    assert done(lambda: lengthened(case.id, 4, times=2), on=FILED_ON)


@pytest.mark.parametrize("restricted", [True, False])
def test_the_log_names_no_body_that_was_asked_in_confidence(restricted: bool) -> None:
    case = those.opened()
    ask = partial(cases.consult, case.id, body="security", question="Known?", restricted=restricted)
    _, consultation = done(lambda: ask(reply_by=FILED_ON + 5 * DAY, by=OFFICER))
    told = partial(cases.record_opinion, case.id, consultation_id=consultation, by=OFFICER)
    done(lambda: told(outcome=Opinion.OBJECTION, public_opinion="No"))
    kinds = ("case:consulted", "case:opinion-recorded")
    bodies = [each.facts["body"] for each in Event.objects.filter(subject_id=case.id, kind__in=kinds)]
    assert bodies == ["" if restricted else "security"] * 2
