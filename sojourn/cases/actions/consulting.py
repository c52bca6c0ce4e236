"""Asking another body, beside the examination: the clock runs on."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sojourn.cases import rules
from sojourn.cases.actions.rows import check_in_hand, keep, lock
from sojourn.cases.errors import ConsultationNotOpen
from sojourn.cases.models import Consultation
from sojourn.cases.queries import as_view
from sojourn.cases.types import Act, CaseView, Opinion
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required

_REPLY = ("replied_on", "recorded_by", "recorded_for", "outcome", "public_opinion", "closed_opinion")


@transaction_required
def consult(
    case_id: UUID,
    *,
    body: str,
    question: str,
    reply_by: date,
    by: Actor,
    restricted: bool = False,
    version: int | None = None,
) -> tuple[CaseView, UUID]:
    """Ask a body of the pack for its opinion by a day. Gives the consultation's id too.

    restricted: that it was asked is shown only to those who may ask.
    """
    row = lock(case_id, Act.CONSULT, by=by, version=version)
    officer = check_in_hand(row, by)
    asked = Consultation.objects.create(
        case_id=row.id,
        body=body,
        question=rules.check_reason(question),
        restricted=restricted,
        asked_on=clock.today(),
        asked_by=officer,
        acting_for=by.acting_for,
        reply_by=reply_by,
    )
    facts = {"consultation": asked.id, "body": _told(body, restricted), "reply_by": reply_by}
    keep(row, Act.CONSULT, by=by, facts=facts, changes={})
    return as_view(row), UUID(str(asked.id))


@transaction_required
def record_opinion(
    case_id: UUID,
    *,
    consultation_id: UUID,
    outcome: Opinion,
    public_opinion: str,
    by: Actor,
    closed_opinion: str = "",
    on: date | None = None,
) -> CaseView:
    """Keep what a body answered: a part for everyone with a part in the case, and one that is closed.

    Raises: ConsultationNotOpen.
    """
    row = lock(case_id, Act.RECORD_OPINION, by=by)
    day = on or clock.today()
    asked = Consultation.objects.filter(id=consultation_id, case_id=row.id, replied_on=None).first()
    if asked is None:
        raise ConsultationNotOpen
    asked.replied_on, asked.outcome = day, outcome.value
    asked.recorded_by, asked.recorded_for = by.account_id, by.acting_for
    asked.public_opinion, asked.closed_opinion = public_opinion, closed_opinion or None
    asked.save(update_fields=_REPLY)
    body = _told(asked.body, asked.restricted)
    facts = {"consultation": asked.id, "body": body, "on": day, "outcome": outcome.value}
    keep(row, Act.RECORD_OPINION, by=by, facts=facts, changes={"unread": True})
    return as_view(row)


def _told(body: str, restricted: bool) -> str:
    """The log is read by more people than may know that this body was asked."""
    return "" if restricted else body
