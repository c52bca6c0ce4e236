"""Who is told that something happened in a case. Subject and text are neutral: what it is stands behind the
sign-in.
"""

from __future__ import annotations

from uuid import UUID

from sojourn.accounts.errors import ContactNotUnderstood
from sojourn.accounts.queries import read_contact
from sojourn.cases import queries as cases
from sojourn.cases.errors import CaseNotFound
from sojourn.cases.types import CaseView
from sojourn.lib.actor import Actor
from sojourn.lib.types import Confidentiality, Subject
from sojourn.notices import actions as notices
from sojourn.notices import queries as inboxes
from sojourn.notices.types import Message, Recipient
from sojourn.organisations import queries as organisations
from sojourn.organisations.types import Scope


def tell_of_receipt(case: CaseView, *, contact: str | None, by: Actor) -> None:
    """The application came in: to the account, and to the contact named in it where there is no account."""
    if case.account_id is None and contact:
        _send(case, _by_contact(contact), "registered", by)
    else:
        tell(case, by=by)


def tell(case: CaseView, *, by: Actor, contact: str | None = None) -> bool:
    """There is something to read or to do in the case; whether anybody could be told.

    contact: named in the application, for one that no account follows. Which channels an account called safe
    is obeyed where the message is sent. What was typed before someone came under protection may be the
    contact of whom they are protected from: it is not used.
    """
    to = [inboxes.recipient_of(each) for each in _followers(case)]
    if not to and contact and case.confidentiality is not Confidentiality.PROTECTED:
        to = [found for found in [_by_contact(contact)] if found]
    for each in to:
        _send(case, each, "news", by)
    return bool(to)


def tell_taken_back(case: CaseView, *, by: Actor) -> None:
    """What they were told is waiting waits no more."""
    for each in _followers(case):
        _send(case, inboxes.recipient_of(each), "taken-back", by)


def _followers(case: CaseView) -> list[UUID]:
    """The account that filed, while it may still act for whom it filed; and that person's own account."""
    found, principal = [], case.principal
    if case.account_id is not None and (principal is None or _may_follow(case.account_id, principal, case)):
        found.append(case.account_id)
    if principal is not None and principal.kind == "account" and principal.id not in found:
        found.append(principal.id)
    return found


def _may_follow(account_id: UUID, principal: Subject, case: CaseView) -> bool:
    filing = Scope.APPLY_FOR_WORKERS if principal.kind == "organisation" else Scope.REGISTER_STAY
    scopes = (filing, Scope.RECEIVE_DOCUMENTS)
    return any(
        organisations.may_act(account_id, for_=principal, scope=each, service=case.service) for each in scopes
    )


def tell_of(case_id: UUID, *, by: Actor) -> None:
    """The same, of a case known by its id. One that was erased meanwhile has nobody to tell."""
    try:
        tell(cases.get_filed(case_id), by=by)
    except CaseNotFound:
        return


def _send(case: CaseView, to: Recipient | None, template: str, by: Actor) -> None:
    if to is None:
        return
    language = case.language
    message = Message(
        template=template,
        language=language,
        to=to,
        about=case.subject,
        context={"reference": case.reference, "link": f"/{language}/cases/{case.reference}/"},
        confidentiality=case.confidentiality,
    )
    notices.send(message, by=by)


def _by_contact(typed: str) -> Recipient | None:
    try:
        return Recipient(contact=read_contact(typed))
    except ContactNotUnderstood:
        return None
