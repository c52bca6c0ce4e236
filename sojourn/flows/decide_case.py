"""One officer proposes, another approves; a grant is charged for, and nothing is refused unheard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sojourn.cases import actions as cases
from sojourn.cases.types import (
    CaseStatus,
    CaseView,
    Decision,
    DecisionKind,
    Evidence,
    NewProposal,
    Power,
    ProposalView,
)
from sojourn.catalogue.facts import frozen
from sojourn.catalogue.types import PhraseUse
from sojourn.documents import queries as documents
from sojourn.flows import case_messages, quota_places, reviews, worker
from sojourn.flows.case_file import CaseFile
from sojourn.flows.complete_case import end_of_pending, go_on_paid
from sojourn.flows.ending_permits import approve_end
from sojourn.flows.granting import check_grantable, last_day, outcome_of, term_of, term_today
from sojourn.flows.holds import check_not_held, check_of_own_will
from sojourn.flows.reasoning import Values, grounds
from sojourn.lib import clock
from sojourn.lib.actor import Actor, Reader
from sojourn.lib.db import transaction_required
from sojourn.lib.money import Money
from sojourn.lib.types import Subject
from sojourn.payments import actions as payments
from sojourn.payments.types import Charge, NewCharge


@dataclass(frozen=True, slots=True)
class Wish:
    """What an officer means to decide. granted_from, granted_until: the term; none: what the rules allow.

    outcome: the answer on the merits, where the service gives several to decisions of this kind.

    values: what stands in the sentences of the reasons, where the case does not tell it.
    """

    kind: DecisionKind
    reasons: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    closed_words: str = ""
    granted_from: date | None = None
    granted_until: date | None = None
    values: Values = field(default_factory=dict)
    outcome: str = ""


@transaction_required
def propose_decision(
    file: CaseFile, wish: Wish, *, to: Reader, by: Actor, version: int | None = None
) -> ProposalView:
    """Freeze what is proposed with the facts used and the evidence seen.

    Raises: HearingMissing, SilenceMissing, ReasonMissing, ReasonUnknown, ValueMissing, TextMissing,
    TermNotPossible, OutcomeNotChosen, HoldOpen, DangerTold, TakenByAnother, Recused,
    AlreadyDecided, ActNotAllowed.
    """
    answered = outcome_of(file, wish.kind.value, wish.outcome)
    examined = file.examined(granted_from=wish.granted_from, granted_until=wish.granted_until)
    granting = wish.kind is DecisionKind.GRANT
    if granting:
        check_not_held(file)
        check_of_own_will(file)
    granted = term_of(file, wish.granted_from, wish.granted_until) if granting else None
    proposal = NewProposal(
        kind=wish.kind,
        reasons=wish.reasons,
        words=grounds(
            file,
            wish.reasons,
            wish.words,
            PhraseUse(wish.kind.value),
            values=wish.values,
            until=last_day(granted) if granted else None,
        ),
        terms={**answered, **(granted.terms if granted else {})},
        fee=granted.fee if granted else None,
        facts=frozen(examined.facts),
        evidence=_evidence(file, to),
        closed_words=wish.closed_words,
    )
    return cases.propose(file.case.id, proposal, by=by, version=version)


@transaction_required
def approve_decision(
    file: CaseFile, *, power: Power, by: Actor, proposal_id: UUID | None = None, version: int | None = None
) -> Decision:
    """The decision stands. A grant is charged for; without a duty its document may be made at once.

    The days of a term that nobody named are counted from today, and so is its duty.
    Raises: AlreadyDecided, SameOfficer, Recused, ActNotAllowed, ChangedMeanwhile, TermNotPossible,
    NoPlaceLeft, StageOpen while what comes before a grant is not recorded; for the end of what was granted
    also as `approve_end`.
    """
    proposal = file.proposal
    if file.case.status is CaseStatus.CANCEL_PROPOSED:
        return approve_end(file, power=power, by=by, proposal_id=proposal_id, version=version)
    granting = proposal is not None and proposal.kind is DecisionKind.GRANT
    if granting:
        check_grantable(file)
    decision = cases.approve(
        file.case.id,
        power=power,
        remedy=file.remedy,
        proposal_id=proposal_id or (proposal.id if proposal else None),
        granted=term_today(file, proposal) if proposal and granting else None,
        version=version,
        by=by,
    )
    if decision.kind is DecisionKind.GRANT:
        charge_for(file, decision.fee, by=by)
    if decision.kind is DecisionKind.REFUSE:
        reviews.after_refusal(file, by=by)
    quota_places.follow_file(file, by=by)
    worker.tell_of(file, by=by)
    case_messages.tell(file.case, by=by)
    return decision


def charge_for(file: CaseFile, fee: Money | None, *, by: Actor) -> Charge | None:
    """Charge the duty of a grant; nothing is charged where nothing is due, and the case goes on.

    Class and office are those of the case now, which may have moved since it was opened. Until when it is to
    be paid is known when the decision is served.
    """
    case = cases.hold(file.case.id)
    if fee is None or fee.minor <= 0:
        go_on_paid(case, by=by)
        return None
    new = NewCharge(
        subject=case.subject,
        payer=_payer(file),
        amount=fee,
        budget_code=str(file.law[file.service.budget_code]) if file.service.budget_code else "",
        service=case.service,
        account_id=case.account_id,
        office=case.office,
        confidentiality=case.confidentiality,
    )
    return payments.charge(new, pack=file.pack, by=by)


def _payer(file: CaseFile) -> Subject:
    """Who applied owes the duty: an organisation its own, else the person it is about."""
    principal = file.case.principal
    if file.service.is_for_organisations and principal is not None:
        return principal
    return Subject("person", file.case.person_id)


@transaction_required
def withdraw_application(file: CaseFile, *, reason: str, by: Actor) -> CaseView:
    """The applicant takes the application back; what proved that it was pending ends today."""
    case = cases.withdraw(file.case.id, reason=reason, by=by)
    end_of_pending(file, on=clock.today(), by=by)
    quota_places.follow_file(file, by=by)
    worker.tell_of(file, by=by)
    return case


def _evidence(file: CaseFile, to: Reader) -> tuple[Evidence, ...]:
    """Every file of the application this officer can open, by the hash of its original; none kept apart."""
    seen = documents.list_documents(Subject("application", file.case.application_id), to=to)
    return tuple(Evidence(each.id, each.original.sha256) for each in seen if not each.is_kept_apart)
