"""One officer proposes, another approves: the decision is frozen with what it rests on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sojourn.cases import rules
from sojourn.cases.actions.decisions import new_decision
from sojourn.cases.actions.rows import (
    check_account_free,
    check_free,
    check_in_hand,
    check_office,
    keep,
    lock,
    locked_row,
    officer_of,
)
from sojourn.cases.errors import AlreadyDecided, AppealPending, HearingMissing, SameOfficer, SilenceMissing
from sojourn.cases.models import Case, Correction, Proposal
from sojourn.cases.queries import as_decision, as_proposal
from sojourn.cases.types import (
    PROPOSABLE,
    Act,
    CaseStatus,
    DecisionKind,
    Granted,
    NewProposal,
    Power,
    ProposalView,
    Remedy,
)
from sojourn.cases.types import Decision as Decided
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required, write
from sojourn.lib.money import Money


@transaction_required
def propose(case_id: UUID, proposal: NewProposal, *, by: Actor, version: int | None = None) -> ProposalView:
    """Propose a decision with its coded reasons, its text and what it rests on.

    Raises: HearingMissing for a refusal whose grounds were not all announced, served and open to an answer;
    SilenceMissing, ReasonMissing, TakenByAnother, OfAnotherOffice, Recused, AlreadyDecided; AppealPending
    for the end of what was granted, before which whoever it is about was heard by the story around this act.
    """
    act = Act.PROPOSE_CANCEL if proposal.kind is DecisionKind.CANCEL else Act.PROPOSE
    row = lock(case_id, act, by=by, version=version, joined="hearing")
    officer = _proposer(row, act, by)
    rules.check_reason(" ".join(proposal.reasons))
    if proposal.kind is DecisionKind.NOT_EXAMINED:
        _check_silence(row)
    made = Proposal(
        case_id=row.id,
        number=row.proposals + 1,
        kind=proposal.kind.value,
        hearing_id=_heard(row, proposal),
        reasons=list(proposal.reasons),
        words=dict(proposal.words),
        closed_words=proposal.closed_words or None,
        terms=dict(proposal.terms),
        fee_minor=proposal.fee.minor if proposal.fee else None,
        fee_currency=proposal.fee.currency if proposal.fee else "",
        facts=dict(proposal.facts),
        evidence=[[str(seen.document_id), seen.sha256] for seen in proposal.evidence],
        proposed_by=officer,
        acting_for=by.acting_for,
        proposed_at=clock.now(),
    )
    write(made)
    facts = {
        "number": made.number,
        "proposal": made.id,
        "decision": made.kind,
        "reasons": made.reasons,
        "terms": made.terms,
    }
    keep(row, act, by=by, facts=facts, changes={"proposals": made.number, "proposal_id": made.id})
    return as_proposal(made, closed=True)


def _proposer(row: Case, act: Act, by: Actor) -> UUID:
    """Who answers for a proposal. Of a case that was closed nobody has the hand on it any more."""
    if act is Act.PROPOSE:
        return check_in_hand(row, by)
    if row.appeal_id is not None:
        raise AppealPending(appeal=row.appeal_id)
    check_free(row, by)
    return officer_of(by)


def _heard(row: Case, proposal: NewProposal) -> UUID | None:
    """The hearing a refusal rests on. Raises: HearingMissing."""
    if proposal.kind is not DecisionKind.REFUSE:
        return None
    hearing = row.hearing
    if hearing is None or not hearing.is_over:
        raise HearingMissing
    is_of_this_time = row.reopened_at is None or hearing.announced_at >= row.reopened_at
    if not is_of_this_time or not rules.is_grounded(proposal.reasons, hearing.reasons):
        raise HearingMissing(announced=hearing.reasons)
    return UUID(str(hearing.id))


def _check_silence(row: Case) -> None:
    """Raises: SilenceMissing. Source: R-PROC-2 of the pack."""
    asked = Correction.objects.filter(case_id=row.id, number=row.corrections, withdrawn_at=None).first()
    if asked is None or asked.reminded_on is None or asked.answered_on is not None:
        raise SilenceMissing
    if asked.answer_by is None or clock.today() <= asked.answer_by:
        raise SilenceMissing(until=asked.answer_by)


@transaction_required
def return_proposal(case_id: UUID, *, reason: str, by: Actor, version: int | None = None) -> None:
    """Give a proposal back to its officer with the reason. Raises: SameOfficer, ReasonMissing, Recused."""
    act = Act.RETURN_CANCEL if _ends_what_was_granted(case_id) else Act.RETURN
    row, proposal = _lock_proposed(case_id, act, by, version)
    why = rules.check_reason(reason)
    Proposal.objects.filter(id=proposal.id).update(
        returned_by=officer_of(by), returned_for=by.acting_for, returned_at=clock.now(), return_reason=why
    )
    facts = {"proposal": proposal.id, "reason": why}
    keep(row, act, by=by, facts=facts, changes={"proposal_id": None})


@transaction_required
def approve(
    case_id: UUID,
    *,
    power: Power,
    by: Actor,
    remedy: Remedy | None = None,
    proposal_id: UUID | None = None,
    version: int | None = None,
    granted: Granted | None = None,
) -> Decided:
    """Approve the open proposal: the decision stands. Two at once: one wins, the other is told who and when.

    proposal_id: the proposal the approver has read, when it must be that one; granted: the term and the fee
    as they are today, where the proposal left them to the day of the decision.
    Raises: AlreadyDecided, SameOfficer, OfAnotherOffice, Recused, ActNotAllowed, ChangedMeanwhile.
    """
    act = Act.APPROVE_CANCEL if _ends_what_was_granted(case_id) else Act.APPROVE_GRANT
    row, proposal = _lock_proposed(case_id, act, by, version)
    check_office(row, power.office)
    for author in (proposal.proposed_by, proposal.acting_for):
        check_account_free(row, author)
    if proposal_id is not None and proposal_id != proposal.id:
        raise AlreadyDecided(by=row.last_by, at=row.last_at, status=row.status)
    made = new_decision(
        row,
        DecisionKind(proposal.kind),
        replaces=row.decision_id,
        reasons=proposal.reasons,
        words=proposal.words,
        terms=granted.terms if granted else proposal.terms,
        fee=granted.fee if granted else _fee_of(proposal),
        power=power,
        by=by,
        remedy=remedy,
        proposal=proposal,
    )
    write(made)
    facts = {
        "decision": made.id,
        "proposal": proposal.id,
        "author": proposal.proposed_by,
        "power": made.power,
    }
    changes = {"decision_id": made.id, "proposal_id": None, "appeal_until": None}
    if act is Act.APPROVE_CANCEL:
        changes |= {"decided_at": made.decided_at, "decided_by": made.approver_id}
    keep(row, PROPOSABLE[DecisionKind(proposal.kind)], by=by, facts=facts, changes=changes)
    return as_decision(made)


def _ends_what_was_granted(case_id: UUID) -> bool:
    """Whether what waits is the proposed end of what was granted."""
    row: Any = locked_row(case_id, joined="proposal")
    if row.proposal is not None:
        row.fresh = {row.proposal_id: row.proposal}  # the act that follows reads it no second time
    return bool(row.status == CaseStatus.CANCEL_PROPOSED)


def _lock_proposed(case_id: UUID, act: Act, by: Actor, version: int | None) -> tuple[Case, Proposal]:
    """The case and its open proposal, for another officer than its author. Raises: SameOfficer, Recused."""
    row = lock(case_id, act, by=by, version=version, joined="proposal")
    proposal = row.proposal
    authors = {proposal.proposed_by, proposal.acting_for} - {None}
    if authors & {by.account_id, by.acting_for}:
        raise SameOfficer(author=proposal.proposed_by)
    return row, proposal


def _fee_of(proposal: Proposal) -> Money | None:
    return None if proposal.fee_minor is None else Money(proposal.fee_minor, proposal.fee_currency)
