"""What a visitor has filed: from this browser, from the account, or at the desk of an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from sojourn.applications import queries as filings
from sojourn.lib.actor import Actor
from sojourn.lib.types import Subject
from sojourn.organisations import queries as organisations
from sojourn.organisations.types import Right
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


def find_filed(visitor: Visitor, registration: UUID) -> Filed:
    """Raises: Http404, alike for a registration of others and one that does not exist."""
    found = _of_browser(visitor, registration) or _of_account(visitor, registration)
    if found is None:
        raise not_there()
    return found


def _of_browser(visitor: Visitor, registration: UUID) -> Filed | None:
    if not visitor.has_begun:
        return None
    if not filings.has_sent(Subject("registration", registration), holder=visitor.holder):
        return None
    try:
        view = stays.get_filed(registration)
    except RegistrationNotFound:  # erased when its term had passed
        return None
    return Filed(view, visitor.actor, reverse("portal:account"))


def _of_account(visitor: Visitor, registration: UUID) -> Filed | None:
    """By the account itself, or by an organisation it works for."""
    if visitor.account_id is None:
        return None
    for membership in organisations.list_memberships(visitor.account_id):
        if Right.REGISTER_GUESTS not in membership.rights:
            continue
        organisation = membership.organisation
        try:
            view = stays.get_of_host(registration, organisation_id=organisation.id)
        except RegistrationNotFound:
            continue
        back = reverse("portal:desk", args=[organisation.id])
        return Filed(view, visitor.actor.for_principal(organisation.subject), back)
    try:
        view = stays.get_filed(registration, account_id=visitor.account_id)
    except RegistrationNotFound:
        return None
    return Filed(view, visitor.actor, reverse("portal:account"))
