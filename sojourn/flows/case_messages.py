"""Who is told that something happened in a case. Subject and text are neutral: what it is stands behind the
sign-in.
"""

from __future__ import annotations

from uuid import UUID

from sojourn.accounts import queries as accounts
from sojourn.accounts.errors import ContactNotUnderstood
from sojourn.accounts.queries import read_contact
from sojourn.cases import queries as cases
from sojourn.cases.errors import CaseNotFound
from sojourn.cases.types import CaseView
from sojourn.lib.actor import Actor
from sojourn.notices import actions as notices
from sojourn.notices.types import Message, Recipient


def tell_of_receipt(case: CaseView, *, contact: str | None, by: Actor) -> None:
    """The application came in: to the account, and to the contact named in it where there is no account."""
    if case.account_id is None and contact:
        _send(case, _by_contact(contact), "registered", by)
    else:
        tell(case, by=by)


def tell(case: CaseView, *, by: Actor) -> None:
    """There is something to read or to do in the case. Nobody is told where no account follows it.

    Which channels the account called safe is obeyed where the message is sent.
    """
    if case.account_id is not None:
        contacts = accounts.contacts_of(accounts.get_account(case.account_id))
        _send(case, Recipient(case.account_id, next(iter(contacts), None)), "news", by)


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
