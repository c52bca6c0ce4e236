"""Two officers decide; what they decided is frozen, served, paid, handed over, or appealed against."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection
from django.db import transaction as database

from sojourn.cases import actions as cases
from sojourn.cases import queries
from sojourn.cases.errors import (
    ActNotAllowed,
    AlreadyDecided,
    AppealNotFound,
    AppealPending,
    HearingMissing,
    NotAppealable,
    NotUninvolved,
    Recused,
    SameOfficer,
    SilenceMissing,
    TakenByAnother,
    TermNotRestored,
)
from sojourn.cases.models import Case, Decision, DecisionService, Interval, Proposal
from sojourn.cases.types import (
    AppealDecision,
    AppealOutcome,
    CaseStatus,
    CaseView,
    DecisionKind,
    NewAppeal,
    Side,
)
from sojourn.catalogue.authoring import Money
from sojourn.lib.actor import Actor, ActorKind, Door
from tests.unit.cases import those
from tests.unit.cases.those import APPLICANT, APPROVER, CALENDAR, FILED_ON, JUDGE, OFFICER, OTHER, POWER, done

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ALL = those.reader()


def test_what_was_granted_ends_by_two_officers_and_goes_on_where_the_appeal_is_won() -> None:
    case, day = those.closed(), FILED_ON + 30 * DAY
    those.proposed(case.id, DecisionKind.CANCEL, on=day)
    with pytest.raises(SameOfficer):
        those.approved(case.id, on=day, by=OFFICER)
    done(lambda: cases.return_proposal(case.id, reason="Who was heard?", by=APPROVER), on=day)
    assert those.now(case.id).status is CaseStatus.GRANTED
    those.proposed(case.id, DecisionKind.CANCEL, on=day)
    made = those.approved(case.id, on=day)
    ended = those.now(case.id)
    assert (ended.status, ended.decided_by, made.replaces_id) == (
        CaseStatus.CANCELLED,
        APPROVER.account_id,
        case.decision_id,
    )
    appeal = NewAppeal(day, "The contract goes on")
    done(lambda: cases.file_appeal(case.id, appeal, by=APPLICANT), on=day)
    won = AppealDecision(AppealOutcome.OVERTURNED, ("shown",), {}, {"until": "2027-03-31"})
    done(lambda: cases.decide_appeal(case.id, won, power=POWER, calendar=CALENDAR, by=JUDGE), on=day + DAY)
    assert those.now(case.id).status is CaseStatus.GRANTED


def test_a_grant_is_proposed_by_one_officer_and_approved_by_another() -> None:
    case = those.opened()
    proposal = those.proposed(case.id)
    decision = those.approved(case.id, on=date(2026, 3, 5))
    assert (decision.author_id, decision.approver_id) == (OFFICER.account_id, APPROVER.account_id)
    assert decision.power == {"role": "supervisor", "office": those.OFFICE}
    assert (decision.fee, decision.decided_on) == (Money(10000, "UTM"), date(2026, 3, 5))
    assert decision.remedy == those.REMEDY
    granted = those.now(case.id)
    assert (granted.status, granted.decided_by) == (CaseStatus.AWAITING_PAYMENT, APPROVER.account_id)
    again, rests_on = queries.get_decision(decision.id)
    assert again == decision
    assert rests_on is not None
    assert (rests_on.id, rests_on.facts, rests_on.evidence) == (
        proposal.id,
        {"age": 34},
        those.proposal().evidence,
    )


def test_whoever_proposed_does_not_approve_nor_does_anyone_with_their_power() -> None:
    case = those.opened()
    those.proposed(case.id)
    deputy = Actor(ActorKind.STAFF, Door.COUNTER, account_id=uuid4(), acting_for=OFFICER.account_id)
    for by in (OFFICER, deputy):
        with pytest.raises(SameOfficer):
            those.approved(case.id, by=by)
    done(lambda: cases.recuse(case.id, reason="a friend", by=APPROVER))
    with pytest.raises(Recused):
        those.approved(case.id, by=APPROVER)


def test_the_database_guards_it_too() -> None:
    case = those.opened()
    proposal = those.proposed(case.id)
    row = Decision.objects.get(id=those.approved(case.id).id)
    for wrong, named in (
        ({"approver_id": row.author_id}, "whoever_proposed_does_not_approve"),
        ({"author_id": None}, "two_officers_decide"),
        ({"kind": "guess"}, "decision_kind_known"),
    ):
        row.pk, row.proposal_id = None, None if "proposal_id" in wrong else uuid4()
        row.__dict__.pop("id", None)
        copy = Decision(
            **{f.attname: getattr(row, f.attname) for f in row._meta.fields if f.name != "id"} | wrong
        )
        with pytest.raises(IntegrityError, match=named), database.atomic():
            copy.save(force_insert=True)
    with pytest.raises(IntegrityError, match="a_refusal_follows_a_hearing"), database.atomic():
        Proposal.objects.create(
            case_id=case.id,
            number=9,
            kind="refuse",
            reasons=[],
            words={},
            terms={},
            facts={},
            evidence=[],
            proposed_by=proposal.proposed_by,
            proposed_at=proposal.proposed_at,
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_decision SET kind = kind",
        "DELETE FROM cases_decision",
        "DELETE FROM cases_interval",
        "UPDATE cases_interval SET from_on = from_on",
        "UPDATE cases_proposal SET kind = kind",
        "UPDATE cases_decisionservice SET served_on = served_on",
        "DELETE FROM cases_assignment",
    ],
)
def test_what_was_decided_cannot_be_rewritten(statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), database.atomic():
        connection.cursor().execute(statement)


def test_one_clock_has_one_open_pause() -> None:
    case = those.opened()
    line = {"case_id": case.id, "kind": "paused", "cause": "decree", "from_on": FILED_ON}
    Interval.objects.create(recorded_at=case.entered_at, **line)
    with pytest.raises(IntegrityError, match="one_open_interval_of_a_clock"), database.atomic():
        Interval.objects.create(recorded_at=case.entered_at, **line)
    with pytest.raises(IntegrityError, match="an_extension_has_its_length"), database.atomic():
        Interval.objects.create(recorded_at=case.entered_at, **{**line, "kind": "extended"})


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"status": "lost"}, "case_status_known"),
        ({"status": "refused"}, "a_case_is_closed_by_its_status"),
        ({"status": "awaiting-payment"}, "a_decided_case_has_its_instant"),
        ({"handler_id": uuid4()}, "a_handler_has_a_case_since_an_instant"),
        ({"due_on": FILED_ON - DAY}, "a_limit_ends_after_start"),
        ({"corrections": 3}, "at_most_two_corrections"),
    ],
)
def test_a_case_that_cannot_be_is_not_kept(wrong: dict[str, object], named: str) -> None:
    case = those.opened()
    with pytest.raises(IntegrityError, match=named), database.atomic():
        Case.objects.filter(id=case.id).update(**wrong)


def test_a_returned_proposal_is_made_anew() -> None:
    case = those.opened()
    first = those.proposed(case.id)
    done(lambda: cases.return_proposal(case.id, reason="Name the law", by=APPROVER))
    assert those.now(case.id).status is CaseStatus.IN_REVIEW
    with pytest.raises(ActNotAllowed):
        those.approved(case.id)
    second = those.proposed(case.id)
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(AlreadyDecided):
        done(lambda: cases.approve(case.id, power=POWER, proposal_id=first.id, by=APPROVER))
    those.approved(case.id)
    kept = queries.get_page(case.id, to=ALL).proposals
    assert [(one.return_reason, one.returned_by) for one in kept] == [
        ("Name the law", APPROVER.account_id),
        ("", None),
    ]


def test_a_refusal_needs_an_intention_announced_on_the_same_grounds() -> None:
    case = those.opened()
    with pytest.raises(HearingMissing):
        those.proposed(case.id, DecisionKind.REFUSE)
    those.heard(case.id, on=FILED_ON)
    other_ground = those.proposal(DecisionKind.REFUSE, reasons=(those.REASON, "never-told"))
    with pytest.raises(HearingMissing):
        done(lambda: cases.propose(case.id, other_ground, by=OFFICER))
    those.proposed(case.id, DecisionKind.REFUSE)
    assert those.approved(case.id).kind is DecisionKind.REFUSE
    assert those.now(case.id).status is CaseStatus.REFUSED


def test_a_case_not_examined_is_no_refusal_and_needs_no_hearing() -> None:
    case = those.opened()
    those.proposed(case.id, DecisionKind.NOT_EXAMINED, on=those.unanswered(case.id, on=FILED_ON))
    assert those.approved(case.id).remedy is not None
    assert those.now(case.id).status is CaseStatus.NOT_EXAMINED


def test_a_case_is_left_unexamined_only_after_a_request_served_reminded_of_and_unanswered() -> None:
    never_asked, asked, answered, unserved = (those.opened() for _ in range(4))
    those.asked(asked.id, on=FILED_ON)
    those.served(asked.id, on=FILED_ON)
    those.asked(answered.id, on=FILED_ON)
    those.served(answered.id, on=FILED_ON)
    those.answered(answered.id, on=FILED_ON + timedelta(days=2))
    those.asked(unserved.id, on=FILED_ON)
    for case in (never_asked, answered):
        with pytest.raises(SilenceMissing):
            those.proposed(case.id, DecisionKind.NOT_EXAMINED, on=FILED_ON + timedelta(days=90))
    for case in (asked, unserved):
        with pytest.raises(ActNotAllowed):
            those.proposed(case.id, DecisionKind.NOT_EXAMINED, on=FILED_ON + timedelta(days=90))


def test_whoever_approves_second_is_told_by_whom_and_when_it_was_decided() -> None:
    case = those.opened()
    those.proposed(case.id)
    those.approved(case.id)
    decided = those.now(case.id)
    done(lambda: cases.write_message(case.id, side=Side.APPLICANT, words="Thank you", by=APPLICANT))
    with pytest.raises(AlreadyDecided) as refused:
        those.approved(case.id, by=OTHER)
    assert (refused.value.facts["by"], refused.value.facts["at"]) == (
        APPROVER.account_id,
        decided.decided_at,
    )


def test_a_grant_is_paid_produced_and_handed_over() -> None:
    case = those.closed()
    assert (case.status, case.closed_at is None) == (CaseStatus.GRANTED, False)


def lapse(case_id: object, *, by: Actor = APPROVER) -> object:
    return done(
        lambda: cases.record_lapse(
            case_id,  # type: ignore[arg-type]
            reasons=["not-paid"],
            words={"en": "Lapsed"},
            power=POWER,
            remedy=those.REMEDY,
            by=by,
        )
    )


def test_a_payment_before_the_record_saves_a_grant_and_one_after_it_does_not() -> None:
    saved, lost = those.granted(), those.granted()
    done(lambda: cases.note_paid(saved.id, by=APPLICANT))
    with pytest.raises(ActNotAllowed):
        lapse(saved.id)
    lapse(lost.id)
    with pytest.raises(ActNotAllowed):
        done(lambda: cases.note_paid(lost.id, by=APPLICANT))
    row = those.now(lost.id)
    assert (row.status, row.decided_by, row.closed_at is None) == (
        CaseStatus.LAPSED,
        APPROVER.account_id,
        False,
    )
    page = queries.get_page(lost.id, to=ALL)
    assert [one.kind for one in page.decisions] == [DecisionKind.GRANT, DecisionKind.LAPSE]
    assert page.decisions[1].replaces_id == page.decisions[0].id


def test_the_time_to_appeal_runs_from_the_recorded_service_and_a_corrected_record_counts() -> None:
    case = those.refused()
    (decision,) = queries.get_page(case.id, to=ALL).decisions
    assert (decision.served_on, decision.appeal_until) == (date(2026, 3, 13), date(2026, 4, 12))
    same = done(
        lambda: cases.record_decision_served(
            case.id, on=date(2026, 3, 13), appeal_until=date(2026, 4, 12), by=APPLICANT
        )
    )
    assert same.version == case.version
    done(
        lambda: cases.record_decision_served(
            case.id, on=date(2026, 3, 16), appeal_until=date(2026, 4, 15), by=APPLICANT
        )
    )
    assert DecisionService.objects.count() == 2
    assert queries.get_page(case.id, to=ALL).decisions[0].appeal_until == date(2026, 4, 15)


def appeal(case_id: object, *, filed_on: date = date(2026, 4, 1), late_reason: str = "") -> object:
    filed = NewAppeal(filed_on=filed_on, words="I do not agree", late_reason=late_reason)
    return done(lambda: cases.file_appeal(case_id, filed, by=APPLICANT), on=filed_on)  # type: ignore[arg-type]


def answer(outcome: AppealOutcome = AppealOutcome.OVERTURNED, **different: object) -> AppealDecision:
    return AppealDecision(outcome, ("shown",), {"en": "Shown"}, **different)  # type: ignore[arg-type]


def decide(
    case: CaseView, told: AppealDecision, *, by: Actor = JUDGE, on: date = date(2026, 4, 20)
) -> object:
    return done(
        lambda: cases.decide_appeal(
            case.id, told, power=POWER, calendar=CALENDAR, remedy=those.REMEDY, by=by
        ),
        on=on,
    )


def test_an_appeal_is_decided_by_nobody_who_had_part_in_the_decision() -> None:
    case = those.refused()
    appeal(case.id)
    for by in (OFFICER, APPROVER):
        with pytest.raises(NotUninvolved):
            decide(case, answer(), by=by)
    done(lambda: cases.take_appeal(case.id, by=JUDGE))
    with pytest.raises(TakenByAnother):
        decide(case, answer(), by=OTHER)
    decide(case, answer(AppealOutcome.UPHELD))
    with pytest.raises(AppealNotFound):
        decide(case, answer(AppealOutcome.UPHELD))


def test_a_won_appeal_with_terms_is_a_grant() -> None:
    case = those.refused()
    appeal(case.id)
    with pytest.raises(AppealPending):
        appeal(case.id)
    decide(case, answer(terms={"until": "2027-03-31"}, fee=Money(5000, "UTM")))
    row = those.now(case.id)
    assert (row.status, row.closed_at, row.decided_by) == (
        CaseStatus.AWAITING_PAYMENT,
        None,
        JUDGE.account_id,
    )
    page = queries.get_page(case.id, to=ALL)
    assert [one.kind for one in page.decisions] == [DecisionKind.REFUSE, DecisionKind.APPEAL_OVERTURNED]
    assert page.decisions[1].terms == {"until": "2027-03-31"}
    (kept,) = page.appeals
    assert (kept.outcome, kept.decided_by) == (AppealOutcome.OVERTURNED, JUDGE.account_id)


def test_a_won_appeal_without_terms_is_examined_anew_with_the_whole_limit_and_a_new_hearing() -> None:
    case = those.refused()
    appeal(case.id)
    decide(case, answer(), on=date(2026, 4, 20))
    row = those.now(case.id)
    assert (row.status, row.decided_at, row.closed_at) == (CaseStatus.IN_REVIEW, None, None)
    assert (row.started_on, row.due_on) == (date(2026, 4, 20), date(2026, 5, 11))
    with pytest.raises(HearingMissing):
        those.proposed(case.id, DecisionKind.REFUSE)
    those.heard(case.id, on=date(2026, 4, 21))
    assert those.now(case.id).due_on == date(2026, 5, 14)
    those.proposed(case.id, DecisionKind.REFUSE)


def test_a_late_appeal_is_registered_and_examined_only_when_its_term_is_restored() -> None:
    case = those.refused()
    appeal(case.id, filed_on=date(2026, 4, 13), late_reason="in hospital")
    (kept,) = queries.get_page(case.id, to=ALL).appeals
    assert (kept.is_late, kept.late_reason, kept.term_restored) == (True, "in hospital", None)
    with pytest.raises(TermNotRestored):
        decide(case, answer())
    done(lambda: cases.restore_term(case.id, restored=False, reason="no paper shows it", by=JUDGE))
    with pytest.raises(TermNotRestored):
        decide(case, answer())
    decide(case, answer(AppealOutcome.UPHELD))
    assert those.now(case.id).status is CaseStatus.REFUSED


def test_what_was_not_decided_cannot_be_appealed_against() -> None:
    withdrawn = those.opened()
    done(lambda: cases.withdraw(withdrawn.id, by=APPLICANT))
    with pytest.raises(ActNotAllowed):
        appeal(withdrawn.id)
    assert issubclass(NotAppealable, Exception)


def test_words_go_both_ways_and_reading_them_is_kept() -> None:
    case = those.opened()
    done(lambda: cases.write_message(case.id, side=Side.APPLICANT, words="When?", by=APPLICANT))
    done(lambda: cases.write_message(case.id, side=Side.OFFICE, words="Soon.", by=OFFICER))
    assert those.now(case.id).unread
    read = done(lambda: cases.mark_messages_read(case.id, side=Side.OFFICE, by=OFFICER))
    assert (read, those.now(case.id).unread) == (1, False)
    assert done(lambda: cases.mark_messages_read(case.id, side=Side.OFFICE, by=OFFICER)) == 0
    told = queries.get_own_page(case.id, account_id=APPLICANT.account_id).messages
    assert [(one.side, one.words, one.read_at is None) for one in told] == [
        (Side.APPLICANT, "When?", False),
        (Side.OFFICE, "Soon.", True),
    ]
