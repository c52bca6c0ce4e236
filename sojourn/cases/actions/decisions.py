"""What a decision holds, whoever takes it and by whichever act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sojourn.cases.actions.rows import officer_of
from sojourn.cases.models import Case, Decision, Proposal
from sojourn.cases.types import DecisionKind, Power, Remedy
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.money import Money


def new_decision(
    row: Case,
    kind: DecisionKind,
    *,
    replaces: UUID | None,
    reasons: Sequence[str],
    words: Mapping[str, str],
    terms: Mapping[str, Any],
    fee: Money | None = None,
    power: Power,
    by: Actor,
    remedy: Remedy | None,
    proposal: Proposal | None = None,
) -> Decision:
    """A decision of now, to be saved by the act that holds the case and moves it on.

    replaces: the decision whose place it takes; power: of who decides, kept with whom they stand in for.
    """
    now = clock.now()
    return Decision(
        case_id=row.id,
        kind=kind.value,
        proposal_id=proposal.id if proposal else None,
        replaces_id=replaces,
        reasons=list(reasons),
        words=dict(words),
        terms=dict(terms),
        fee_minor=fee.minor if fee else None,
        fee_currency=fee.currency if fee else "",
        author_id=proposal.proposed_by if proposal else None,
        approver_id=officer_of(by),
        power=_as_record(replace(power, acting_for=power.acting_for or by.acting_for)),
        pack_sha256=row.pack_sha256,
        decided_at=now,
        decided_on=clock.legal_day(now),
        remedy={"body": remedy.body, "period": remedy.period} if remedy else None,
    )


def _as_record(power: Power) -> dict[str, str]:
    told = {"role": power.role, "office": power.office, "acting_for": power.acting_for}
    return {name: str(value) for name, value in told.items() if value is not None}
