"""How the one who files wants to be reached: told on the summary, proved by one code, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sojourn.accounts.errors import ContactNotUnderstood
from sojourn.accounts.queries import read_contact
from sojourn.accounts.types import Contact, ContactKind
from sojourn.catalogue.forms import Finding
from sojourn.notices import queries as notices

if TYPE_CHECKING:
    from sojourn.accounts.models import Account

CHANNEL, ADDRESS = "contact.channel", "contact.address"
_KINDS = {"email": ContactKind.EMAIL, "sms": ContactKind.PHONE}
_CHANNELS = {kind: channel for channel, kind in _KINDS.items()}


def told_in(answers: Mapping[str, Any]) -> Contact | None:
    """The contact that was told; nothing where none is wanted or it cannot be read."""
    kind = _KINDS.get(str(answers.get(CHANNEL) or ""))
    if kind is None:
        return None
    try:
        contact = read_contact(str(answers.get(ADDRESS) or ""))
    except ContactNotUnderstood:
        return None
    return contact if contact.kind is kind else None


def findings(answers: Mapping[str, Any]) -> tuple[Finding, ...]:
    """A channel was chosen, and the address is not one of its kind."""
    if answers.get(CHANNEL) not in _KINDS or told_in(answers) is not None:
        return ()
    return (Finding(ADDRESS, f"not-a-contact-{answers[CHANNEL]}"),)


def with_default(answers: Mapping[str, Any], account: Account | None) -> Mapping[str, Any]:
    """Someone signed in is reached as the account is, by a safe channel, until they say otherwise."""
    if account is None or answers.get(CHANNEL):
        return answers
    reached = notices.recipient_for(account)
    if reached.contact is None:
        return {**answers, CHANNEL: "none"} if reached.silenced else answers
    return {**answers, CHANNEL: _CHANNELS[reached.contact.kind], ADDRESS: reached.contact.address}


def code_id(text: str) -> UUID:
    """The id of the code a form speaks of; the id of none where it is not one."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
