"""How a case goes, rule by rule, where people act: what the pack's scenarios cannot tell.

Each rule with the place that proves it stands in docs/reference/rules.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest

from sojourn.applications.types import Holder
from sojourn.cases import actions as cases
from sojourn.cases import jobs, queries
from sojourn.cases.errors import (
    ActNotAllowed,
    NotServedYet,
    NotUninvolved,
    StillTimeToAnswer,
    TermNotRestored,
    TooManyCorrections,
)
from sojourn.cases.types import AppealOutcome, CaseStatus, DecisionKind, ItemToCorrect, Opinion, Power
from sojourn.flows.announce_intention import announce_intention, answer_intention
from sojourn.flows.appeal_decision import Answer, appeal_decision, decide_appeal
from sojourn.flows.case_letters import Purpose, list_letters
from sojourn.flows.decide_case import Wish, propose_decision
from sojourn.flows.open_case import proof_of
from sojourn.flows.remind_of_requests import remind_of_requests
from sojourn.flows.request_correction import answer_correction, request_correction
from sojourn.flows.serve_letter import record_letter_served
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind, Door
from sojourn.lib.db import transaction
from sojourn.notices import actions as notices
from sojourn.notices.types import Manner, Served
from sojourn.payments import queries as charges
from sojourn.permits import queries as permits
from sojourn.permits.types import Standing
from tests.factories import filings
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
    propose,
    read_newest,
    refused,
)

pytestmark = pytest.mark.django_db
POWER = Power("supervisor", "rmd-bak")
ITEMS = [ItemToCorrect("passport.number", "correct-passport-copy")]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.frozen(FILED_ON):
        yield


def proof_on(case_id: UUID, day: date) -> Standing:
    proof = permits.find_for(proof_of(opened(case_id).case), to=EVERYTHING)
    assert proof is not None
    return permits.standing_on(day, proof.id, to=EVERYTHING)


def corrected(case_id: UUID, *, by: Actor) -> None:
    with transaction():
        request_correction(opened(case_id), items=ITEMS, by=by)


def go_on(case_id: UUID, *, by: Actor) -> None:
    with transaction():
        cases.go_on(case_id, reason="No answer.", calendar=opened(case_id).pack.calendar, by=by)


class TestTheClock:
    """R-PROC-1."""

    def test_it_starts_with_an_application_that_lacks_almost_everything(self) -> None:
        whole = apply()
        bare = {path: "" for path in ("dwelling.place.street", "dwelling.place.house", "passport.expires-on")}
        bare |= {"passport.number": "", "passport.none": "lost"}
        lacking = apply(bare)
        assert lacking.due_on == whole.due_on
        assert opened(lacking.case_id).case.started_on == FILED_ON

    def test_a_paper_stamped_before_it_was_entered_keeps_the_day_of_the_stamp(self) -> None:
        """Law, class and fee are of the day of the stamp, and the clock runs from it as at any other door."""
        with clock.frozen(date(2026, 6, 8)):
            file = opened(apply(by=filings.OFFICER, on=FILED_ON).case_id)
        assert (file.case.filed_on, file.case.started_on) == (FILED_ON, FILED_ON)

    def test_a_third_request_is_refused_to_the_officer(self) -> None:
        case_id, author = apply().case_id, officer("author")
        for _ in range(2):
            corrected(case_id, by=author)
            with transaction():
                answer_correction(opened(case_id), answers={"passport.number": "AA1"}, by=GUEST, anyway=True)
        with pytest.raises(TooManyCorrections):
            corrected(case_id, by=author)


class TestNotExamined:
    """R-PROC-2: no refusal, with a remedy, and one may file again."""

    @pytest.fixture
    def closed(self) -> UUID:
        case_id, author = apply().case_id, officer("author")
        corrected(case_id, by=author)
        read_newest(case_id, Purpose.CORRECTION)
        with clock.frozen(date(2026, 6, 17)):
            remind_of_requests()
        with clock.frozen(date(2026, 7, 20)):
            go_on(case_id, by=author)
            propose(case_id, by=author, kind=DecisionKind.NOT_EXAMINED, reasons=("not-examined-no-answer",))
            approve(case_id, by=officer("approver", "supervisor"))
        return case_id

    def test_it_is_closed_without_a_hearing_and_is_no_refusal(self, closed: UUID) -> None:
        file = opened(closed)
        assert file.case.status is CaseStatus.NOT_EXAMINED
        assert [each.purpose for each in list_letters(file)][-1] is Purpose.NOT_EXAMINED

    def test_it_carries_a_remedy_whose_time_runs_from_its_service(self, closed: UUID) -> None:
        with clock.frozen(date(2026, 7, 21)):
            read_newest(closed, Purpose.NOT_EXAMINED)
        assert opened(closed).decision is not None
        assert opened(closed).case.appeal_until == date(2026, 8, 20)

    def test_the_same_person_files_again_at_once(self, closed: UUID) -> None:
        with clock.frozen(date(2026, 7, 22)):
            again = opened(apply(on=date(2026, 7, 22)).case_id)
        assert again.case.status is CaseStatus.IN_REVIEW
        assert again.case.person_id == opened(closed).case.person_id
        assert "same-facts-as-refused" not in {each.code for each in again.examined().findings}


class TestTheHearing:
    """R-PROC-3."""

    def test_ten_days_from_service_and_nobody_goes_on_before(self) -> None:
        case_id, author = apply().case_id, officer("author")
        announced(case_id, by=author)
        assert opened(case_id).page.hearings[0].answer_by == date(2026, 6, 11)
        with clock.frozen(date(2026, 6, 11)), pytest.raises(StillTimeToAnswer):
            go_on(case_id, by=author)
        with clock.frozen(date(2026, 6, 12)):
            go_on(case_id, by=author)
            propose(case_id, by=author, kind=DecisionKind.REFUSE, reasons=REFUSED_FOR)
        assert opened(case_id).case.status is CaseStatus.PROPOSED

    def test_the_clock_stands_still_from_its_service_to_the_answer(self) -> None:
        case_id, author = apply().case_id, officer("author")
        before = opened(case_id).case.due_on
        announced(case_id, by=author)
        with clock.frozen(date(2026, 6, 8)), transaction():
            answer_intention(opened(case_id), words="The contract is there.", by=GUEST)
        file = opened(case_id)
        assert file.pack.calendar.between(before, file.case.due_on) == 5
        assert file.page.hearings[0].answer == "The contract is there."

    def test_an_intention_that_was_not_served_is_no_hearing(self) -> None:
        case_id, author = apply().case_id, officer("author")
        with transaction():
            announce_intention(opened(case_id), reasons=REFUSED_FOR, words={}, by=author)
        with clock.frozen(date(2027, 6, 1)):
            with pytest.raises(NotServedYet):
                go_on(case_id, by=author)
            with pytest.raises(ActNotAllowed):
                propose(case_id, by=author, kind=DecisionKind.REFUSE, reasons=REFUSED_FOR)


MANNERS = [
    (Served(Manner.SIGNED_ON_HANDOVER, FILED_ON), date(2026, 6, 1)),
    (Served(Manner.REFUSAL_WITNESSED, FILED_ON, witnesses=("A. One", "B. Two")), date(2026, 6, 1)),
    (Served(Manner.REGISTERED_POST, FILED_ON, post_number="RR1"), date(2026, 6, 8)),
    (Served(Manner.THROUGH_REPRESENTATIVE, FILED_ON, through="C. Three"), date(2026, 6, 1)),
    (Served(Manner.PUBLIC_NOTICE, FILED_ON, place="the hall"), date(2026, 6, 15)),
]


class TestService:
    """R-PROC-4."""

    @pytest.fixture
    def granted(self) -> UUID:
        account = filings.account("anna@example.org")
        guest = Actor(ActorKind.PERSON, Door.PORTAL, account_id=account)
        case_id = apply(by=guest, holder=Holder(account_id=account)).case_id
        propose(case_id, by=officer("author"))
        approve(case_id, by=officer("approver", "supervisor"))
        return case_id

    @pytest.mark.parametrize(("served", "counts_on"), MANNERS, ids=lambda each: str(each)[:40])
    def test_the_time_to_appeal_runs_from_the_day_a_manner_counts(
        self, granted: UUID, served: Served, counts_on: date
    ) -> None:
        file = opened(granted)
        letter = next(each for each in list_letters(file) if each.purpose is Purpose.GRANTED)
        with clock.frozen(date(2026, 6, 20)), transaction():
            record_letter_served(file, letter, served=served, language="en", by=officer("clerk"))
        decision = opened(granted).decision
        assert decision is not None
        assert decision.served_on == counts_on
        assert opened(granted).case.appeal_until == file.limit("appeal.period", after=counts_on)

    def test_a_message_that_was_delivered_is_no_service(self, granted: UUID) -> None:
        with transaction():
            while notices.deliver_next():
                pass
        decision = opened(granted).decision
        assert decision is not None
        assert decision.served_on is None
        assert opened(granted).case.appeal_until is None


class TestLanguages:
    """R-PROC-5; that both languages stand in every letter is read back in test_letters_read_back.py."""

    def test_that_an_interpreter_was_asked_for_is_kept_with_the_case(self) -> None:
        asked = {"interpreter.wanted": "yes", "interpreter.language": "Hindi"}
        file = opened(apply(asked).case_id)
        assert {path: file.answers[path] for path in asked} == asked

    def test_the_authentic_language_is_part_of_every_letter(self) -> None:
        pack = opened(apply().case_id).pack
        assert pack.languages[0] == "az"
        assert [code for code, letter in pack.letters.items() if "az" not in letter.languages] == []


class TestAppeals:
    """R-PROC-6 and R-PROC-7."""

    def test_nobody_decides_it_who_asked_recorded_or_had_the_case_in_hand(self) -> None:
        case_id = apply().case_id
        author, approver = officer("author"), officer("approver", "supervisor")
        asking = officer("asking", "appeal-officer")
        with transaction():
            cases.take(case_id, by=asking)
            _, asked = cases.consult(
                case_id, body="border-service", question="?", reply_by=date(2026, 6, 9), by=asking
            )
            cases.record_opinion(
                case_id, consultation_id=asked, outcome=Opinion.OBJECTION, public_opinion="No", by=asking
            )
            cases.put_back(case_id, reason="leave", by=asking)
        refused(case_id, author=author, approver=approver)
        with transaction():
            appeal_decision(opened(case_id), words="I do not agree.", by=GUEST)
        for involved in (asking, author, approver):
            with pytest.raises(NotUninvolved), transaction():
                cases.take_appeal(case_id, by=involved)
        with transaction():
            cases.take_appeal(case_id, by=officer("judge", "appeal-officer"))

    def test_a_late_one_is_registered_with_its_reason_and_an_officer_restores_the_term(self) -> None:
        case_id, judge = apply().case_id, officer("judge", "appeal-officer")
        refused(case_id, author=officer("author"), approver=officer("approver", "supervisor"))
        last = opened(case_id).case.appeal_until
        assert last == date(2026, 7, 1)
        answer = Answer(AppealOutcome.OVERTURNED, ("granted-on-appeal",), {"az": "Müqavilə verilib."})
        with clock.frozen(last + timedelta(days=1)):
            with transaction():
                appeal = appeal_decision(
                    opened(case_id), words="I do not agree.", late_reason="In hospital.", by=GUEST
                )
            assert (appeal.is_late, appeal.late_reason) == (True, "In hospital.")
            with pytest.raises(TermNotRestored), transaction():
                decide_appeal(opened(case_id), answer, power=POWER, by=judge)
            with transaction():
                cases.restore_term(case_id, restored=True, reason="Shown by the hospital.", by=judge)
                decide_appeal(opened(case_id), answer, power=POWER, by=judge)
        assert opened(case_id).case.status is CaseStatus.IN_REVIEW

    def test_one_on_the_last_day_is_not_late(self) -> None:
        case_id = apply().case_id
        refused(case_id, author=officer("author"), approver=officer("approver", "supervisor"))
        with clock.frozen(date(2026, 7, 1)), transaction():
            assert not appeal_decision(opened(case_id), words="I do not agree.", by=GUEST).is_late


class TestSilence:
    """R-PROC-8 and R-STAY-10: waiting decides nothing, and a late service costs the applicant nothing."""

    def test_a_late_case_is_escalated_once_and_stays_where_it_was(self) -> None:
        case_id = apply().case_id
        due = opened(case_id).case.due_on
        with clock.frozen(due + timedelta(days=1)):
            jobs.watch_limits()
            assert jobs.watch_limits() == 0
        file = opened(case_id)
        assert file.case.late_reported_on == due + timedelta(days=1)
        assert file.case.status is CaseStatus.IN_REVIEW

    def test_while_the_service_is_late_the_stay_is_lawful_and_ten_days_follow_the_decision(self) -> None:
        case_id = apply({"present.lawful-until": "2026-06-05"}).case_id
        author, approver = officer("author"), officer("approver", "supervisor")
        with clock.frozen(date(2027, 3, 1)):
            refused(case_id, author=author, approver=approver)
        late_days = [FILED_ON + timedelta(days=after) for after in range(0, 280, 7)]
        days = [day for day in late_days if day <= date(2027, 3, 11)]
        assert {proof_on(case_id, day) for day in days} == {Standing.PENDING}
        assert proof_on(case_id, date(2027, 3, 12)) is Standing.NOT_VALID


class TestPending:
    """R-STAY-6."""

    @pytest.mark.parametrize(
        ("lawful_until", "lawful"), [("2026-06-05", True), ("2026-06-01", True), ("2026-05-31", False)]
    )
    def test_in_time_or_marked_late_it_keeps_the_stay_lawful_after_the_stay_ended_it_does_not(
        self, lawful_until: str, lawful: bool
    ) -> None:
        receipt = apply({"present.lawful-until": lawful_until})
        assert bool(receipt.number) is lawful
        assert opened(receipt.case_id).case.status is CaseStatus.IN_REVIEW

    def test_a_decision_that_was_not_served_ends_nothing(self) -> None:
        case_id, author = apply({"present.lawful-until": "2026-06-05"}).case_id, officer("author")
        announced(case_id, by=author)
        with clock.frozen(date(2026, 7, 1)):
            go_on(case_id, by=author)
            propose(case_id, by=author, kind=DecisionKind.REFUSE, reasons=REFUSED_FOR)
            approve(case_id, by=officer("approver", "supervisor"))
        assert proof_on(case_id, date(2026, 12, 1)) is Standing.PENDING


class TestTheTermGranted:
    """R-TRP-11, R-TRP-12 and R-TRP-18."""

    def test_the_duty_is_that_of_the_term_granted_not_asked(self) -> None:
        case_id = apply().case_id
        wish = Wish(
            DecisionKind.GRANT,
            ("granted-as-asked",),
            {"az": "Qısa müddət."},
            granted_from=FILED_ON,
            granted_until=date(2026, 11, 30),
        )
        with transaction():
            propose_decision(opened(case_id), wish, to=EVERYTHING, by=officer("author"))
        approve(case_id, by=officer("approver", "supervisor"))
        (charge,) = charges.list_of(opened(case_id).case.subject, to=EVERYTHING)
        assert str(charge.amount) == "60.00 AZN"

    @pytest.mark.parametrize(("days", "found"), [("90", False), ("91", True)])
    def test_an_absence_is_a_finding_and_an_officer_may_grant_all_the_same(
        self, days: str, found: bool
    ) -> None:
        case_id = apply({"request.kind": "extension", "absence.days": days}).case_id
        findings = {each.code for each in opened(case_id).examined().findings}
        assert ("absent-too-long" in findings) is found
        propose(case_id, by=officer("author"))
        approve(case_id, by=officer("approver", "supervisor"))
        assert opened(case_id).case.status is CaseStatus.AWAITING_PAYMENT

    @pytest.mark.parametrize(("again_on", "warned"), [(date(2027, 6, 1), True), (date(2027, 6, 2), False)])
    def test_the_same_facts_within_a_year_of_a_refusal_are_pointed_out_and_the_case_opens(
        self, again_on: date, warned: bool
    ) -> None:
        first = apply().case_id
        refused(first, author=officer("author"), approver=officer("approver", "supervisor"))
        with clock.frozen(again_on):
            later = {"present.lawful-until": "2028-01-01", "passport.expires-on": "2036-01-01"}
            again = opened(apply(later, on=again_on).case_id)
            assert again.case.person_id == opened(first).case.person_id
            assert again.case.status is CaseStatus.IN_REVIEW
            codes = {each.code for each in again.examined().findings}
            assert ("same-facts-as-refused" in codes) is warned


def test_after_all_this_no_case_differs_from_what_its_events_tell() -> None:
    case_id = apply().case_id
    refused(case_id, author=officer("author"), approver=officer("approver", "supervisor"))
    assert queries.list_differing([case_id], calendar=opened(case_id).pack.calendar) == []
