"""What becomes of the document once the case is closed: reported, made anew, handed over."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sojourn.audit import actions as audit
from sojourn.audit.types import EventKind
from sojourn.cases import events
from sojourn.cases.errors import CaseNotFound
from sojourn.cases.models import Case
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Confidentiality, Subject


@transaction_required
def note_card_reported(
    case_id: UUID, *, cause: str, happened_on: date, reported_on: date, days_late: int, by: Actor
) -> None:
    """It was lost or damaged, or its data are old; whoever comes second waits. Raises: CaseNotFound."""
    _note(
        case_id,
        events.CARD_REPORTED,
        by=by,
        cause=cause,
        happened_on=happened_on,
        reported_on=reported_on,
        days_late=days_late,
    )


@transaction_required
def note_card_replaced(case_id: UUID, *, by: Actor) -> None:
    """Another one is made; whoever comes second waits. Raises: CaseNotFound."""
    _note(case_id, events.CARD_REPLACED, by=by)


@transaction_required
def note_card_given(case_id: UUID, *, by: Actor) -> None:
    """The other one is in its holder's hands. Raises: CaseNotFound."""
    _note(case_id, events.CARD_GIVEN, by=by)


def _note(case_id: UUID, kind: EventKind, *, by: Actor, **facts: object) -> None:
    rows = Case.objects.select_for_update(no_key=True).filter(id=case_id)
    class_ = rows.values_list("confidentiality", flat=True).first()
    if class_ is None:
        raise CaseNotFound
    audit.record(
        kind, subject=Subject("case", case_id), by=by, confidentiality=Confidentiality(class_), **facts
    )
