"""An officer answers the owner of a dwelling, who is told so where they can be reached."""

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
    """Keep the answer and send the owner the same link again, under which it stands.

    The message is neutral and in the first language of the country: the owner's own is not known.
    Raises: RegistrationNotFound, AlreadyDecided.
    """
    registration_id = stays.answer_objection(objection_id, answer=answer, to=to, by=by)
    typed = queries.host_contact_of(registration_id)
    try:
        contact = read_contact(typed) if typed else None
    except ContactNotUnderstood:
        contact = None
    if contact is None:
        return
    message = Message(
        template="objection_answered",
        language=catalogue.current().languages[0],
        to=Recipient(contact=contact),
        about=Subject("registration", registration_id),
        context={"token": token_for(registration_id)},
    )
    notices.send_all([message], by=by)
