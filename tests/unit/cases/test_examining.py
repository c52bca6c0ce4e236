"""From the registration to what is asked of the applicant: hands, corrections, hearings, opinions."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from sojourn.audit.models import Event
from sojourn.cases import actions as cases
from sojourn.cases import queries
from sojourn.cases.errors import (
    ActNotAllowed,
    CaseNotFound,
    ChangedMeanwhile,
    ConsultationNotOpen,
    NothingAsked,
    NotServedYet,
    OfAnotherOffice,
    ReasonMissing,
    Recused,
    StillTimeToAnswer,
    TakenByAnother,
    TooManyCorrections,
)
from sojourn.cases.types import AssignmentCause, CaseStatus, IntervalKind, ItemToCorrect, Opinion, PauseCause
from sojourn.lib.actor import Actor, ActorKind, Door
from tests.unit.cases import those
from tests.unit.cases.those import APPLICANT, CALENDAR, FILED_ON, OFFICER, OTHER, done

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ALL = those.reader()


def kinds(case_id: object) -> list[str]:
    rows = Event.objects.filter(subject_kind="case", subject_id=case_id).order_by("subject_number")
    return list(rows.values_list("kind", flat=True))


def test_a_filing_becomes_a_case_whose_clock_runs_from_its_registration() -> None:
    case = those.opened()
    assert (case.status, case.due_on, case.version) == (CaseStatus.IN_REVIEW, date(2026, 3, 24), 1)
    assert kinds(case.id) == ["case:opened"]
    paper = those.opened(filed_on=FILED_ON, started_on=FILED_ON + 2 * DAY)
    assert (paper.filed_on, paper.due_on) == (FILED_ON, date(2026, 3, 26))


def test_a_case_is_taken_by_one_officer_and_another_is_told_by_whom_and_when() -> None:
    case = those.opened()
    taken = done(lambda: cases.take(case.id, by=OFFICER))
    assert taken.handler_id == OFFICER.account_id
    assert done(lambda: cases.take(case.id, by=OFFICER)).version == taken.version
    with pytest.raises(TakenByAnother) as refused:
        done(lambda: cases.take(case.id, by=OTHER))
    assert refused.value.facts == {"by": OFFICER.account_id, "at": taken.handled_since}


def test_a_case_is_handed_over_with_its_reason_and_put_back() -> None:
    case = those.opened()
    done(lambda: cases.take(case.id, by=OFFICER))
    with pytest.raises(ReasonMissing):
        done(lambda: cases.hand_over(case.id, to_account=uuid4(), reason="  ", by=OFFICER))
    done(lambda: cases.hand_over(case.id, to_account=those.account(OTHER), reason="leave", by=OFFICER))
    with pytest.raises(TakenByAnother):
        done(lambda: cases.put_back(case.id, reason="mistake", by=OFFICER))
    back = done(lambda: cases.put_back(case.id, reason="not mine", by=OTHER))
    assert (back.handler_id, back.handled_since) == (None, None)
    page = queries.get_page(case.id, to=ALL)
    assert [(one.cause, one.account_id, one.reason) for one in page.assignments] == [
        (AssignmentCause.TAKEN, OFFICER.account_id, ""),
        (AssignmentCause.HANDED_OVER, OTHER.account_id, "leave"),
        (AssignmentCause.PUT_BACK, None, "not mine"),
    ]


def test_of_many_cases_handed_over_each_one_that_stays_says_why() -> None:
    some = [those.opened() for _ in range(4)]
    own = those.opened(account_id=OTHER.account_id)
    closed, elsewhere, missing = those.opened(), those.opened(office="hills"), uuid4()
    done(lambda: cases.withdraw(closed.id, by=APPLICANT))
    asked = [*(case.id for case in (*some, own, closed, elsewhere)), missing]
    answers = done(
        lambda: cases.hand_over_all(asked, to_account=those.account(OTHER), reason="leave", by=OFFICER)
    )
    assert {case_id for case_id, refusal in answers.items() if refusal is None} == {case.id for case in some}
    assert {case_id: type(refusal) for case_id, refusal in answers.items() if refusal} == {
        own.id: Recused,
        closed.id: ActNotAllowed,
        elsewhere.id: OfAnotherOffice,
        missing: CaseNotFound,
    }
    assert [those.now(case.id).handler_id for case in some] == [OTHER.account_id] * 4
    assert those.now(own.id).handler_id is None


def test_a_case_handed_over_twice_is_handed_over_once() -> None:
    case = those.opened()
    for _ in range(2):
        done(lambda: cases.hand_over(case.id, to_account=those.account(OTHER), reason="leave", by=OFFICER))
    assert kinds(case.id).count("case:handed-over") == 1


def test_many_are_not_handed_over_without_a_reason() -> None:
    case = those.opened()
    with pytest.raises(ReasonMissing):
        done(lambda: cases.hand_over_all([case.id], to_account=those.account(OTHER), reason=" ", by=OFFICER))


def test_whoever_recused_themselves_works_on_the_case_no_more() -> None:
    case = those.opened()
    done(lambda: cases.take(case.id, by=OFFICER))
    freed = done(lambda: cases.recuse(case.id, reason="my cousin", by=OFFICER))
    assert freed.handler_id is None
    again = done(lambda: cases.recuse(case.id, reason="my cousin", by=OFFICER))
    assert again.version == freed.version
    for act in (
        lambda: cases.take(case.id, by=OFFICER),
        lambda: cases.propose(case.id, those.proposal(), by=OFFICER),
        lambda: cases.hand_over(case.id, to_account=OFFICER.account_id, reason="x", by=OTHER),  # type: ignore[arg-type]
    ):
        with pytest.raises(Recused):
            done(act)
    (recusal,) = queries.get_page(case.id, to=ALL).recusals
    assert (recusal.account_id, recusal.reason) == (OFFICER.account_id, "my cousin")


def test_an_officer_does_not_work_on_their_own_case_nor_for_another_officer_whose_it_is() -> None:
    case = those.opened(account_id=OFFICER.account_id)
    deputy = Actor(ActorKind.STAFF, Door.COUNTER, account_id=uuid4(), acting_for=OFFICER.account_id)
    for by in (OFFICER, deputy):
        with pytest.raises(Recused):
            done(lambda by=by: cases.take(case.id, by=by))  # type: ignore[misc]


def test_a_transferred_case_keeps_its_clock_and_history_and_waits_for_someone_there() -> None:
    case = those.opened()
    done(lambda: cases.take(case.id, by=OFFICER))
    moved = done(lambda: cases.transfer(case.id, office="hills", reason="moved house", by=OTHER))
    assert (moved.office, moved.custody_office, moved.place_of_filing) == ("hills", "hills", those.OFFICE)
    assert (moved.handler_id, moved.due_on) == (None, case.due_on)
    left = those.opened()
    stays = done(lambda: cases.transfer(left.id, office="hills", reason="x", by=OTHER, with_papers=False))
    assert stays.custody_office == those.OFFICE


def test_whoever_saw_an_older_version_is_told_who_changed_the_case() -> None:
    case = those.opened()
    done(lambda: cases.take(case.id, by=OFFICER))
    with pytest.raises(ChangedMeanwhile) as refused:
        done(lambda: cases.transfer(case.id, office="hills", reason="x", by=OTHER, version=case.version))
    assert refused.value.facts["by"] == OFFICER.account_id
    with pytest.raises(CaseNotFound):
        done(lambda: cases.take(uuid4(), by=OFFICER))


def test_a_correction_stops_the_clock_from_its_service_to_its_answer() -> None:
    case = those.opened()
    asked = those.asked(case.id, on=date(2026, 3, 3))
    assert (asked.status, asked.paused_from, asked.corrections) == (CaseStatus.AWAITING_CORRECTION, None, 1)
    waiting = those.served(case.id, on=date(2026, 3, 4))
    assert waiting.paused_from == date(2026, 3, 5)
    assert those.served(case.id, on=date(2026, 3, 8)) == waiting
    answered = those.answered(case.id, on=date(2026, 3, 11))
    assert (answered.status, answered.paused_from, answered.unread) == (CaseStatus.IN_REVIEW, None, True)
    assert answered.due_on == date(2026, 3, 30)  # the 5th, 6th, 10th and 11th do not count
    page = queries.get_page(case.id, to=ALL)
    (line,) = page.intervals
    assert (line.kind, line.cause, line.from_on, line.until_on) == (
        IntervalKind.PAUSED,
        PauseCause.CORRECTION,
        date(2026, 3, 5),
        date(2026, 3, 11),
    )
    (correction,) = page.corrections
    assert correction.items == (ItemToCorrect("work.contract", "unreadable", "Page 2 is missing"),)
    assert correction.answers == {"work.contract": "document-2"}


def test_a_correction_answered_before_its_service_was_recorded_costs_the_applicant_nothing() -> None:
    case = those.opened()
    those.asked(case.id, on=date(2026, 3, 3))
    assert those.answered(case.id, on=date(2026, 3, 4)).due_on == case.due_on


def test_one_answered_on_the_day_of_its_service_leaves_out_no_day() -> None:
    case = those.opened()
    those.asked(case.id, on=date(2026, 3, 3))
    those.served(case.id, on=date(2026, 3, 4))
    assert those.answered(case.id, on=date(2026, 3, 4)).due_on == case.due_on


def test_corrections_are_asked_for_twice_and_no_more() -> None:
    case = those.opened()
    for _ in range(2):
        those.asked(case.id, on=FILED_ON)
        those.answered(case.id, on=FILED_ON)
    with pytest.raises(TooManyCorrections):
        those.asked(case.id, on=FILED_ON)
    other = those.opened()
    with pytest.raises(NothingAsked):
        done(lambda: cases.ask_correction(other.id, items=[], by=OFFICER))


def go_on(case_id: Any, *, on: date) -> Any:
    return done(lambda: cases.go_on(case_id, reason="no answer came", calendar=CALENDAR, by=OFFICER), on=on)


def test_an_unanswered_correction_is_reminded_of_before_the_officer_goes_on_with_the_file() -> None:
    case = those.opened()
    those.asked(case.id, on=date(2026, 3, 3))
    with pytest.raises(NotServedYet):
        go_on(case.id, on=date(2026, 3, 30))
    those.served(case.id, on=date(2026, 3, 4))  # until the 18th
    assert queries.list_unanswered(on=date(2026, 3, 18)) == []
    assert queries.list_unanswered(on=date(2026, 3, 19)) == [case.id]
    with pytest.raises(StillTimeToAnswer):
        go_on(case.id, on=date(2026, 3, 19))
    remind: Callable[[], Any] = lambda: cases.remind(case.id, answer_by=date(2026, 4, 1), by=OFFICER)  # noqa: E731
    reminded = done(remind, on=date(2026, 3, 19))
    assert done(remind, on=date(2026, 3, 20)).version == reminded.version
    assert queries.list_unanswered(on=date(2026, 4, 19)) == []
    with pytest.raises(StillTimeToAnswer):
        go_on(case.id, on=date(2026, 4, 1))
    went_on = go_on(case.id, on=date(2026, 4, 6))
    assert (went_on.status, went_on.paused_from) == (CaseStatus.IN_REVIEW, None)
    assert went_on.due_on == date(2026, 4, 20)  # the clock ran again from the 2nd of April


def test_an_intended_refusal_is_announced_served_and_answered() -> None:
    case = those.opened()
    assert those.announced(case.id, on=date(2026, 3, 3)).status is CaseStatus.AWAITING_ANSWER
    those.served(case.id, on=date(2026, 3, 4), days=10)
    with pytest.raises(StillTimeToAnswer):
        go_on(case.id, on=date(2026, 3, 14))
    answered = done(
        lambda: cases.answer_intention(case.id, words="Look again", calendar=CALENDAR, by=APPLICANT),
        on=date(2026, 3, 10),
    )
    assert (answered.status, answered.due_on) == (CaseStatus.IN_REVIEW, date(2026, 3, 27))
    (hearing,) = queries.get_page(case.id, to=ALL).hearings
    assert (hearing.answer, hearing.is_over, hearing.reasons) == ("Look again", True, (those.REASON,))


def test_after_a_silent_hearing_the_officer_goes_on() -> None:
    case = those.opened()
    those.announced(case.id, on=date(2026, 3, 3))
    those.served(case.id, on=date(2026, 3, 4), days=10)
    went_on = go_on(case.id, on=date(2026, 3, 20))
    assert (went_on.status, went_on.due_on) == (CaseStatus.IN_REVIEW, date(2026, 4, 1))
    assert queries.get_page(case.id, to=ALL).hearings[0].is_over


def test_more_time_lengthens_the_limit_and_a_decree_leaves_out_days_but_none_twice() -> None:
    case = those.opened()
    longer = done(
        lambda: cases.extend(case.id, those.more_time(10), calendar=CALENDAR, by=OFFICER),
        on=FILED_ON,
    )
    assert longer.due_on == date(2026, 4, 7)
    stopped = done(
        lambda: cases.stop_by_decree(
            case.id,
            first=date(2026, 3, 16),
            last=date(2026, 3, 20),
            decree="Decree 8",
            calendar=CALENDAR,
            by=OFFICER,
        ),
        on=FILED_ON,
    )
    assert stopped.due_on == date(2026, 4, 14)
    those.asked(case.id, on=date(2026, 3, 16))
    those.served(case.id, on=date(2026, 3, 17))
    assert those.answered(case.id, on=date(2026, 3, 23)).due_on == date(2026, 4, 15)


def test_another_body_is_asked_while_the_clock_runs_and_its_closed_words_stay_closed() -> None:
    case = those.opened()
    seen, asked = done(
        lambda: cases.consult(
            case.id, body="security", question="Any objection?", reply_by=date(2026, 3, 12), by=OFFICER
        )
    )
    assert (seen.status, seen.due_on) == (CaseStatus.IN_REVIEW, case.due_on)
    answer: Callable[[], Any] = lambda: cases.record_opinion(  # noqa: E731
        case.id,
        consultation_id=asked,
        outcome=Opinion.OBJECTION,
        public_opinion="There is one.",
        closed_opinion="Source 4",
        by=OFFICER,
    )
    done(answer)
    with pytest.raises(ConsultationNotOpen):
        done(answer)
    (shown,) = queries.get_page(case.id, to=ALL).consultations
    assert (shown.outcome, shown.public_opinion, shown.closed_opinion) == (
        Opinion.OBJECTION,
        "There is one.",
        None,
    )
    assert queries.get_page(case.id, to=ALL, closed=True).consultations[0].closed_opinion == "Source 4"


def test_a_restricted_consultation_is_not_even_told_of() -> None:
    case = those.opened()
    done(
        lambda: cases.consult(case.id, body="b", question="?", reply_by=FILED_ON, by=OFFICER, restricted=True)
    )
    assert queries.get_page(case.id, to=ALL).consultations == ()
    assert len(queries.get_page(case.id, to=ALL, closed=True).consultations) == 1


def test_only_the_officer_who_has_the_case_in_hand_examines_it() -> None:
    case = those.opened()
    done(lambda: cases.take(case.id, by=OTHER))
    for act in (
        lambda: those.asked(case.id, on=FILED_ON),
        lambda: those.announced(case.id, on=FILED_ON),
        lambda: those.proposed(case.id),
    ):
        with pytest.raises(TakenByAnother):
            act()


def test_the_applicant_takes_the_application_back_before_it_is_decided() -> None:
    case = those.opened()
    those.proposed(case.id)
    gone = done(lambda: cases.withdraw(case.id, by=APPLICANT))
    assert (gone.status, gone.closed_at is None) == (CaseStatus.WITHDRAWN, False)
    with pytest.raises(ActNotAllowed):
        done(lambda: cases.take(case.id, by=OFFICER))


def test_one_taken_back_while_the_clock_stands_still_leaves_no_pause_open() -> None:
    case = those.opened()
    those.asked(case.id, on=FILED_ON)
    those.served(case.id, on=FILED_ON)
    gone = done(lambda: cases.withdraw(case.id, by=APPLICANT), on=FILED_ON + 3 * DAY)
    (pause,) = queries.get_page(case.id, to=ALL).intervals
    assert gone.paused_from is None
    assert (pause.from_on, pause.until_on) == (FILED_ON + DAY, FILED_ON + 3 * DAY)
