"""Cases of a small country: who acts, what is filed, and the shortest ways to each status."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import count
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sojourn.applications.models import Application
from sojourn.cases import actions as cases
from sojourn.cases import queries
from sojourn.cases.types import (
    AppealDecision,
    AppealOutcome,
    CaseView,
    Decision,
    DecisionKind,
    Evidence,
    ItemToCorrect,
    MoreTime,
    NewAppeal,
    NewCase,
    NewChange,
    NewProposal,
    Opinion,
    Power,
    ProposalView,
    Remedy,
    Side,
    StageDue,
)
from sojourn.catalogue.authoring import Money, Period, PeriodUnit
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Door, Reader
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from sojourn.lib.working_days import Calendar
from sojourn.people.models import Person

Told = TypeVar("Told")

FILED_ON = date(2026, 3, 2)  # a Monday
CALENDAR = Calendar.of([date(2026, 3, 9)], years=range(2015, 2040))
LIMIT = Period(15, PeriodUnit.WORKING_DAYS)
OFFICE = "harbour"
REASON = "means-of-living-not-shown"
POWER = Power("supervisor", OFFICE)
REMEDY = Remedy("Appeals Board", "30 days")
DAY = timedelta(days=1)
_numbers = count(1)


def account(by: Actor) -> UUID:
    assert by.account_id
    return by.account_id


def staff() -> Actor:
    return Actor(ActorKind.STAFF, Door.COUNTER, account_id=uuid4(), office=OFFICE)


OFFICER, APPROVER, OTHER, JUDGE = staff(), staff(), staff(), staff()
APPLICANT = Actor(ActorKind.PERSON, Door.PORTAL, account_id=uuid4())


def reader(*offices: str, classes: frozenset[Confidentiality] | None = None) -> Reader:
    """Someone who looks into offices, all of them when none is named."""
    seen = classes or frozenset({Confidentiality.ORDINARY})
    return Reader(OFFICER, "test", offices=frozenset(offices) or None, classes=seen)


def done(act: Callable[[], Told], *, on: date | None = None) -> Told:
    """An act in a transaction of its own, on a day."""
    if on is None:
        with transaction():
            return act()
    with clock.frozen(on), transaction():
        return act()


def new_case(**different: Any) -> NewCase:
    """A filing that was sent, and the person it is about."""
    now, reference = clock.now(), f"UT-TR-{next(_numbers):07}"
    application = Application.objects.create(
        reference=reference,
        service="temporary-residence",
        pack_sha256="0" * 64,
        language="en",
        answers={},
        filed_by=APPLICANT.as_record(),
        door="portal",
        created_at=now,
        saved_at=now,
    )
    made = NewCase(
        reference=reference,
        service="temporary-residence",
        pack_sha256="0" * 64,
        application_id=application.id,
        person_id=different.pop("person_id", None) or Person.objects.create(created_at=now).id,
        office=OFFICE,
        filed_on=FILED_ON,
        review_limit=LIMIT,
        language="en",
        account_id=APPLICANT.account_id,
        ground="family",
        speed="ordinary",
        fee_class="adult",
    )
    return replace(made, **different)


def opened(*, on: date = FILED_ON, **different: Any) -> CaseView:
    filed = {"filed_on": on, **different}
    case = done(lambda: cases.open_case(new_case(**filed), calendar=CALENDAR, by=APPLICANT), on=on)
    Application.objects.filter(id=case.application_id).update(
        state="submitted", submitted_at=case.entered_at, outcome_kind="case", outcome_id=case.id
    )
    return case


def proposal(kind: DecisionKind = DecisionKind.GRANT, **different: Any) -> NewProposal:
    made = NewProposal(
        kind=kind,
        reasons=(REASON,),
        words={"az": "Qərar", "en": "Decision"},
        terms={"from": "2026-04-01", "until": "2027-03-31"},
        fee=Money(10000, "UTM") if kind is DecisionKind.GRANT else None,
        facts={"age": 34},
        evidence=(Evidence(UUID(int=7), "ab" * 32),),
        closed_words="seen by two officers",
    )
    return replace(made, **different)


def more_time(
    units: int, *, reasons: tuple[str, ...] = ("archives",), most: int = 10, times: int = 1
) -> MoreTime:
    return MoreTime(units, reasons, {"en": "The archive is far."}, most=most, times=times)


def proposed(
    case_id: UUID, kind: DecisionKind = DecisionKind.GRANT, *, on: date | None = None
) -> ProposalView:
    return done(lambda: cases.propose(case_id, proposal(kind), by=OFFICER), on=on)


def approved(case_id: UUID, *, on: date | None = None, by: Actor = APPROVER) -> Decision:
    return done(lambda: cases.approve(case_id, power=POWER, remedy=REMEDY, by=by), on=on)


def asked(case_id: UUID, *, on: date) -> CaseView:
    items = [ItemToCorrect("work.contract", "unreadable", "Page 2 is missing")]
    return done(lambda: cases.ask_correction(case_id, items=items, by=OFFICER), on=on)


def served(case_id: UUID, *, on: date, days: int = 14) -> CaseView:
    until = on + timedelta(days=days)
    return done(lambda: cases.record_request_served(case_id, on=on, answer_by=until, by=APPLICANT), on=on)


def unanswered(case_id: UUID, *, on: date) -> date:
    """A correction asked, served and reminded of, that nobody answered. The first day after its time."""
    asked(case_id, on=on)
    served(case_id, on=on)
    last = on + 20 * DAY
    done(lambda: cases.remind(case_id, answer_by=last, by=SYSTEM), on=on + 15 * DAY)
    go_on = partial(cases.go_on, case_id, reason="No answer", calendar=CALENDAR, by=OFFICER)
    done(go_on, on=last + DAY)
    return last + DAY


def answered(case_id: UUID, *, on: date) -> CaseView:
    answer = partial(cases.answer_correction, case_id, answers={"work.contract": "document-2"})
    return done(lambda: answer(calendar=CALENDAR, by=APPLICANT), on=on)


def announced(case_id: UUID, *, on: date) -> CaseView:
    words = {"az": "Niyyət", "en": "Intention"}
    return done(lambda: cases.announce_intention(case_id, reasons=[REASON], words=words, by=OFFICER), on=on)


def heard(case_id: UUID, *, on: date) -> CaseView:
    """An intended refusal announced, served, and answered five days later."""
    announced(case_id, on=on)
    served(case_id, on=on, days=10)
    answer = partial(cases.answer_intention, case_id, words="It is shown.")
    return done(lambda: answer(calendar=CALENDAR, by=APPLICANT), on=on + timedelta(days=5))


def granted(*, on: date = FILED_ON) -> CaseView:
    case = opened(on=on)
    proposed(case.id, on=on)
    approved(case.id, on=on)
    return now(case.id)


def refused(*, on: date = FILED_ON) -> CaseView:
    """Refused ten days after it was filed, and served a day later with a month to appeal."""
    case = opened(on=on)
    heard(case.id, on=on)
    day = on + timedelta(days=10)
    proposed(case.id, DecisionKind.REFUSE, on=day)
    approved(case.id, on=day)
    after = day + timedelta(days=1)
    serve = partial(cases.record_decision_served, case.id, on=after, service_id=uuid4(), by=APPLICANT)
    return done(lambda: serve(appeal_until=after + timedelta(days=30)), on=after)


def closed(*, on: date = FILED_ON) -> CaseView:
    """Granted, paid, and the document in its holder's hands."""
    case = granted(on=on)
    for act in (cases.note_paid, cases.note_produced, cases.note_ready, cases.note_handed_over):
        done(partial(act, case.id, by=OFFICER), on=on)
    return now(case.id)


def now(case_id: UUID) -> CaseView:
    return queries.get_filed(case_id)


def changed(case_id: UUID) -> CaseView:
    """What a card says is no longer so, and what is so now was told."""
    change, day = NewChange({"passport.surname": "Novák"}, "marriage certificate"), clock.today()
    return done(
        lambda: cases.note_card_reported(
            case_id,
            cause="data-changed",
            happened_on=day,
            reported_on=day,
            days_late=0,
            change=change,
            by=OFFICER,
        )
    )


def whole(*, on: date = FILED_ON) -> CaseView:
    """A case with something in every part: corrected, refused after a hearing, won on appeal, handed over."""
    case = opened(on=on)
    done(lambda: cases.take(case.id, by=OFFICER), on=on)
    done(lambda: cases.recuse(case.id, reason="a friend", by=OTHER), on=on)
    _, consultation = done(
        lambda: cases.consult(case.id, body="security", question="Known?", reply_by=on + 5 * DAY, by=OFFICER),
        on=on,
    )
    told = partial(cases.record_opinion, case.id, consultation_id=consultation, by=OFFICER)
    done(lambda: told(outcome=Opinion.NO_OBJECTION, public_opinion="No", closed_opinion="Seen"), on=on)
    asked(case.id, on=on)
    served(case.id, on=on)
    answered(case.id, on=on + 3 * DAY)
    kept = partial(cases.keep_working_paper, case.id, form="propose", typed={"closed": "hm"}, by=OFFICER)
    done(kept, on=on + 3 * DAY)
    done(lambda: cases.write_message(case.id, side=Side.APPLICANT, words="When?", by=APPLICANT), on=on)
    heard(case.id, on=on + 4 * DAY)
    proposed(case.id, DecisionKind.REFUSE, on=on + 10 * DAY)
    done(lambda: cases.return_proposal(case.id, reason="Name the law", by=APPROVER), on=on + 10 * DAY)
    proposed(case.id, DecisionKind.REFUSE, on=on + 11 * DAY)
    approved(case.id, on=on + 11 * DAY)
    serve = partial(cases.record_decision_served, case.id, on=on + 12 * DAY, by=APPLICANT)
    done(lambda: serve(appeal_until=on + 42 * DAY), on=on + 12 * DAY)
    won(case.id, on=on + 50 * DAY)
    reach = partial(cases.record_stage, case.id, stage="interview", note="Came in person", by=OFFICER)
    done(lambda: reach(on=on), on=on + 50 * DAY)
    late = {"oath": StageDue(on + 40 * DAY)}
    watch = partial(cases.watch_stages, case.id, pressing=late, on=on + 50 * DAY, by=SYSTEM)
    done(watch, on=on + 50 * DAY)
    for act in (cases.note_paid, cases.note_produced, cases.note_ready, cases.note_handed_over):
        done(partial(act, case.id, by=OFFICER), on=on + 60 * DAY)
    done(partial(married, case.id, on=on + 70 * DAY), on=on + 70 * DAY)
    return now(case.id)


def married(case_id: UUID, *, on: date) -> None:
    """What the card says is no longer so."""
    cases.note_card_reported(
        case_id,
        cause="data-changed",
        happened_on=on,
        reported_on=on,
        days_late=0,
        change=NewChange({"passport.surname": "NOVÁK"}, shown_by="marriage certificate"),
        by=OFFICER,
    )


def won(case_id: UUID, *, on: date) -> None:
    """A late appeal whose term is restored, and which is won."""
    late = NewAppeal(filed_on=on, words="I do not agree", late_reason="in hospital")
    done(lambda: cases.file_appeal(case_id, late, by=APPLICANT), on=on)
    done(lambda: cases.restore_term(case_id, restored=True, reason="shown", by=JUDGE), on=on)
    answer = AppealDecision(AppealOutcome.OVERTURNED, ("shown",), {"en": "Shown"}, {"until": "2027-03-31"})
    decide = partial(cases.decide_appeal, case_id, answer, power=Power("appeal-officer"), by=JUDGE)
    done(lambda: decide(calendar=CALENDAR), on=on)
