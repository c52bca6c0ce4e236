"""A one-time code is made and brought to its contact, by e-mail or text message."""

from __future__ import annotations

from uuid import UUID

from sojourn.accounts import actions as accounts
from sojourn.accounts.types import CodePurpose, Contact
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject
from sojourn.notices import actions as notices
from sojourn.notices.types import Message, Recipient


@transaction_required
def send_code(
    contact: Contact,
    *,
    purpose: CodePurpose,
    language: str,
    caller: str,
    by: Actor,
    instead_of: UUID | None = None,
) -> UUID | None:
    """The id of the code on its way; nothing when too many were asked for. Five statements.

    Whether the contact has an account changes nothing, neither in the answer nor in the work. A code goes to
    the contact that was typed, whatever its account calls safe: who reads it asked for it at this moment.
    `instead_of` is the code asked for before, which ends.
    """
    sent = accounts.send_code(contact, purpose=purpose, caller=caller, by=by, instead_of=instead_of)
    if sent is None:
        return None
    message = Message(
        template="code",
        language=language,
        to=Recipient(contact=contact),
        about=Subject("one-time-code", sent.id),
        context={"code": sent.code},
        secret=True,
    )
    notices.send(message, by=by)
    return sent.id
