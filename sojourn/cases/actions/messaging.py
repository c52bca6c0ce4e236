"""Words between the applicant and the office."""

from __future__ import annotations

from uuid import UUID

from sojourn.cases import rules
from sojourn.cases.actions.rows import keep, lock
from sojourn.cases.models import Message
from sojourn.cases.queries import as_message
from sojourn.cases.types import Act, MessageView, Side
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required


@transaction_required
def write_message(case_id: UUID, *, side: Side, words: str, by: Actor) -> MessageView:
    """Write to the other side of a case. Raises: ReasonMissing for no words."""
    row = lock(case_id, Act.WRITE_MESSAGE, by=by)
    made = Message(
        case_id=row.id,
        side=side.value,
        words=rules.check_reason(words),
        at=clock.now(),
        by=by.account_id,
    )
    made.save(force_insert=True)
    changes = {"unread": True} if side is Side.APPLICANT else {}
    keep(row, Act.WRITE_MESSAGE, by=by, facts={"message": made.id, "side": side.value}, changes=changes)
    return as_message(made)


@transaction_required
def mark_messages_read(case_id: UUID, *, side: Side, by: Actor) -> int:
    """One side has read what the other wrote; gives how many messages were new to it."""
    row = lock(case_id, Act.READ_MESSAGES, by=by)
    theirs = Side.OFFICE if side is Side.APPLICANT else Side.APPLICANT
    unread = Message.objects.filter(case_id=row.id, side=theirs.value, read_at=None)
    count = unread.update(read_at=clock.now())
    seen = {"unread": False} if side is Side.OFFICE and row.unread else {}
    if count or seen:
        facts = {"side": side.value, "messages": count}
        keep(row, Act.READ_MESSAGES, by=by, facts=facts, changes=seen)
    return int(count)
