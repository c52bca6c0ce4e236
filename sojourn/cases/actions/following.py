"""Who follows a case from outside: taken from those who filed it for someone who came under protection."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sojourn.audit import actions as audit
from sojourn.cases import events
from sojourn.cases.actions.rows import subject_of
from sojourn.cases.models import Case
from sojourn.lib.actor import Actor
from sojourn.lib.db import forget_rows, transaction_required
from sojourn.lib.types import Confidentiality


@transaction_required
def take_from_filer(case_ids: Collection[UUID], *, confidentiality: Confidentiality, by: Actor) -> None:
    """Nobody outside sees these cases any more, until someone proves again that one is theirs.

    confidentiality: the class their person moves into; that this was done is told to it alone.
    """
    rows = Case.objects.select_for_update(no_key=True).filter(id__in=case_ids).order_by("id")
    kept = list(rows.only("id", "confidentiality"))
    Case.objects.filter(id__in=[row.id for row in kept]).update(
        account_id=None, principal_kind="", principal_id=None
    )
    forget_rows()
    for row in kept:
        class_ = max(Confidentiality(row.confidentiality), confidentiality)
        audit.record(events.TAKEN_FROM_FILER, subject=subject_of(row.id), by=by, confidentiality=class_)
