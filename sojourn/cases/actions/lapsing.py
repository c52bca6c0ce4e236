"""A lapse that was recorded although the duty had been paid is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sojourn.cases.actions.deciding import as_record, as_remedy
from sojourn.cases.actions.rows import check_office, keep, lock, officer_of
from sojourn.cases.errors import AppealPending
from sojourn.cases.models import Decision
from sojourn.cases.queries import as_decision
from sojourn.cases.types import Act, DecisionKind, Power, Remedy
from sojourn.cases.types import Decision as Decided
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required


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
    row = lock(case_id, Act.UNDO_LAPSE, by=by, version=version)
    check_office(row, power.office)
    if row.appeal_id is not None:
        raise AppealPending(appeal=row.appeal_id)
    now, fee = clock.now(), grant.fee
    made = Decision(
        case_id=row.id,
        kind=DecisionKind.LAPSE_UNDONE.value,
        replaces_id=row.decision_id,
        reasons=list(grant.reasons),
        words=dict(words),
        terms=dict(grant.terms),
        fee_minor=fee.minor if fee else None,
        fee_currency=fee.currency if fee else "",
        approver_id=officer_of(by),
        power=as_record(power),
        pack_sha256=row.pack_sha256,
        decided_at=now,
        decided_on=clock.legal_day(now),
        remedy=as_remedy(remedy),
    )
    made.save(force_insert=True)
    facts = {"decision": made.id, "replaces": made.replaces_id, "reasons": made.reasons, "terms": made.terms}
    changes = {
        "decision_id": made.id,
        "appeal_until": None,
        "decided_at": now,
        "decided_by": by.account_id,
    }
    keep(row, Act.UNDO_LAPSE, by=by, facts=facts, changes=changes)
    return as_decision(made)
