"""Whose contact it is under which a worker is reached: never that of who applies for them.

The way in and everything told to the worker alone go to this contact. Who applies types it, so it is compared
with theirs, and an account that acts for them never takes the part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from sojourn.accounts import queries as accounts
from sojourn.accounts.errors import ContactNotUnderstood
from sojourn.accounts.types import Contact
from sojourn.cases.types import CaseView
from sojourn.catalogue.forms import Finding
from sojourn.catalogue.types import Service
from sojourn.flows.errors import AnswersUnreadable
from sojourn.lib.actor import SYSTEM, Actor, ActorKind, Reader
from sojourn.lib.types import Subject
from sojourn.organisations import queries as organisations
from sojourn.organisations.errors import OrganisationUnknown
from sojourn.organisations.types import Scope

_LOOKING = Reader(SYSTEM, "contact of a worker")


def findings(service: Service, cleaned: Mapping[str, Any], *, by: Actor) -> tuple[Finding, ...]:
    """What is wrong with the contact told for the worker: it is one of who applies."""
    path = service.case.person_contact if service.case else None
    told = _read(cleaned.get(path)) if path else None
    if path is None or told is None:
        return ()
    theirs = {*_of_who_applies(by), _read(cleaned.get("contact.address"))}
    return (Finding(path, "contact-of-applicant"),) if told in theirs else ()


def check(service: Service, cleaned: Mapping[str, Any], *, by: Actor) -> None:
    """Raises: AnswersUnreadable where the worker would be reached at who applies for them."""
    if found := findings(service, cleaned, by=by):
        raise AnswersUnreadable(findings=found)


def may_take_part(case: CaseView, account_id: UUID) -> bool:
    """Whether an account may be the worker's: it neither filed the case nor acts for who did."""
    if account_id == case.account_id:
        return False
    principal = case.principal
    return principal is None or not any(
        organisations.may_act(account_id, for_=principal, scope=each, service=case.service) for each in Scope
    )


def is_proven(contact: str, account_id: UUID) -> bool:
    """Whether the account proved the contact under which the worker was told to be reached."""
    return _read(contact) in accounts.contacts_of(accounts.get_account(account_id))


def _of_who_applies(by: Actor) -> Iterator[Contact | None]:
    """The contacts of the account that files, and of whom it files for."""
    if by.account_id is not None and by.kind is ActorKind.PERSON:
        yield from accounts.contacts_of(accounts.get_account(by.account_id))
    if by.on_behalf_of is not None:
        yield from _of(by.on_behalf_of)


def _of(principal: Subject) -> Iterator[Contact | None]:
    if principal.kind == "account":
        yield from accounts.contacts_of(accounts.get_account(principal.id))
        return
    with suppress(OrganisationUnknown):
        found = organisations.get_organisation(principal.id, to=_LOOKING)
        yield from (_read(found.email), _read(found.phone))


def _read(typed: object) -> Contact | None:
    try:
        return accounts.read_contact(str(typed)) if typed else None
    except ContactNotUnderstood:
        return None
