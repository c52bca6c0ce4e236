"""Letters as officers open them, how they reached the applicant, and appeals."""

from __future__ import annotations

from django.http import HttpResponse

from sojourn.accounts.roles import Permission
from sojourn.cases import actions as cases
from sojourn.cases.types import AppealOutcome, CaseStatus
from sojourn.catalogue.types import PhraseUse
from sojourn.flows.appeal_decision import Answer, decide_appeal, restore_term
from sojourn.flows.case_letters import find_letter, open_letter
from sojourn.flows.reasoning import with_sentences
from sojourn.flows.serve_letter import record_letter_served
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.notices.types import Served
from sojourn.sites.api import given, telling, told
from sojourn.sites.api.answering import once, tell
from sojourn.sites.api.callers import Request
from sojourn.sites.api.doors import Doors
from sojourn.sites.api.following import letters_of, spoken
from sojourn.sites.api.staff import (
    check_reasons,
    decides,
    file_in_hand,
    looked,
    sees,
    the_case,
    the_file,
    works,
)
from sojourn.sites.ui.files import as_file

doors = Doors(tags=["letters and appeals"])
_APPEALS = works(Permission.APPEALS_DECIDE)
_REASONS = (PhraseUse.GRANT, PhraseUse.REFUSE, PhraseUse.NOT_EXAMINED, PhraseUse.LAPSE)


@doors.reads("/cases/{reference}/letters", auth=sees(), gives=told.Letters)
def case_letters(request: Request, reference: str) -> HttpResponse:
    return tell(letters_of(looked(request.auth, the_file(request.auth, reference))))


@doors.reads("/cases/{reference}/letters/{key}", auth=sees(), gives=None)
def open_case_letter(request: Request, reference: str, key: str, language: str | None = None) -> HttpResponse:
    """The letter as a signed PDF. An officer who opens it does not serve it."""
    caller = request.auth

    def story() -> bytes:
        with transaction():
            file = the_file(caller, reference)
            letter = find_letter(file, key)
            looked(caller, file)
            return open_letter(file, letter, language=spoken(file, language), by=caller.actor)[1]

    return as_file(retry_deadlock(story), f"{reference}-{key}.pdf")


@doors.writes(
    "/cases/{reference}/letters/{key}/service",
    auth=works(Permission.RECORD_SERVICE),
    gives=told.ServiceKept,
    status=201,
)
def record_service(request: Request, reference: str, key: str, body: given.ServiceRecorded) -> HttpResponse:
    """Record how a letter reached the applicant; every time that runs from notice runs from this record."""
    caller = request.auth

    def act() -> told.ServiceKept:
        file = file_in_hand(caller, reference)
        served = Served(
            body.manner,
            body.on,
            tuple(body.witnesses),
            body.post_number,
            body.through,
            body.place,
        )
        letter, language = find_letter(file, key), spoken(file, body.language)
        on = record_letter_served(file, letter, served=served, language=language, by=caller.actor)
        return told.ServiceKept(**telling.standing(cases.hold(file.case.id)), effective_on=on)

    return once(request, act, status=201)


@doors.writes("/cases/{reference}/appeal/take", auth=_APPEALS, gives=told.AppealKept)
def take_appeal(request: Request, reference: str) -> HttpResponse:
    """Take the open appeal in hand, by someone without part in the decision."""
    caller = request.auth

    def act() -> told.AppealKept:
        case = the_case(caller, reference)
        made = cases.take_appeal(case.id, by=caller.actor)
        return told.AppealKept(
            **telling.standing(cases.hold(case.id)),
            appeal=made.id,
            is_late=made.is_late,
        )

    return once(request, act)


@doors.writes("/cases/{reference}/appeal/term", auth=_APPEALS, gives=told.AppealKept)
def answer_late_appeal(request: Request, reference: str, body: given.TermAnswered) -> HttpResponse:
    """Whether a late appeal is examined all the same."""
    caller = request.auth

    def act() -> told.AppealKept:
        file = file_in_hand(caller, reference)
        made = restore_term(file, restored=body.restored, reason=body.reason, by=caller.actor)
        return told.AppealKept(
            **telling.standing(cases.hold(file.case.id)),
            appeal=made.id,
            is_late=made.is_late,
        )

    return once(request, act)


@doors.writes(
    "/cases/{reference}/appeal/decision",
    auth=decides(Permission.APPEALS_DECIDE),
    gives=told.DecisionKept,
    status=201,
)
def answer_appeal(request: Request, reference: str, body: given.AppealAnswered) -> HttpResponse:
    """Decide the open appeal; won, everything that followed from the decision is undone."""
    caller = request.auth

    def act() -> told.DecisionKept:
        file = file_in_hand(caller, reference)
        reasons, until = check_reasons(file, body.reasons, *_REASONS), body.granted_until
        answer = Answer(
            body.outcome,
            reasons,
            with_sentences(file, reasons, body.words, values=body.values, until=until),
            body.granted_from,
            body.granted_until,
            body.granted,
            body.on_merits or "",
        )
        made = decide_appeal(file, answer, power=caller.power(file.case.office), by=caller.actor)
        after = the_case(caller, reference)
        status = after.status if body.outcome is AppealOutcome.OVERTURNED else CaseStatus(file.case.status)
        return told.DecisionKept(
            reference=reference,
            status=status.value,
            version=after.version,
            decision=made.id,
            kind=made.kind.value,
            decided_at=made.decided_at,
        )

    return once(request, act, status=201)
