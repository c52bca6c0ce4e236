"""What becomes of the document once the case is closed: reported, made anew, handed over."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sojourn.cases.actions.rows import keep, lock
from sojourn.cases.models import Change
from sojourn.cases.queries import as_view
from sojourn.cases.types import Act, CaseView, NewChange
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required


@transaction_required
def note_card_reported(
    case_id: UUID,
    *,
    cause: str,
    happened_on: date,
    reported_on: date,
    days_late: int,
    by: Actor,
    change: NewChange | None = None,
    version: int | None = None,
) -> CaseView:
    """It was lost or damaged, or its data are old; `change`: what they are now. What was filed stays.

    Raises: CaseNotFound, ActNotAllowed, Recused.
    """
    case = _note(
        case_id,
        Act.REPORT_CARD,
        by=by,
        version=version,
        cause=cause,
        happened_on=happened_on,
        reported_on=reported_on,
        days_late=days_late,
        paths=sorted(change.answers) if change else [],
    )
    if change is not None:
        Change.objects.create(
            case_id=case_id,
            answers=dict(change.answers),
            shown_by=change.shown_by,
            happened_on=happened_on,
            recorded_at=clock.now(),
            recorded_by=by.account_id,
            acting_for=by.acting_for,
        )
    return case


@transaction_required
def note_card_replaced(case_id: UUID, *, by: Actor, version: int | None = None) -> CaseView:
    """Another one is made; whoever comes second waits. Raises: CaseNotFound, ActNotAllowed, Recused."""
    return _note(case_id, Act.REPLACE_CARD, by=by, version=version)


@transaction_required
def note_card_given(case_id: UUID, *, by: Actor, version: int | None = None) -> CaseView:
    """The other one is in its holder's hands. Raises: CaseNotFound, ActNotAllowed, Recused."""
    return _note(case_id, Act.GIVE_CARD, by=by, version=version)


def _note(case_id: UUID, act: Act, *, by: Actor, version: int | None, **facts: object) -> CaseView:
    row = lock(case_id, act, by=by, version=version)
    keep(row, act, by=by, facts=facts, changes={})
    return as_view(row)
