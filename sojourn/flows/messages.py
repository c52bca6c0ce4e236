"""What is said when a stay is registered: to the filer about the document, to the other side that was named.

Subject and text are neutral: no name, no service, no place. What it is about is read behind the link.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sojourn.accounts import actions as accounts
from sojourn.accounts import queries as known
from sojourn.accounts.errors import ContactNotUnderstood
from sojourn.accounts.queries import read_contact
from sojourn.accounts.types import Contact
from sojourn.flows.arrival_form import Cleaned
from sojourn.flows.object_to_registration import token_for
from sojourn.flows.types import Filing, Receipt
from sojourn.lib.actor import Actor, ActorKind
from sojourn.lib.types import Subject
from sojourn.notices import actions as notices
from sojourn.notices import queries as told
from sojourn.notices.types import Message, Recipient
from sojourn.stays.types import Side

_HOST, _GUEST = "stay.host-contact", "stay.guest-contact"


def tell_of_registration(receipt: Receipt, answers: Cleaned, *, filing: Filing) -> None:
    """Queue what is to be said; nothing where nobody can be reached."""
    messages = [
        *_to_filer(receipt, answers, filing),
        *_to_other_side(receipt, answers, filing),
        *_to_principal(receipt, filing),
    ]
    if messages:
        notices.send_all(messages, by=filing.by)


def _to_filer(receipt: Receipt, answers: Cleaned, filing: Filing) -> Iterator[Message]:
    contact, account_id = _contact(answers.get("contact.address")), _own_account(filing.by)
    if contact or account_id:
        yield Message(
            template="registered",
            language=filing.language,
            to=Recipient(account_id, contact),
            about=Subject("registration", receipt.registration_id),
            context={"reference": receipt.reference},
        )


def _to_other_side(receipt: Receipt, answers: Cleaned, filing: Filing) -> Iterator[Message]:
    """The owner whom a guest named, or the guest whom a host named; a hotel that files itself tells nobody.

    Nobody proved that the contact is theirs. Beyond the limits the stay is registered and nothing is sent.
    Nobody is written to about themselves.
    """
    by_host = filing.told_by is Side.HOST
    contact = None if filing.desk else _contact(answers.get(_GUEST if by_host else _HOST))
    if contact is None or contact in _own_contacts(answers, filing):
        return
    if accounts.may_write_to(contact, caller=filing.caller):
        side = Side.GUEST if by_host else Side.HOST
        yield Message(
            template="stay_named" if by_host else "place_named",
            language=filing.language,
            to=Recipient(contact=contact),
            about=Subject("registration", receipt.registration_id),
            context={"token": token_for(receipt.registration_id, side=side)},
        )


def _own_contacts(answers: Cleaned, filing: Filing) -> list[Contact | None]:
    """By what the one who files is reached: as told in the form, and as their account is."""
    account_id = _own_account(filing.by)
    known_by = known.contacts_of(known.get_account(account_id)) if account_id else ()
    return [_contact(answers.get("contact.address")), *known_by]


def _to_principal(receipt: Receipt, filing: Filing) -> Iterator[Message]:
    """Someone for whom another filed by mandate learns of it where everything of theirs stands."""
    for_whom = filing.by.on_behalf_of
    if for_whom is not None and for_whom.kind == "account":
        yield news_for(for_whom.id, about=Subject("registration", receipt.registration_id))


def news_for(account_id: UUID, *, about: Subject) -> Message:
    """Something waits in an account: said neutrally, by a channel its person calls safe."""
    account = known.get_account(account_id)
    return Message(
        template="news",
        language=account.language,
        to=told.recipient_for(account),
        about=about,
        context={"link": f"/{account.language}/account/"},
    )


def _own_account(by: Actor) -> UUID | None:
    """The account of who files for themselves; an officer or a host does not read in the guest's place."""
    return by.account_id if by.kind is ActorKind.PERSON and by.on_behalf_of is None else None


def _contact(typed: str | None) -> Contact | None:
    """A contact as people write it; what cannot be read reaches nobody."""
    try:
        return read_contact(typed) if typed else None
    except ContactNotUnderstood:
        return None
