"""Deciding: announced before a refusal, proposed by one officer, approved by another, carried out."""

from __future__ import annotations

from django.http import HttpResponse

from sojourn.accounts.roles import Permission
from sojourn.cases import actions as cases
from sojourn.cases.errors import ReasonMissing
from sojourn.cases.types import DecisionKind
from sojourn.catalogue.types import PhraseUse
from sojourn.flows.announce_intention import announce_intention
from sojourn.flows.collect_payments import collect_for_case
from sojourn.flows.decide_case import Wish, approve_decision, propose_decision
from sojourn.flows.extend_time import extend_time
from sojourn.flows.produce_card import hand_over_card, produce_card
from sojourn.flows.record_lapse import record_lapse
from sojourn.flows.undo_lapse import undo_lapse
from sojourn.lib.db import transaction
from sojourn.sites.api import given, telling, told
from sojourn.sites.api.answering import once
from sojourn.sites.api.callers import Request
from sojourn.sites.api.doors import Doors
from sojourn.sites.api.staff import PURPOSE, check_reasons, decides, file_in_hand, step, the_case, works

doors = Doors(tags=["decisions"])
PROPOSE = works(Permission.CASES_PROPOSE)
APPROVE = decides(Permission.CASES_APPROVE)


@doors.writes("/cases/{reference}/intention", auth=PROPOSE, gives=told.Standing, status=201)
def announce(request: Request, reference: str, body: given.Intention) -> HttpResponse:
    """Tell the applicant what is intended and why, before a refusal."""
    caller = request.auth

    def act() -> told.Standing:
        file = file_in_hand(caller, reference)
        reasons = check_reasons(file, body.reasons, PhraseUse.REFUSE)
        case = announce_intention(
            file,
            reasons=reasons,
            words=body.words,
            values=body.values,
            by=caller.actor,
            version=body.version,
        )
        return told.Standing(**telling.standing(case))

    return once(request, act, status=201)


@doors.writes("/cases/{reference}/extension", auth=APPROVE, gives=told.Standing, status=201)
def extend(request: Request, reference: str, body: given.MoreTimeTaken) -> HttpResponse:
    """Take more time for the decision, with reasons, before its last day; the applicant is told."""
    caller = request.auth

    def act() -> told.Standing:
        file = file_in_hand(caller, reference)
        case = extend_time(
            file,
            body.until,
            reasons=check_reasons(file, body.reasons, PhraseUse.EXTEND),
            words=body.words,
            values=body.values,
            by=caller.actor,
            version=body.version,
        )
        return told.Standing(**telling.standing(case))

    return once(request, act, status=201)


@doors.writes("/cases/{reference}/proposals", auth=PROPOSE, gives=told.ProposalKept, status=201)
def propose(request: Request, reference: str, body: given.Proposed) -> HttpResponse:
    """Propose a decision; facts and evidence are frozen with it."""
    caller = request.auth

    def act() -> told.ProposalKept:
        file = file_in_hand(caller, reference)
        wish = Wish(
            DecisionKind(body.kind),
            check_reasons(file, body.reasons, PhraseUse(body.kind)),
            body.words,
            body.closed_words,
            body.granted_from,
            body.granted_until,
            body.values,
            body.outcome or "",
        )
        to = caller.reader(PURPOSE)
        made = propose_decision(file, wish, to=to, by=caller.actor, version=body.version)
        case = cases.hold(file.case.id)
        return told.ProposalKept(**telling.standing(case), proposal=made.id, number=made.number)

    return once(request, act, status=201)


@doors.writes("/cases/{reference}/proposals/undo", auth=PROPOSE, gives=told.Standing)
def undo_proposal(request: Request, reference: str, body: given.Step | None = None) -> HttpResponse:
    """Take one's own proposal back while nobody approved or returned it."""
    return step(request, reference, body, cases.withdraw_proposal)


@doors.writes("/cases/{reference}/approval", auth=APPROVE, gives=told.DecisionKept, status=201)
def approve(request: Request, reference: str, body: given.Approval | None = None) -> HttpResponse:
    """Approve what another officer proposed: the decision stands. Two at once: one is told who was faster."""
    caller = request.auth

    def act() -> told.DecisionKept:
        file = file_in_hand(caller, reference)
        made = approve_decision(
            file,
            power=caller.power(file.case.office),
            by=caller.actor,
            proposal_id=body.proposal if body else None,
            version=body.version if body else None,
        )
        return told.DecisionKept(
            **telling.standing(cases.hold(file.case.id)),
            decision=made.id,
            kind=made.kind.value,
            decided_at=made.decided_at,
        )

    return once(request, act, status=201)


@doors.writes("/cases/{reference}/return", auth=APPROVE, gives=told.Standing)
def return_to_officer(request: Request, reference: str, body: given.ReasonedStep) -> HttpResponse:
    """Give a proposal back to its officer, with the reason."""
    caller = request.auth

    def act() -> told.Standing:
        case = the_case(caller, reference)
        cases.return_proposal(case.id, reason=body.reason, by=caller.actor, version=body.version)
        return told.Standing(**telling.standing(cases.hold(case.id)))

    return once(request, act)


@doors.writes("/cases/{reference}/lapse", auth=APPROVE, gives=told.DecisionKept, status=201)
def lapse(request: Request, reference: str, body: given.Lapse) -> HttpResponse:
    """Record that a grant lapsed because nobody paid; the provider is asked before. No clock does it."""
    caller = request.auth
    with transaction():
        asked = the_case(caller, reference).subject
    collect_for_case(asked)

    def act() -> told.DecisionKept:
        file = file_in_hand(caller, reference)
        made = record_lapse(
            file,
            reasons=check_reasons(file, body.reasons, PhraseUse.LAPSE),
            words=body.words,
            values=body.values,
            power=caller.power(file.case.office),
            by=caller.actor,
        )
        return told.DecisionKept(
            **telling.standing(cases.hold(file.case.id)),
            decision=made.id,
            kind=made.kind.value,
            decided_at=made.decided_at,
        )

    return once(request, act, status=201)


@doors.writes("/cases/{reference}/lapse/undo", auth=APPROVE, gives=told.DecisionKept, status=201)
def undo_the_lapse(request: Request, reference: str, body: given.LapseUndone) -> HttpResponse:
    """Take a lapse back: the duty had been paid before it was recorded, and was told of only afterwards."""
    caller = request.auth

    def act() -> told.DecisionKept:
        file = file_in_hand(caller, reference)
        if not any(said.strip() for said in body.words.values()):
            raise ReasonMissing
        made = undo_lapse(
            file,
            words=body.words,
            power=caller.power(file.case.office),
            version=body.version,
            by=caller.actor,
        )
        case = the_case(caller, reference)
        return told.DecisionKept(
            **telling.standing(case),
            decision=made.id,
            kind=made.kind.value,
            decided_at=made.decided_at,
        )

    return once(request, act, status=201)


@doors.writes("/cases/{reference}/card", auth=works(Permission.CASES_WORK), gives=told.CardKept, status=201)
def produce(request: Request, reference: str) -> HttpResponse:
    """Make the document of what was granted and paid for, and lay it ready."""
    caller = request.auth

    def act() -> told.CardKept:
        file = file_in_hand(caller, reference)
        made = produce_card(file, by=caller.actor)
        return told.CardKept(**telling.standing(cases.hold(file.case.id)), number=made.number)

    return once(request, act, status=201)


@doors.writes("/cases/{reference}/card/hand-over", auth=works(Permission.RECORD_SERVICE), gives=told.Standing)
def hand_over_document(request: Request, reference: str) -> HttpResponse:
    """The holder has the document: the case is closed."""
    caller = request.auth

    def act() -> told.Standing:
        case = hand_over_card(file_in_hand(caller, reference), by=caller.actor)
        return told.Standing(**telling.standing(case))

    return once(request, act)
