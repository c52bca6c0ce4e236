"""What an officer typed and has not sent yet: kept for that officer, gone when it is sent or thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sojourn.cases.actions.rows import check_free, officer_of
from sojourn.cases.errors import CaseNotFound
from sojourn.cases.models import Case, WorkingPaper
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required


@transaction_required
def keep_working_paper(case_id: UUID, *, form: str, typed: Mapping[str, Any], by: Actor) -> None:
    """Keep what stands in a form; it changes nothing in the case. Raises: CaseNotFound, Recused."""
    row = Case.objects.filter(id=case_id).first()
    if row is None:
        raise CaseNotFound
    check_free(row, by)
    WorkingPaper.objects.update_or_create(
        case_id=case_id,
        account_id=officer_of(by),
        form=form,
        defaults={"typed": dict(typed), "kept_at": clock.now()},
    )


@transaction_required
def discard_working_paper(case_id: UUID, *, form: str, by: Actor) -> None:
    """Throw away what was kept of a form."""
    WorkingPaper.objects.filter(case_id=case_id, account_id=officer_of(by), form=form).delete()
