"""What a decree gives a class of people reaches their cases: the clock stands still, no duty is owed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from sojourn.audit.models import Event
from sojourn.cases import queries as cases
from sojourn.cases.types import CaseStatus, PauseCause
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.regimes import Regime, Span
from sojourn.flows.case_letters import Purpose
from sojourn.flows.rehearse_pack import Kind, rehearse_pack
from sojourn.flows.special_regimes import stop_open_clocks
from sojourn.lib import clock
from sojourn.payments import queries as charges
from sojourn.sites.ui import clock_drawing
from tests.factories.cases import EVERYTHING, FILED_ON, apply, approve, officer, opened, propose
from tests.factories.regimes import STORM
from tests.flows.test_letters_read_back import drawn, plain, read_back

pytestmark = pytest.mark.django_db
THEIRS = {"present.entered-on": "2026-05-31"}
NOT_THEIRS = {"present.entered-on": "2026-06-01"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


@pytest.fixture
def decree() -> Iterator[None]:
    """The decree among the special regimes of the pack that is current."""
    yield from in_the_pack((STORM,))


def in_the_pack(regimes: tuple[Regime, ...]) -> Iterator[None]:
    pack = catalogue.current()
    before = pack.regimes
    object.__setattr__(pack, "regimes", regimes)
    yield
    object.__setattr__(pack, "regimes", before)


def stops_of(case_id: UUID) -> list[tuple[date, date | None, str]]:
    lines = opened(case_id).page.intervals
    return [(each.from_on, each.until_on, each.regime) for each in lines if each.cause is PauseCause.DECREE]


@pytest.mark.usefixtures("decree")
def test_the_clock_of_a_new_case_leaves_out_the_days_of_the_decree() -> None:
    theirs, others = apply(THEIRS), apply({**NOT_THEIRS, "passport.number": "BB7654321"})
    assert stops_of(theirs.case_id) == [(date(2026, 6, 8), date(2026, 6, 12), STORM.code)]
    assert (stops_of(others.case_id), others.due_on) == ([], date(2026, 7, 1))
    assert opened(theirs.case_id).case.due_on == theirs.due_on == date(2026, 7, 8)
    told = Event.objects.get(subject_id=theirs.case_id, kind="case:stopped-by-decree")
    assert (told.facts["until_on"], told.facts["decree"]) == ("2026-06-12", STORM.code)


@pytest.mark.usefixtures("decree")
def test_the_proof_and_a_rehearsal_tell_the_same_day_as_the_clock(tmp_path: Path) -> None:
    """Counted without the decree it would be 1 July."""
    said = plain(read_back(drawn(apply(THEIRS).case_id, Purpose.PENDING, "en"), tmp_path))
    assert plain("8 July 2026") in said
    assert plain("1 July 2026") not in said
    found = rehearse_pack(
        replace(catalogue.current(), regimes=()), rules=nullcontext, on=None, say=lambda count: None
    )
    dated = found.differing["temporary-residence", Kind.DATED]
    assert dict(dated.ways) == {"deadline: day 30 instead of day 37": 1}


@pytest.mark.usefixtures("decree")
@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 6, 5), "From 8 June 2026 the clock stands still by a decree (Stays prolonged"),
        (date(2026, 6, 10), "The clock has stood still since 8 June 2026 by a decree (Stays prolonged"),
        (date(2026, 6, 15), "4 of 20 working days are used; the answer is due by 8 July 2026"),
    ],
)
def test_the_clock_says_by_which_decree_it_stands_still(day: date, said: str) -> None:
    file = opened(apply(THEIRS).case_id)
    stands = cases.clock_of(file.case, file.page.intervals, calendar=file.calendar, on=day)
    told = clock_drawing.told(file.case, stands)
    assert told.sentence.startswith(said)
    rows = [row.said for row in told.rows if row.from_on == date(2026, 6, 8)]
    assert day < date(2026, 6, 8) or rows == [
        "Not counted: a decree (Stays prolonged because of the pandemic)"
    ]


def test_an_open_case_is_stopped_in_the_night_after_once_and_goes_on_with_what_is_added() -> None:
    theirs, others = apply(THEIRS), apply({**NOT_THEIRS, "passport.number": "BB7654321"})
    assert stop_open_clocks() == 0
    for decree, stopped in ((STORM, 1), (STORM, 0)):
        for _ in in_the_pack((decree,)):
            assert stop_open_clocks() == stopped
    assert (stops_of(others.case_id), opened(theirs.case_id).case.due_on) == ([], date(2026, 7, 8))
    longer = Regime(**{**fields_of(STORM), "stops": Span(date(2026, 6, 8), date(2026, 6, 16))})
    for _ in in_the_pack((longer,)):
        assert stop_open_clocks() == 1
    assert stops_of(theirs.case_id)[-1] == (date(2026, 6, 13), date(2026, 6, 16), STORM.code)
    with clock.frozen(date(2026, 9, 1)):
        for _ in in_the_pack((Regime(**{**fields_of(STORM), "code": "later"}),)):
            assert stop_open_clocks() == 0


def fields_of(regime: Regime) -> dict[str, object]:
    return {name: getattr(regime, name) for name in Regime.__dataclass_fields__}


@pytest.mark.usefixtures("decree")
@pytest.mark.parametrize(
    ("entered", "status", "charged"),
    [(THEIRS, CaseStatus.IN_PRODUCTION, 0), (NOT_THEIRS, CaseStatus.AWAITING_PAYMENT, 1)],
)
def test_who_owes_no_duty_is_charged_nothing(
    entered: dict[str, str], status: CaseStatus, charged: int
) -> None:
    case_id = apply(entered).case_id
    propose(case_id, by=officer("author"))
    approve(case_id, by=officer("approver", "supervisor"))
    assert opened(case_id).case.status is status
    assert len(list(charges.list_of(opened(case_id).case.subject, to=EVERYTHING))) == charged
