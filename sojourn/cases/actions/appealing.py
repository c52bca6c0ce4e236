"""An appeal: registered even when late, decided by someone who had no part in the decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sojourn.cases import rules
from sojourn.cases.actions.decisions import new_decision
from sojourn.cases.actions.rows import check_free, keep, lock, locked_row, officer_of
from sojourn.cases.errors import (
    AppealNotFound,
    AppealPending,
    DayNotPossible,
    DecidedOnAppeal,
    NotAppealable,
    NotUninvolved,
    TakenByAnother,
    TermNotRestored,
    TermSettled,
)
from sojourn.cases.models import Appeal, Case, Decision
from sojourn.cases.queries import as_appeal, as_decision, list_involved
from sojourn.cases.types import (
    Act,
    AppealDecision,
    AppealOutcome,
    AppealView,
    CaseStatus,
    DecisionKind,
    NewAppeal,
    Power,
    Remedy,
)
from sojourn.cases.types import Decision as Decided
from sojourn.catalogue.authoring import Period
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.working_days import Calendar

_ACTS = {
    (AppealOutcome.UPHELD, False): Act.UPHOLD,
    (AppealOutcome.OVERTURNED, True): Act.OVERTURN_AND_GRANT,
    (AppealOutcome.OVERTURNED, False): Act.OVERTURN_AND_REVIEW,
}
_ON_APPEAL = frozenset({DecisionKind.APPEAL_UPHELD, DecisionKind.APPEAL_OVERTURNED})
"""Against these one goes to court, not to the same body again."""


@transaction_required
def file_appeal(case_id: UUID, appeal: NewAppeal, *, by: Actor) -> AppealView:
    """Register an appeal against the decision that stands; a late one too, with its reason.

    Raises: NotAppealable, AppealPending; DecidedOnAppeal, since against that one goes to court;
    DayNotPossible for a day before the decision or after today.
    """
    row = lock(case_id, Act.FILE_APPEAL, by=by, joined="decision")
    if row.decision is None:
        raise NotAppealable
    if row.appeal_id is not None:
        raise AppealPending(appeal=row.appeal_id)
    if row.decision.kind in _ON_APPEAL:
        raise DecidedOnAppeal
    if not row.decision.decided_on <= appeal.filed_on <= clock.today():
        raise DayNotPossible(day=appeal.filed_on)
    is_late = row.appeal_until is not None and appeal.filed_on > row.appeal_until
    made = Appeal(
        case_id=row.id,
        decision_id=row.decision_id,
        filed_on=appeal.filed_on,
        filed_by=by.as_record(),
        words=rules.check_reason(appeal.words),
        is_late=is_late,
        late_reason=appeal.late_reason or None,
        suspensive=appeal.suspensive,
        due_on=appeal.due_on,
    )
    made.save(force_insert=True)
    facts = {
        "appeal": made.id,
        "decision": row.decision_id,
        "filed_on": appeal.filed_on,
        "due_on": appeal.due_on,
        "late": is_late,
        "suspensive": appeal.suspensive,
    }
    keep(row, Act.FILE_APPEAL, by=by, facts=facts, changes={"appeal_id": made.id})
    return as_appeal(made)


@transaction_required
def take_appeal(case_id: UUID, *, by: Actor) -> AppealView:
    """Take the open appeal in hand. Raises: AppealNotFound, NotUninvolved, Recused."""
    row, appeal = _lock_appeal(case_id, Act.TAKE_APPEAL, by)
    appeal.handler_id = by.account_id
    appeal.save(update_fields=["handler_id"])
    keep(row, Act.TAKE_APPEAL, by=by, facts={"appeal": appeal.id, "officer": by.account_id}, changes={})
    return as_appeal(appeal)


@transaction_required
def restore_term(case_id: UUID, *, restored: bool, reason: str, by: Actor) -> AppealView:
    """Decide, once, whether a late appeal is examined all the same.

    Raises: AppealNotFound, NotUninvolved, TermSettled, ReasonMissing.
    """
    row, appeal = _lock_appeal(case_id, Act.RESTORE_TERM, by)
    if not appeal.is_late or appeal.term_restored is not None:
        raise TermSettled
    appeal.term_restored, appeal.restore_reason = restored, rules.check_reason(reason)
    appeal.save(update_fields=["term_restored", "restore_reason"])
    facts = {"appeal": appeal.id, "restored": restored, "reason": appeal.restore_reason}
    keep(row, Act.RESTORE_TERM, by=by, facts=facts, changes={})
    return as_appeal(appeal)


@transaction_required
def decide_appeal(
    case_id: UUID,
    answer: AppealDecision,
    *,
    power: Power,
    calendar: Calendar,
    by: Actor,
    remedy: Remedy | None = None,
) -> Decided:
    """Decide the open appeal. Overturned, a case is granted on its terms, or examined anew, its limit whole.

    What was lost meanwhile is given back by the story around this act.
    Raises: AppealNotFound, NotUninvolved, TermNotRestored, ReasonMissing, Recused.
    """
    is_grant = answer.outcome is AppealOutcome.OVERTURNED and answer.terms is not None
    act = _ACTS[answer.outcome, is_grant]
    if act is Act.OVERTURN_AND_GRANT and locked_row(case_id).status == CaseStatus.CANCELLED:
        act = Act.OVERTURN_CANCEL  # what was granted goes on, and nothing is owed for it anew
    row, appeal = _lock_appeal(case_id, act, by)
    if appeal.is_late and appeal.term_restored is None:
        raise TermNotRestored(appeal=appeal.id)
    if appeal.is_late and not appeal.term_restored and answer.outcome is AppealOutcome.OVERTURNED:
        raise TermNotRestored(appeal=appeal.id)
    rules.check_reason(" ".join(answer.reasons))
    made = _decision(row, appeal, answer, power=power, by=by, remedy=remedy)
    made.save(force_insert=True)
    appeal.outcome, appeal.reasons, appeal.answer = answer.outcome.value, made.reasons, made.words
    appeal.decided_by, appeal.decided_at = made.approver_id, made.decided_at
    appeal.save(update_fields=["outcome", "reasons", "answer", "decided_by", "decided_at"])
    facts = {"appeal": appeal.id, "decision": made.id, "replaces": made.replaces_id, "reasons": made.reasons}
    if is_grant:
        facts["terms"] = made.terms
    changes = _changes(row, act, made, calendar)
    keep(row, act, by=by, facts=facts, changes=changes)
    return as_decision(made)


def _decision(
    row: Case, appeal: Appeal, answer: AppealDecision, *, power: Power, by: Actor, remedy: Remedy | None
) -> Decision:
    upheld = answer.outcome is AppealOutcome.UPHELD
    return new_decision(
        row,
        DecisionKind.APPEAL_UPHELD if upheld else DecisionKind.APPEAL_OVERTURNED,
        replaces=appeal.decision_id,
        reasons=answer.reasons,
        words=answer.words,
        terms=answer.terms or {},
        fee=answer.fee,
        power=power,
        by=by,
        remedy=remedy,
    )


def _changes(row: Case, act: Act, made: Decision, calendar: Calendar) -> dict[str, Any]:
    """An upheld decision stands, so the next appeal would be against the answer to this one."""
    changes: dict[str, Any] = {"appeal_id": None, "decision_id": made.id, "appeal_until": None}
    if act in (Act.OVERTURN_AND_GRANT, Act.OVERTURN_CANCEL):
        changes |= {"decided_at": made.decided_at, "decided_by": made.approver_id}
    if act is Act.OVERTURN_AND_REVIEW:
        today = clock.legal_day(made.decided_at)
        changes |= {
            "reopened_at": made.decided_at,
            "started_on": today,
            "due_on": rules.due_on(Period.parse(row.review_limit), today, (), calendar),
            "handler_id": None,
            "handled_since": None,
            "warnings": 0,
            "late_reported_on": None,
        }
    return changes


def _lock_appeal(case_id: UUID, act: Act, by: Actor) -> tuple[Case, Appeal]:
    """The case and its open appeal, for an officer without part in the decision.

    Raises: AppealNotFound, NotUninvolved, TakenByAnother, Recused. Source: R-PROC-6 of the pack.
    """
    row = lock(case_id, act, by=by, joined="appeal")
    if row.appeal is None:
        raise AppealNotFound
    check_free(row, by)
    involved = list_involved(row.id)
    if officer_of(by) in involved or by.acting_for in involved:
        raise NotUninvolved(officer=by.account_id)
    if row.appeal.handler_id not in (None, by.account_id):
        raise TakenByAnother(by=row.appeal.handler_id, at=row.last_at)
    return row, row.appeal
