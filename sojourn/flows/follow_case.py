"""Whoever proved that a filing is theirs follows its case: its news, and what is to be paid for it."""

from __future__ import annotations

from uuid import UUID

from sojourn.cases import actions as cases
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject
from sojourn.payments import actions as payments


@transaction_required
def follow_case(application_id: UUID, *, account_id: UUID, by: Actor) -> None:
    """A case that an account follows already stays with it, and so does what is charged for it."""
    case_id = cases.give_to(application_id, account_id=account_id, by=by)
    if case_id is not None:
        payments.give_to(Subject("case", case_id), account_id=account_id, by=by)
