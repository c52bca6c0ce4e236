"""What a decree does to a limit, and what the log says of a body that was asked in confidence."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from sojourn.audit.models import Event
from sojourn.cases import actions as cases
from sojourn.cases import queries
from sojourn.cases.errors import DayNotPossible, NothingAdded, ReasonMissing
from sojourn.cases.types import Opinion
from tests.unit.cases import those
from tests.unit.cases.those import CALENDAR, FILED_ON, OFFICER, done

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ALL = those.reader()


@pytest.mark.parametrize("units", [0, -5])
def test_a_limit_is_lengthened_by_one_unit_at_least(units: int) -> None:
    case = those.opened()
    extend = partial(cases.extend, case.id, units=units, decree="No. 7", calendar=CALENDAR, by=OFFICER)
    with pytest.raises(NothingAdded):
        done(extend)
    assert queries.get_page(case.id, to=ALL).intervals == ()


def test_a_decree_that_ends_before_it_begins_stops_nothing() -> None:
    case = those.opened()
    stop = partial(cases.stop_by_decree, case.id, decree="No. 7", calendar=CALENDAR, by=OFFICER)
    with pytest.raises(DayNotPossible):
        done(lambda: stop(first=date(2026, 3, 9), last=date(2026, 3, 1)))
    assert queries.get_page(case.id, to=ALL).intervals == ()
    assert done(lambda: stop(first=date(2026, 3, 10), last=date(2026, 3, 10))).due_on == case.due_on + DAY


def test_a_decree_without_a_name_changes_no_limit() -> None:
    case = those.opened()
    with pytest.raises(ReasonMissing):
        done(lambda: cases.extend(case.id, units=3, decree=" ", calendar=CALENDAR, by=OFFICER))
    assert queries.get_page(case.id, to=ALL).intervals == ()


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
