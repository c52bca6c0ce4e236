"""Asking another body, beside the examination: the clock runs on."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sojourn.cases import rules
from sojourn.cases.actions.rows import check_free, check_in_hand, keep, lock
from sojourn.cases.errors import ConsultationNotOpen
from sojourn.cases.models import Consultation
from sojourn.cases.queries import as_view
from sojourn.cases.types import Act, CaseView, Opinion
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required


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
        reply_by=reply_by,
    )
    facts = {"consultation": asked.id, "body": body, "reply_by": reply_by}
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
    check_free(row, by)
    day = on or clock.today()
    asked = Consultation.objects.filter(id=consultation_id, case_id=row.id, replied_on=None).first()
    if asked is None:
        raise ConsultationNotOpen
    asked.replied_on, asked.recorded_by, asked.outcome = day, by.account_id, outcome.value
    asked.public_opinion, asked.closed_opinion = public_opinion, closed_opinion or None
    asked.save(update_fields=["replied_on", "recorded_by", "outcome", "public_opinion", "closed_opinion"])
    facts = {"consultation": asked.id, "body": asked.body, "on": day, "outcome": outcome.value}
    keep(row, Act.RECORD_OPINION, by=by, facts=facts, changes={"unread": True})
    return as_view(row)
