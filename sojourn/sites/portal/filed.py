"""What a visitor has filed: from this browser, from the account, or at the desk of an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from sojourn.applications import queries as filings
from sojourn.lib.actor import Actor, proven
from sojourn.lib.types import Subject
from sojourn.organisations import queries as organisations
from sojourn.organisations.types import Scope
from sojourn.sites.portal import principals
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.visitors import Visitor
from sojourn.stays import queries as stays
from sojourn.stays.errors import RegistrationNotFound
from sojourn.stays.types import RegistrationView


@dataclass(frozen=True, slots=True)
class Filed:
    """A registration, as whom the visitor acts about it, and the page it is found on."""

    view: RegistrationView
    by: Actor
    back: str


def find_filed(visitor: Visitor, registration: UUID, *, service: str = "") -> Filed:
    """To look at it, or to go on under a service.

    Raises: Http404, alike for a registration of others and one that does not exist; MayNotAct where a mandate
    has ended or does not cover the service.
    """
    found = (
        _of_browser(visitor, registration, service)
        or _of_account(visitor, registration)
        or _of_principal(visitor, registration, service)
    )
    if found is None:
        raise not_there()
    return found


def _of_browser(visitor: Visitor, registration: UUID, service: str) -> Filed | None:
    if not visitor.has_begun:
        return None
    sent = filings.find_sent(Subject("registration", registration), holder=visitor.holder)
    if sent is None:
        return None
    by, back = visitor.actor, reverse("portal:account")
    if sent.principal is not None:
        acting = principals.get_acting(visitor, sent.principal, service=service or sent.service)
        by, back = by.for_principal(sent.principal), principals.page_of(acting)
    try:
        view = stays.get_filed(registration, to=proven(visitor.actor, "own filing"))
    except RegistrationNotFound:  # erased when its term had passed
        return None
    return Filed(view, by, back)


def _of_principal(visitor: Visitor, registration: UUID, service: str) -> Filed | None:
    """Of someone who lets the visitor receive documents; ending it needs the service that does so too."""
    for acting in principals.acted_for(visitor):
        covers = acting.terms.covers(Scope.RECEIVE_DOCUMENTS)
        if not covers or (service and not acting.terms.covers(Scope.REGISTER_STAY, service)):
            continue
        try:
            theirs = proven(visitor.actor, "filing of a principal")
            view = stays.get_filed(registration, to=theirs, account_id=acting.principal.id)
        except RegistrationNotFound:
            continue
        back = reverse("portal:acting", args=[acting.id])
        return Filed(view, visitor.actor.for_principal(acting.principal), back)
    return None


def _of_account(visitor: Visitor, registration: UUID) -> Filed | None:
    """By the account itself or for it, or by an organisation it works for."""
    if visitor.account_id is None:
        return None
    for membership in organisations.list_desks(visitor.account_id):
        organisation = membership.organisation
        try:
            view = stays.get_of_host(registration, organisation_id=organisation.id)
        except RegistrationNotFound:
            continue
        back = reverse("portal:desk", args=[organisation.id])
        return Filed(view, visitor.actor.for_principal(organisation.subject), back)
    try:
        theirs = proven(visitor.actor, "own filing")
        view = stays.get_filed(registration, to=theirs, account_id=visitor.account_id)
    except RegistrationNotFound:
        return None
    return Filed(view, visitor.actor, reverse("portal:account"))
