"""The applicant does not agree: the appeal is registered, late ones with their reason, and decided by someone
without part in the decision. Won, it gives everything back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sojourn.cases import actions as cases
from sojourn.cases.types import (
    AppealDecision,
    AppealOutcome,
    AppealView,
    Decision,
    DecisionKind,
    NewAppeal,
    Power,
)
from sojourn.catalogue.types import PhraseUse
from sojourn.flows import case_messages, quota_places, worker
from sojourn.flows.case_file import THE_STORY, CaseFile
from sojourn.flows.complete_case import go_on_paid
from sojourn.flows.decide_case import charge_for
from sojourn.flows.ending_permits import end_again, ended, go_on_again, grant_that_ended, undo_end
from sojourn.flows.granting import check_grantable, days_of, outcome_of, term_of
from sojourn.flows.open_case import proof_of
from sojourn.flows.prolong_registration import prolong_while_pending
from sojourn.flows.reasoning import check_known
from sojourn.flows.undo_lapse import count_again
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.money import Money
from sojourn.lib.types import Subject
from sojourn.payments import actions as payments
from sojourn.payments import queries as charges
from sojourn.payments.types import Charge, ChargeState
from sojourn.permits import actions as permits
from sojourn.permits import queries as certificates
from sojourn.permits.types import Cause

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is decided on an appeal. granted_from, granted_until: overturned, this is granted at once; without
    them it is examined anew. granted: what has no term is granted at once; on_merits: the code of the answer,
    where the service gives several.
    """

    outcome: AppealOutcome
    reasons: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    granted_from: date | None = None
    granted_until: date | None = None
    granted: bool = False
    on_merits: str = ""

    @property
    def grants(self) -> bool:
        """Whether what was applied for is given by this answer."""
        is_given = self.granted or self.granted_until is not None
        return self.outcome is AppealOutcome.OVERTURNED and is_given


@transaction_required
def appeal_decision(
    file: CaseFile, *, words: str, by: Actor, late_reason: str = "", filed_on: date | None = None
) -> AppealView:
    """Register an appeal against the decision that stands. Source: R-PROC-7, R-APP-1.

    Where it suspends the decision, the stay is lawful again while it is examined.
    Raises: NotAppealable, AppealPending, DecidedOnAppeal, DayNotPossible, ReasonMissing.
    """
    on = filed_on or clock.today()
    suspensive = bool(file.law["appeal.suspends"])
    due = file.law.deadline(on, file.period("appeal.decision-period"), moves=False).last_day
    new = NewAppeal(filed_on=on, words=words, late_reason=late_reason, suspensive=suspensive, due_on=due)
    appeal = cases.file_appeal(file.case.id, new, by=by)
    if appeal.suspensive and not appeal.is_late:
        _suspend(file, on=on, by=by)
    return appeal


_USE_OF = {
    DecisionKind.REFUSE: PhraseUse.REFUSE,
    DecisionKind.NOT_EXAMINED: PhraseUse.NOT_EXAMINED,
    DecisionKind.LAPSE: PhraseUse.LAPSE,
    DecisionKind.CANCEL: PhraseUse.CANCEL,
}


def reasons_of_an_answer(file: CaseFile) -> tuple[PhraseUse, ...]:
    """An answer to an appeal speaks of what was decided and of what takes its place."""
    contested = _USE_OF.get(file.decision.kind) if file.decision else None
    return (contested, PhraseUse.GRANT) if contested else (PhraseUse.GRANT, PhraseUse.REFUSE)


@transaction_required
def decide_appeal(file: CaseFile, answer: Answer, *, power: Power, by: Actor) -> Decision:
    """Decide the open appeal; an overturned decision is undone with everything that followed from it.

    A grant waits on appeal for what it waits for everywhere; without it the case is examined anew.
    Raises: AppealNotFound, NotUninvolved, TermNotRestored, ReasonMissing, ReasonUnknown, TermNotPossible,
    OutcomeNotChosen, HoldOpen, DangerTold, StageOpen, Recused, NoPlaceLeft. Source: R-PROC-6.
    """
    check_known(file, answer.reasons, *reasons_of_an_answer(file))
    terms, fee = _granted(file, answer)
    decided = cases.decide_appeal(
        file.case.id,
        AppealDecision(answer.outcome, answer.reasons, answer.words, terms, fee),
        power=power,
        calendar=file.calendar,
        remedy=file.remedy_after_appeal,
        by=by,
    )
    _follow(file, answer, fee, by)
    worker.tell_of(file, by=by)
    case_messages.tell(file.case, by=by)
    return decided


def _follow(file: CaseFile, answer: Answer, fee: Money | None, by: Actor) -> None:
    """What comes of the answer for permits, money and places. The end of a permit falls, or stands again."""
    if answer.outcome is not AppealOutcome.OVERTURNED:
        end_again(file, by=by)
    elif ended(file):
        undo_end(file, by=by)
    else:
        _give_back(file, answer, fee, by)
        quota_places.follow_file(file, by=by)


@transaction_required
def restore_term(file: CaseFile, *, restored: bool, reason: str, by: Actor) -> AppealView:
    """Decide whether a late appeal is examined all the same; then it stands as if it had come in time.

    Raises: AppealNotFound, NotUninvolved, TermSettled, ReasonMissing, Recused. Source: R-PROC-7.
    """
    appeal = cases.restore_term(file.case.id, restored=restored, reason=reason, by=by)
    if restored and appeal.suspensive:
        _suspend(file, on=appeal.filed_on, by=by)
    case_messages.tell(file.case, by=by)
    return appeal


def _granted(file: CaseFile, answer: Answer) -> tuple[dict[str, str | None] | None, Money | None]:
    """What the answer grants and what that costs, both of the same days.

    Raises: TermNotPossible, OutcomeNotChosen, and what bars every grant: HoldOpen, DangerTold, StageOpen.
    """
    if answer.outcome is AppealOutcome.OVERTURNED and (grant := grant_that_ended(file)):
        return dict(grant.terms), None
    if not answer.grants:
        return None, None
    check_grantable(file)
    answered = outcome_of(file, DecisionKind.GRANT.value, answer.on_merits)
    granted = term_of(file, answer.granted_from or clock.today(), answer.granted_until)
    return {**answered, **days_of(granted)}, granted.fee


def _give_back(file: CaseFile, answer: Answer, fee: Money | None, by: Actor) -> None:
    """The stay was lawful all along, what was paid for the decision that fell counts or goes back, and a
    document made under it ends. The duty of a lapse that fell counts again where the same is owed.
    """
    prove_pending_again(file, on=_pending_ended(file), by=by)
    permits.end(file.case.subject, on=clock.today() - _DAY, cause=Cause.WITHDRAWN, by=by)
    earlier = charges.list_of(file.case.subject, to=THE_STORY)
    counts = _that_counts(file, earlier, fee) if answer.grants else None
    _return_what_was_paid([each for each in earlier if each != counts], by)
    if counts is not None and counts.state is ChargeState.CANCELLED:
        count_again(file, counts.id, cause="appeal-won", by=by)
    elif counts is not None:
        go_on_paid(file.case, by=by)
    elif answer.grants:
        charge_for(file, fee, by=by)


def _that_counts(file: CaseFile, earlier: list[Charge], fee: Money | None) -> Charge | None:
    """The same duty, paid already; or fallen with the lapse while money for it is in the State's hands."""
    lapsed = file.in_force is not None and file.in_force.kind is DecisionKind.LAPSE
    same = [each for each in earlier if each.amount == fee]
    paid = [each for each in same if each.state is ChargeState.PAID]
    fallen = [each for each in same if each.state is ChargeState.CANCELLED and _held(each).minor]
    return next(iter(paid + (fallen[::-1] if lapsed else [])), None)


def _held(charge: Charge) -> Money:
    """What came in for it and was not paid out again, beyond what is owed."""
    return charge.surplus + charge.refund_payable


def _return_what_was_paid(earlier: list[Charge], by: Actor) -> None:
    """It becomes a refund without being asked for, also what came in for a charge that fell before."""
    for each in earlier:
        if each.state is not ChargeState.CANCELLED:
            payments.cancel_charge(each.id, cause="appeal-won", by=by)
        elif each.surplus.minor:
            about = Subject("charge", each.id)
            payments.refund(about, amount=each.surplus, cause="appeal-won", by=by)


def _suspend(file: CaseFile, *, on: date, by: Actor) -> None:
    """What was pending is pending again; a permit that was ended goes on."""
    if ended(file):
        go_on_again(file, since=on, by=by)
    else:
        prove_pending_again(file, on=on, by=by)


def prove_pending_again(file: CaseFile, *, on: date, by: Actor) -> None:
    """The stay is lawful again from a day on, until what is pending is decided."""
    proof = certificates.find_for(proof_of(file.case), to=THE_STORY)
    if proof is not None:
        permits.note(proof.id, cause=Cause.APPLICATION_PENDING, first_day=on, by=by)
        prolong_while_pending(file.pack, file.service, file.case, on=on, by=by)


def _pending_ended(file: CaseFile) -> date:
    """The day from which the proof has to hold again: that of the decision that fell."""
    return file.decision.decided_on if file.decision else clock.today()
