"""Someone lets another act for them: offered to a contact, accepted by who proves it, told to both sides."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sojourn.accounts import actions as accounts
from sojourn.accounts import queries as known
from sojourn.accounts.types import Contact
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject
from sojourn.notices import actions as notices
from sojourn.notices import queries as told
from sojourn.notices.types import Message, Recipient
from sojourn.organisations import actions as organisations
from sojourn.organisations import queries
from sojourn.organisations.types import MandateView, Terms

_PAGE = "account/mandates/"


@transaction_required
def offer_mandate(
    principal: Subject, *, to: Contact, called: str, terms: Terms, language: str, caller: str, by: Actor
) -> UUID:
    """Offer a mandate to whoever proves a contact; the message says that something waits, nothing else.

    Whether the contact has an account changes nothing. Beyond the limits the offer stands and nobody is
    written to: it is found by whoever signs in with that contact. Raises: MandateRefused.
    """
    mandate = organisations.offer_mandate(principal, to=to, called=called, terms=terms, by=by)
    if accounts.may_write_to(to, caller=caller):
        notices.send(_news(mandate, Recipient(contact=to), language), by=by)
    return mandate


@transaction_required
def accept_mandate(mandate: UUID, *, agent: Subject, proved: Collection[Contact], by: Actor) -> None:
    """Accept an offer and tell the principal. Raises: MandateUnknown, MandateRefused."""
    organisations.accept_mandate(mandate, agent=agent, proved=proved, by=by)
    _tell_principal(queries.get_mandate(mandate, sides=[agent]), by=by)


@transaction_required
def decline_mandate(mandate: UUID, *, proved: Collection[Contact], by: Actor) -> None:
    """Say no to an offer and tell the principal. Raises: MandateUnknown."""
    offered = next((each for each in queries.list_offered_to(proved) if each.id == mandate), None)
    organisations.decline_mandate(mandate, proved=proved, on=clock.today(), by=by)
    if offered is not None:
        _tell_principal(offered, by=by)


@transaction_required
def end_mandate(mandate: UUID, *, sides: Collection[Subject], by: Actor) -> None:
    """End a mandate at once and tell the other side. Raises: MandateUnknown."""
    ended = queries.get_mandate(mandate, sides=sides)
    side = next(each for each in (ended.principal, ended.agent) if each and each in sides)
    is_own = side == Subject("account", by.account_id) if by.account_id else False
    organisations.end_mandate(mandate, on=clock.today(), by=by if is_own else by.for_principal(side))
    if ended.ended_on is not None:
        return
    if side != ended.principal:
        _tell_principal(ended, by=by)
    elif ended.agent is not None and ended.agent.kind == "account":
        _tell_account(ended.agent.id, ended.id, by=by)


def _tell_principal(mandate: MandateView, *, by: Actor) -> None:
    if mandate.principal.kind == "account":
        _tell_account(mandate.principal.id, mandate.id, by=by)


def _tell_account(account_id: UUID, mandate: UUID, *, by: Actor) -> None:
    account = known.get_account(account_id)
    notices.send(_news(mandate, told.recipient_for(account), account.language), by=by)


def _news(mandate: UUID, to: Recipient, language: str) -> Message:
    return Message(
        template="news",
        language=language,
        to=to,
        about=Subject("mandate", mandate),
        context={"link": f"/{language}/{_PAGE}"},
    )
