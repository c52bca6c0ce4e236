"""Another office becomes competent: it has the case, what is owed for it, its letters and its files."""

from __future__ import annotations

from uuid import UUID

from sojourn.cases import actions as cases
from sojourn.cases.types import CaseView
from sojourn.documents import actions as documents
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject
from sojourn.payments import actions as payments


@transaction_required
def transfer_case(
    case_id: UUID,
    *,
    office: str,
    reason: str,
    by: Actor,
    with_papers: bool = True,
    version: int | None = None,
) -> CaseView:
    """Give a case to another office. with_papers: the other office keeps the papers too.

    Raises: ReasonMissing, ActNotAllowed, ChangedMeanwhile, Recused.
    """
    case = cases.transfer(
        case_id, office=office, reason=reason, with_papers=with_papers, version=version, by=by
    )
    payments.move(case.subject, office=office, by=by)
    documents.move([case.subject, Subject("application", case.application_id)], office=office, by=by)
    return case
