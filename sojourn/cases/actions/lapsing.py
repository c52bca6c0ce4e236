"""A grant lapses because its duty was not paid in time; one that had been paid for stands again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sojourn.cases import rules
from sojourn.cases.actions.decisions import new_decision
from sojourn.cases.actions.rows import check_office, keep, lock
from sojourn.cases.errors import AppealPending
from sojourn.cases.models import Case, Decision
from sojourn.cases.queries import as_decision
from sojourn.cases.types import Act, DecisionKind, Power, Remedy
from sojourn.cases.types import Decision as Decided
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required


@transaction_required
def record_lapse(
    case_id: UUID,
    *,
    reasons: Sequence[str],
    words: Mapping[str, str],
    power: Power,
    by: Actor,
    remedy: Remedy | None = None,
    version: int | None = None,
) -> Decided:
    """An officer records that a grant lapsed because the duty was not paid in time; no clock does it.

    A payment that arrived before has moved the case on: ActNotAllowed.
    Raises: AppealPending while an appeal waits for its answer, ReasonMissing, Recused, OfAnotherOffice.
    """
    row = _lock_uncontested(case_id, Act.RECORD_LAPSE, power, by, version)
    rules.check_reason(" ".join(reasons))
    made = new_decision(
        row,
        DecisionKind.LAPSE,
        replaces=row.decision_id,
        reasons=reasons,
        words=words,
        terms={},
        power=power,
        by=by,
        remedy=remedy,
    )
    made.save(force_insert=True)
    facts = {"decision": made.id, "reasons": made.reasons}
    keep(row, Act.RECORD_LAPSE, by=by, facts=facts, changes=_in_force(made, by))
    return as_decision(made)


@transaction_required
def undo_lapse(
    case_id: UUID,
    *,
    grant: Decided,
    words: Mapping[str, str],
    power: Power,
    by: Actor,
    remedy: Remedy | None = None,
    version: int | None = None,
) -> Decided:
    """The duty had been paid before the lapse was recorded: the grant stands again, its duty counted anew.

    Raises: AppealPending while an appeal waits for its answer, ActNotAllowed, OfAnotherOffice, Recused.
    """
    row = _lock_uncontested(case_id, Act.UNDO_LAPSE, power, by, version)
    made = new_decision(
        row,
        DecisionKind.LAPSE_UNDONE,
        replaces=row.decision_id,
        reasons=grant.reasons,
        words=words,
        terms=grant.terms,
        fee=grant.fee,
        power=power,
        by=by,
        remedy=remedy,
    )
    made.save(force_insert=True)
    facts = {"decision": made.id, "replaces": made.replaces_id, "reasons": made.reasons, "terms": made.terms}
    keep(row, Act.UNDO_LAPSE, by=by, facts=facts, changes=_in_force(made, by))
    return as_decision(made)


def _lock_uncontested(case_id: UUID, act: Act, power: Power, by: Actor, version: int | None) -> Case:
    """The case, for its own office, while no appeal waits. Raises: AppealPending, OfAnotherOffice."""
    row = lock(case_id, act, by=by, version=version)
    check_office(row, power.office)
    if row.appeal_id is not None:
        raise AppealPending(appeal=row.appeal_id)
    return row


def _in_force(made: Decision, by: Actor) -> dict[str, Any]:
    return {
        "decision_id": made.id,
        "appeal_until": None,
        "decided_at": made.decided_at,
        "decided_by": by.account_id,
    }
