"""A refusal is announced, heard, served and contestable; a grant nobody pays for lapses by an officer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest

from sojourn.cases import actions as cases
from sojourn.cases.errors import (
    ActNotAllowed,
    HearingMissing,
    NotUninvolved,
    SameOfficer,
    StillTimeToAnswer,
)
from sojourn.cases.types import AppealOutcome, CaseStatus, DecisionKind, ItemToCorrect, Power
from sojourn.flows.announce_intention import answer_intention
from sojourn.flows.appeal_decision import Answer, appeal_decision, decide_appeal
from sojourn.flows.case_letters import Purpose
from sojourn.flows.decide_case import withdraw_application
from sojourn.flows.errors import NotDueYet
from sojourn.flows.open_case import proof_of
from sojourn.flows.record_lapse import lapses_from, record_lapse
from sojourn.flows.remind_of_payments import remind_of_payments
from sojourn.flows.remind_of_requests import remind_of_requests
from sojourn.flows.request_correction import answer_correction, request_correction
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.payments import queries as charges
from sojourn.payments.types import ChargeState, Outcome
from sojourn.permits import queries as permits
from sojourn.permits.types import Standing
from tests.factories.cases import (
    EVERYTHING,
    FILED_ON,
    GUEST,
    REFUSED_FOR,
    announced,
    apply,
    approve,
    officer,
    opened,
    pay,
    propose,
    read_newest,
    refused,
)

pytestmark = pytest.mark.django_db
POWER = Power("supervisor", "rmd-bak")


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def proof_on(case_id: UUID, day: date) -> Standing:
    proof = permits.find_for(proof_of(opened(case_id).case), to=EVERYTHING)
    assert proof is not None
    return permits.standing_on(day, proof.id, to=EVERYTHING)


def test_nothing_is_refused_unheard() -> None:
    case_id = apply().case_id
    with pytest.raises(HearingMissing):
        propose(case_id, by=officer("author"), kind=DecisionKind.REFUSE, reasons=REFUSED_FOR)
    assert opened(case_id).case.status is CaseStatus.IN_REVIEW


def test_grounds_that_were_not_announced_are_no_grounds_of_a_refusal() -> None:
    case_id, author = apply().case_id, officer("author")
    announced(case_id, by=author)
    with transaction():
        answer_intention(opened(case_id), words="I disagree.", by=GUEST)
    with pytest.raises(HearingMissing):
        propose(case_id, by=author, kind=DecisionKind.REFUSE, reasons=("refused-security",))


def test_whoever_proposes_does_not_approve() -> None:
    case_id, author = apply().case_id, officer("author", "supervisor")
    propose(case_id, by=author)
    with pytest.raises(SameOfficer):
        approve(case_id, by=author)


def test_a_refusal_served_after_the_stay_ended_leaves_ten_days_to_go_or_to_appeal() -> None:
    case_id = apply({"present.lawful-until": "2026-06-05"}).case_id
    with clock.frozen(date(2026, 6, 8)):
        refused(case_id, author=officer("author"), approver=officer("approver", "supervisor"))
    assert opened(case_id).case.status is CaseStatus.REFUSED
    assert proof_on(case_id, date(2026, 6, 18)) is Standing.PENDING
    assert proof_on(case_id, date(2026, 6, 19)) is Standing.NOT_VALID


def test_a_refusal_served_earlier_leaves_the_stay_its_own_end() -> None:
    case_id = apply({"present.lawful-until": "2026-06-05"}).case_id
    refused(case_id, author=officer("author"), approver=officer("approver", "supervisor"))
    assert proof_on(case_id, date(2026, 6, 5)) is Standing.PENDING
    assert proof_on(case_id, date(2026, 6, 6)) is Standing.NOT_VALID


def test_an_appeal_is_decided_by_nobody_who_had_part_in_the_decision() -> None:
    case_id = apply().case_id
    author, approver = officer("author"), officer("approver", "supervisor")
    refused(case_id, author=author, approver=approver)
    with transaction():
        appeal_decision(opened(case_id), words="The contract is there.", by=GUEST)
    for involved in (author, approver):
        with pytest.raises(NotUninvolved), transaction():
            decide_appeal(
                opened(case_id),
                Answer(AppealOutcome.OVERTURNED, ("granted-on-appeal",)),
                power=POWER,
                by=involved,
            )


def test_a_won_appeal_grants_and_the_stay_was_lawful_all_along() -> None:
    case_id = apply({"present.lawful-until": "2026-06-05"}).case_id
    refused(case_id, author=officer("author"), approver=officer("approver", "supervisor"))
    with clock.frozen(date(2026, 6, 20)):
        with transaction():
            appeal_decision(opened(case_id), words="The contract is there.", by=GUEST)
        answer = Answer(
            AppealOutcome.OVERTURNED,
            ("granted-on-appeal",),
            {"az": "Müqavilə vaxtında verilib."},
            granted_until=date(2027, 6, 19),
        )
        with transaction():
            decide_appeal(opened(case_id), answer, power=POWER, by=officer("judge", "appeal-officer"))
        file = opened(case_id)
        assert file.case.status is CaseStatus.AWAITING_PAYMENT
        assert proof_on(case_id, date(2026, 6, 12)) is Standing.PENDING
        assert proof_on(case_id, date(2026, 9, 1)) is Standing.PENDING
        assert pay(case_id).outcome is Outcome.PAID
        assert opened(case_id).case.status is CaseStatus.IN_PRODUCTION


def test_a_correction_pauses_the_clock_from_its_service_to_the_answer() -> None:
    case_id, author = apply().case_id, officer("author")
    before = opened(case_id).case.due_on
    with transaction():
        request_correction(
            opened(case_id),
            items=[ItemToCorrect("passport.number", "correct-answer", "Check it.")],
            by=author,
        )
    with clock.frozen(date(2026, 6, 3)):
        read_newest(case_id, Purpose.CORRECTION)
        assert opened(case_id).page.corrections[0].answer_by == date(2026, 6, 18)
    with clock.frozen(date(2026, 6, 10)):
        told = {"passport.number": "BB7654321", "passport.surname": "Somebody"}
        with transaction():
            answer_correction(opened(case_id), answers=told, by=GUEST)
    file = opened(case_id)
    assert file.answers["passport.number"] == "BB7654321"
    assert file.answers["passport.surname"] == "Eriksson"
    assert file.filed.answers["passport.number"] == "AA1234567"
    assert file.pack.calendar.between(before, file.case.due_on) == 5


def test_a_correction_nobody_answers_is_reminded_of_once_and_then_an_officer_goes_on() -> None:
    case_id, author = apply().case_id, officer("author")
    items = [ItemToCorrect("passport.number", "correct-passport-copy")]
    with transaction():
        request_correction(opened(case_id), items=items, by=author)
    with clock.frozen(date(2026, 6, 3)):
        read_newest(case_id, Purpose.CORRECTION)
    with clock.frozen(date(2026, 6, 18)):
        assert remind_of_requests() == 0
    with clock.frozen(date(2026, 6, 19)):
        assert remind_of_requests() == 1
        assert remind_of_requests() == 0
        assert opened(case_id).page.corrections[0].answer_by == date(2026, 7, 6)
        with pytest.raises(StillTimeToAnswer), transaction():
            cases.go_on(case_id, reason="No answer", calendar=opened(case_id).pack.calendar, by=author)
    with clock.frozen(date(2026, 7, 7)):
        with transaction():
            cases.go_on(case_id, reason="No answer", calendar=opened(case_id).pack.calendar, by=author)
        assert opened(case_id).case.status is CaseStatus.IN_REVIEW


def test_an_unpaid_grant_lapses_by_an_officer_after_the_limit_and_not_before() -> None:
    case_id, author = apply().case_id, officer("author")
    propose(case_id, by=author)
    approve(case_id, by=officer("approver", "supervisor"))
    read_newest(case_id, Purpose.GRANTED)
    first_day = lapses_from(opened(case_id))
    assert first_day == date(2026, 8, 1)
    with clock.frozen(date(2026, 7, 31)), pytest.raises(NotDueYet), transaction():
        record_lapse(opened(case_id), reasons=["lapsed-unpaid"], words={}, power=POWER, by=author)
    with clock.frozen(first_day):
        with transaction():
            record_lapse(opened(case_id), reasons=["lapsed-unpaid"], words={}, power=POWER, by=author)
        assert opened(case_id).case.status is CaseStatus.LAPSED
        (charge,) = charges.list_of(opened(case_id).case.subject, to=EVERYTHING)
        assert charge.state is ChargeState.CANCELLED
        assert pay(case_id).outcome is Outcome.CANCELLED
        assert opened(case_id).case.status is CaseStatus.LAPSED


def test_whoever_has_to_pay_is_reminded_on_the_days_the_law_names_once_each() -> None:
    case_id, author = apply().case_id, officer("author")
    propose(case_id, by=author)
    approve(case_id, by=officer("approver", "supervisor"))
    read_newest(case_id, Purpose.GRANTED)
    sent = []
    for day in range(45):
        with clock.frozen(date(2026, 7, 1) + timedelta(days=day)):
            if remind_of_payments():
                sent.append(day)
            assert remind_of_payments() == 0
    assert sent == [10, 20, 27]


def test_nobody_is_reminded_of_what_is_paid() -> None:
    case_id, author = apply().case_id, officer("author")
    propose(case_id, by=author)
    approve(case_id, by=officer("approver", "supervisor"))
    pay(case_id)
    with clock.frozen(date(2026, 7, 20)):
        assert remind_of_payments() == 0


def test_a_late_payment_before_the_record_saves_the_grant() -> None:
    case_id, author = apply().case_id, officer("author")
    propose(case_id, by=author)
    approve(case_id, by=officer("approver", "supervisor"))
    read_newest(case_id, Purpose.GRANTED)
    with clock.frozen(date(2026, 9, 1)):
        assert pay(case_id).covered_now
        with pytest.raises(ActNotAllowed), transaction():
            record_lapse(opened(case_id), reasons=["lapsed-unpaid"], words={}, power=POWER, by=author)
        assert opened(case_id).case.status is CaseStatus.IN_PRODUCTION


def test_a_withdrawn_application_is_pending_no_more() -> None:
    case_id = apply().case_id
    with transaction():
        withdraw_application(opened(case_id), reason="I am leaving.", by=GUEST)
    assert opened(case_id).case.status is CaseStatus.WITHDRAWN
    assert proof_on(case_id, FILED_ON + timedelta(days=1)) is Standing.NOT_VALID
