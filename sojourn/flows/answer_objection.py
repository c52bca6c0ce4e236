"""An officer answers the owner or guest who objected, who is told so where they can be reached."""

from __future__ import annotations

from uuid import UUID

from sojourn.accounts.errors import ContactNotUnderstood
from sojourn.accounts.queries import read_contact
from sojourn.catalogue import queries as catalogue
from sojourn.flows.object_to_registration import token_for
from sojourn.lib.actor import Actor, Reader
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject
from sojourn.notices import actions as notices
from sojourn.notices.types import Message, Recipient
from sojourn.stays import actions as stays
from sojourn.stays import queries


@transaction_required
def answer_objection(objection_id: UUID, *, answer: str, to: Reader, by: Actor) -> None:
    """Keep the answer and send who objected the same link again, under which it stands.

    The message is neutral, in the language of the objection with the country's authentic one below.
    Raises: RegistrationNotFound, AlreadyDecided.
    """
    registration_id = stays.answer_objection(objection_id, answer=answer, to=to, by=by)
    objector, authentic = queries.get_objector(objection_id), catalogue.current().languages[0]
    try:
        contact = read_contact(objector.contact) if objector.contact else None
    except ContactNotUnderstood:
        contact = None
    if contact is None:
        return
    message = Message(
        template="objection_answered",
        language=objector.language or authentic,
        also_in=authentic,
        to=Recipient(contact=contact),
        about=Subject("registration", registration_id),
        context={"token": token_for(registration_id, side=objector.side)},
    )
    notices.send_all([message], by=by)
