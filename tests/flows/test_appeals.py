"""An appeal has its day, its clock and its end: filed after the decision, decided in time, then the court."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest

from sojourn.audit.models import Event
from sojourn.cases import jobs, queries
from sojourn.cases.errors import DayNotPossible, DecidedOnAppeal, TermSettled
from sojourn.cases.types import AppealOutcome, AppealView, Power, Remedy
from sojourn.flows.appeal_decision import Answer, appeal_decision, decide_appeal, restore_term
from sojourn.flows.case_letters import Purpose
from sojourn.flows.open_case import proof_of
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction
from sojourn.permits import queries as permits
from sojourn.permits.types import Standing
from tests.factories.cases import (
    EVERYTHING,
    FILED_ON,
    GUEST,
    apply,
    approve,
    officer,
    opened,
    propose,
    read_newest,
    refused,
)

pytestmark = pytest.mark.django_db
POWER = Power("supervisor", "rmd-bak")
DAY = timedelta(days=1)
DUE = date(2026, 7, 1)
"""A month after the day an appeal is filed in these stories."""
LATE = date(2026, 8, 1)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


@pytest.fixture
def judge() -> Actor:
    return officer("judge", "appeal-officer")


@pytest.fixture
def refusal() -> UUID:
    """A case refused and read on the day it was filed; the stay itself ends four days later."""
    case_id = apply({"present.lawful-until": "2026-06-05"}).case_id
    refused(case_id, author=officer("author"), approver=officer("approver", "supervisor"))
    return case_id


def appeal(case_id: UUID, *, on: date | None = None, stamped: date | None = None) -> AppealView:
    with clock.frozen(on or FILED_ON), transaction():
        return appeal_decision(
            opened(case_id), words="I do not agree.", late_reason="Ill.", filed_on=stamped, by=GUEST
        )


def uphold(case_id: UUID, *, by: Actor) -> None:
    told = Answer(AppealOutcome.UPHELD, ("granted-on-appeal",), {"az": "Şikayətə baxıldı."})
    with transaction():
        decide_appeal(opened(case_id), told, power=POWER, by=by)


def restore(case_id: UUID, *, restored: bool, by: Actor) -> AppealView:
    with clock.frozen(LATE), transaction():
        return restore_term(opened(case_id), restored=restored, reason="Shown by the hospital.", by=by)


def kinds(case_id: UUID) -> list[str]:
    return list(Event.objects.filter(subject_id=case_id).order_by("id").values_list("kind", flat=True))


def lawful_on(case_id: UUID, day: date) -> bool:
    proof = permits.find_for(proof_of(opened(case_id).case), to=EVERYTHING)
    assert proof is not None
    return permits.standing_on(day, proof.id, to=EVERYTHING) is Standing.PENDING


class TestTheDayItWasFiled:
    def test_a_stamp_from_before_the_decision_is_refused(self, refusal: UUID) -> None:
        with pytest.raises(DayNotPossible):
            appeal(refusal, on=LATE, stamped=FILED_ON - DAY)

    def test_so_is_a_day_to_come(self, refusal: UUID) -> None:
        with pytest.raises(DayNotPossible):
            appeal(refusal, stamped=FILED_ON + DAY)

    def test_the_stamp_says_whether_it_is_late_not_the_day_it_was_entered(self, refusal: UUID) -> None:
        assert not appeal(refusal, on=LATE, stamped=date(2026, 7, 1)).is_late

    def test_one_entered_as_late_waits_for_its_term(self, refusal: UUID) -> None:
        assert appeal(refusal, on=LATE, stamped=date(2026, 7, 2)).is_late


class TestItsClock:
    def test_it_is_decided_within_a_month_of_its_receipt(self, refusal: UUID) -> None:
        made = appeal(refusal)
        assert (made.due_on, made.is_overdue(DUE), made.is_overdue(DUE + DAY)) == (DUE, False, True)

    def test_it_is_warned_of_before_its_last_day_and_reported_once_after_it(self, refusal: UUID) -> None:
        appeal(refusal)
        with clock.frozen(DUE - 20 * DAY):
            assert jobs.watch_limits() == 0
        with clock.frozen(DUE):
            assert jobs.watch_limits() > 0
            assert jobs.watch_limits() == 0
        with clock.frozen(DUE + DAY):
            assert jobs.watch_limits() == 1
            assert jobs.watch_limits() == 0
        told = [
            each for each in kinds(refusal) if each in ("case:appeal-warned", "case:appeal-late-reported")
        ]
        assert told[0] == "case:appeal-warned"
        assert told.count("case:appeal-late-reported") == 1
        assert told[-1] == "case:appeal-late-reported"

    def test_silence_does_not_decide_it(self, refusal: UUID) -> None:
        appeal(refusal)
        before = opened(refusal).case
        with clock.frozen(DUE + 30 * DAY):
            jobs.watch_limits()
        after = opened(refusal).case
        assert (after.status, after.decision_id, after.appeal_id) == (
            before.status,
            before.decision_id,
            before.appeal_id,
        )

    def test_one_that_was_decided_is_not_watched(self, refusal: UUID, judge: Actor) -> None:
        appeal(refusal)
        uphold(refusal, by=judge)
        with clock.frozen(DUE + DAY):
            assert jobs.watch_limits() == 0
            assert queries.list_pressing_appeals(EVERYTHING, until=LATE) == []

    def test_what_presses_is_listed_by_its_last_day(self, refusal: UUID) -> None:
        first = appeal(refusal)
        assert queries.list_pressing_appeals(EVERYTHING, until=DUE - DAY) == []
        ((case, found),) = queries.list_pressing_appeals(EVERYTHING, until=DUE)
        assert (case.id, found.id) == (refusal, first.id)


class TestAfterIt:
    def test_against_the_decision_on_an_appeal_one_goes_to_court(self, refusal: UUID, judge: Actor) -> None:
        appeal(refusal)
        uphold(refusal, by=judge)
        decision = opened(refusal).decision
        assert decision is not None
        assert decision.remedy == Remedy("court", "30 days")
        read_newest(refusal, Purpose.APPEAL)
        with pytest.raises(DecidedOnAppeal):
            appeal(refusal)

    def test_a_term_granted_on_appeal_is_no_matter_for_the_same_body_either(
        self, refusal: UUID, judge: Actor
    ) -> None:
        appeal(refusal)
        told = Answer(
            AppealOutcome.OVERTURNED,
            ("granted-on-appeal",),
            {"az": "Verildi."},
            granted_until=date(2026, 12, 31),
        )
        with transaction():
            decide_appeal(opened(refusal), told, power=POWER, by=judge)
        with pytest.raises(DecidedOnAppeal):
            appeal(refusal)

    def test_a_new_decision_after_a_new_examination_can_be_appealed_against(
        self, refusal: UUID, judge: Actor
    ) -> None:
        appeal(refusal)
        with transaction():
            decide_appeal(
                opened(refusal),
                Answer(AppealOutcome.OVERTURNED, ("granted-on-appeal",), {"az": "Yenidən."}),
                power=POWER,
                by=judge,
            )
        propose(refusal, by=officer("again"))
        approve(refusal, by=officer("approver2", "supervisor"))
        read_newest(refusal, Purpose.GRANTED)
        assert not appeal(refusal).is_late


class TestItsTerm:
    def test_once_it_is_restored_the_stay_is_lawful_again(self, refusal: UUID, judge: Actor) -> None:
        assert appeal(refusal, on=LATE).is_late
        assert not lawful_on(refusal, LATE + DAY)
        restore(refusal, restored=True, by=judge)
        assert lawful_on(refusal, LATE + DAY)

    def test_not_restored_it_changes_nothing(self, refusal: UUID, judge: Actor) -> None:
        appeal(refusal, on=LATE)
        restore(refusal, restored=False, by=judge)
        assert not lawful_on(refusal, LATE + DAY)

    def test_it_is_decided_about_once_and_only_where_the_appeal_came_late(
        self, refusal: UUID, judge: Actor
    ) -> None:
        appeal(refusal)
        with pytest.raises(TermSettled):
            restore(refusal, restored=True, by=judge)
        uphold(refusal, by=judge)
        other = apply({"passport.number": "ZZ1000000"}).case_id
        refused(other, author=officer("author2"), approver=officer("approver3", "supervisor"))
        appeal(other, on=LATE)
        restore(other, restored=False, by=judge)
        with pytest.raises(TermSettled):
            restore(other, restored=True, by=judge)
