"""The officer's way: the queue, a case, who has it in hand, what is asked of the applicant and of others."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from ninja import Query
from pydantic import Field

from sojourn.accounts import queries as accounts
from sojourn.accounts.errors import AccountUnknown
from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.cases import actions as cases
from sojourn.cases import queries
from sojourn.cases.types import CaseStatus, ItemToCorrect, Place, Side, Stage
from sojourn.cases.types import Queue as Wanted
from sojourn.catalogue.types import PhraseUse
from sojourn.flows import case_messages
from sojourn.flows.record_stage import record_stage
from sojourn.flows.request_correction import request_correction, withdraw_correction
from sojourn.lib import clock
from sojourn.sites.api import given, telling, told
from sojourn.sites.api.answering import once, tell
from sojourn.sites.api.callers import Request
from sojourn.sites.api.doors import Doors
from sojourn.sites.api.errors import CodeUnknown, DayNotReceived
from sojourn.sites.api.shapes import Given
from sojourn.sites.api.staff import (
    PURPOSE,
    check_reasons,
    file_in_hand,
    looked,
    sees,
    step,
    the_case,
    the_file,
    works,
)

doors = Doors(tags=["cases"])
WORK = works(Permission.CASES_WORK)
CONSULT = works(Permission.CASES_CONSULT)


class QueueAsked(Given):
    """mine: what the caller has in hand; unassigned: what nobody has; after: `next` of the page before."""

    stage: Stage = Stage.TO_DECIDE
    status: CaseStatus | None = None
    mine: bool = False
    unassigned: bool = False
    after: str | None = Field(None, max_length=80)


@doors.reads("/cases", auth=sees(), gives=told.Queue)
def read_queue(request: Request, asked: Query[QueueAsked]) -> HttpResponse:
    """The open cases the caller may see, what is due first on top."""
    caller = request.auth
    to = caller.reader(PURPOSE)
    wanted = Wanted(asked.stage, asked.status, caller.account.id if asked.mine else None, asked.unassigned)
    found = queries.list_queue(to, wanted=wanted, after=_place(asked.after))
    shown = found[: queries.PAGE]
    access.log_reading(
        to=to,
        relation="own" if asked.mine else "office",
        listing="cases",
        filter=asked.model_dump(mode="json", exclude={"after"}, exclude_none=True),
        count=len(shown),
    )
    more = queries.place_of(shown[-1]) if len(found) > len(shown) else None
    onward = f"{more.due_on.isoformat()}~{more.id}" if more else None
    return tell(told.Queue(items=[telling.line(each) for each in shown], next=onward))


def _place(after: str | None) -> Place | None:
    """Raises: CodeUnknown for one no page gave."""
    if not after:
        return None
    day, _, id_ = after.partition("~")
    try:
        return Place(date.fromisoformat(day), UUID(id_))
    except ValueError as wrong:
        raise CodeUnknown(codes=["after"]) from wrong


@doors.reads("/cases/{reference}", auth=sees(), gives=told.StaffCase)
def read_case(request: Request, reference: str) -> HttpResponse:
    """The whole case; that it was looked at is kept."""
    return tell(telling.staff_case(looked(request.auth, the_file(request.auth, reference))))


@doors.writes("/cases/{reference}/take", auth=WORK, gives=told.Standing)
def take(request: Request, reference: str, body: given.Step | None = None) -> HttpResponse:
    return step(request, reference, body, cases.take)


@doors.writes("/cases/{reference}/take/undo", auth=WORK, gives=told.Standing)
def undo_take(request: Request, reference: str, body: given.Step | None = None) -> HttpResponse:
    """Give back a case taken by mistake, while that is the last that happened to it."""
    return step(request, reference, body, cases.undo_take)


@doors.writes("/cases/{reference}/put-back", auth=WORK, gives=told.Standing)
def put_back(request: Request, reference: str, body: given.ReasonedStep) -> HttpResponse:
    caller = request.auth

    def act() -> told.Standing:
        case = the_case(caller, reference)
        done = cases.put_back(case.id, reason=body.reason, by=caller.actor, version=body.version)
        return told.Standing(**telling.standing(done))

    return once(request, act)


@doors.writes("/cases/{reference}/hand-over", auth=WORK, gives=told.Standing)
def hand_over(request: Request, reference: str, body: given.HandOver) -> HttpResponse:
    """Give the case to another officer of its office."""
    caller = request.auth

    def act() -> told.Standing:
        case = the_case(caller, reference)
        if body.to not in accounts.list_officers(Permission.CASES_WORK, office=case.office):
            raise AccountUnknown
        done = cases.hand_over(
            case.id, to_account=body.to, reason=body.reason, by=caller.actor, version=body.version
        )
        return told.Standing(**telling.standing(done))

    return once(request, act)


@doors.writes("/cases/{reference}/hand-over/undo", auth=WORK, gives=told.Standing)
def undo_hand_over(request: Request, reference: str, body: given.Step | None = None) -> HttpResponse:
    """Take one's own hand-over back, until the other officer opened the case."""
    return step(request, reference, body, cases.undo_hand_over)


@doors.writes("/cases/{reference}/recuse", auth=WORK, gives=told.Standing)
def recuse(request: Request, reference: str, body: given.ReasonedStep) -> HttpResponse:
    """Withdraw oneself from the case, for good."""
    caller = request.auth

    def act() -> told.Standing:
        case = the_case(caller, reference)
        done = cases.recuse(case.id, reason=body.reason, by=caller.actor, version=body.version)
        return told.Standing(**telling.standing(done))

    return once(request, act)


@doors.writes("/cases/{reference}/corrections", auth=WORK, gives=told.Standing, status=201)
def ask_correction(request: Request, reference: str, body: given.CorrectionAsked) -> HttpResponse:
    """Ask the applicant to put answers right; the clock stands still meanwhile."""
    caller = request.auth

    def act() -> told.Standing:
        file = file_in_hand(caller, reference)
        check_reasons(file, {each.code for each in body.items}, PhraseUse.CORRECT)
        unknown = [each.path for each in body.items if each.path not in file.service.questions()]
        if unknown:
            raise CodeUnknown(codes=unknown)
        items = [ItemToCorrect(each.path, each.code, each.words, each.found_out) for each in body.items]
        case = request_correction(file, items=items, by=caller.actor, version=body.version)
        return told.Standing(**telling.standing(case))

    return once(request, act, status=201)


@doors.writes("/cases/{reference}/corrections/undo", auth=WORK, gives=told.Standing)
def undo_correction(request: Request, reference: str, body: given.Step | None = None) -> HttpResponse:
    """Take a request back before anybody opened its letter: it counts as never made."""
    caller = request.auth

    def act() -> told.Standing:
        version = body.version if body else None
        case = withdraw_correction(file_in_hand(caller, reference), by=caller.actor, version=version)
        return told.Standing(**telling.standing(case))

    return once(request, act)


@doors.writes("/cases/{reference}/consultations", auth=CONSULT, gives=told.ConsultationKept, status=201)
def consult(request: Request, reference: str, body: given.ConsultationAsked) -> HttpResponse:
    """Ask another body beside the examination; the clock runs on."""
    caller = request.auth

    def act() -> told.ConsultationKept:
        file = file_in_hand(caller, reference)
        if body.body not in {each.body for each in file.service.consultations}:
            raise CodeUnknown(codes=[body.body])
        if body.reply_by < clock.today():
            raise DayNotReceived
        case, consultation = cases.consult(
            file.case.id,
            body=body.body,
            question=body.question,
            reply_by=body.reply_by,
            restricted=body.restricted,
            by=caller.actor,
            version=body.version,
        )
        return told.ConsultationKept(**telling.standing(case), consultation=consultation)

    return once(request, act, status=201)


@doors.writes("/cases/{reference}/consultations/{consultation}/opinion", auth=CONSULT, gives=told.Standing)
def record_opinion(
    request: Request, reference: str, consultation: UUID, body: given.OpinionTold
) -> HttpResponse:
    """Keep what a body answered: its public part, and the part that is closed."""
    caller = request.auth

    def act() -> told.Standing:
        case = the_case(caller, reference)
        if body.on and body.on > clock.today():
            raise DayNotReceived
        done = cases.record_opinion(
            case.id,
            consultation_id=consultation,
            outcome=body.outcome,
            public_opinion=body.public_opinion,
            closed_opinion=body.closed_opinion,
            on=body.on,
            by=caller.actor,
        )
        return told.Standing(**telling.standing(done))

    return once(request, act)


@doors.writes("/cases/{reference}/stages/{stage}", auth=WORK, gives=told.Standing)
def record_the_stage(request: Request, reference: str, stage: str, body: given.StageRecorded) -> HttpResponse:
    """Record the day on which a stage of the case was reached; what waited for it alone goes on."""
    caller = request.auth

    def act() -> told.Standing:
        file = file_in_hand(caller, reference)
        case = record_stage(file, stage, on=body.on, note=body.note, version=body.version, by=caller.actor)
        return told.Standing(**telling.standing(case))

    return once(request, act)


@doors.writes("/cases/{reference}/messages", auth=WORK, gives=told.MessageKept, status=201)
def write_to_applicant(request: Request, reference: str, body: given.Message) -> HttpResponse:
    """Write to the applicant; what they wrote before is read by this."""
    caller = request.auth

    def act() -> told.MessageKept:
        case = the_case(caller, reference)
        cases.mark_messages_read(case.id, side=Side.OFFICE, by=caller.actor)
        made = cases.write_message(case.id, side=Side.OFFICE, words=body.words, by=caller.actor)
        case_messages.tell(case, by=caller.actor)
        return told.MessageKept(id=made.id, at=made.at)

    return once(request, act, status=201)
