"""For whom a visitor files: for themselves, or for someone who let them, as long as that lasts."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.types import Service
from sojourn.lib import clock
from sojourn.lib.types import Subject
from sojourn.organisations import queries as organisations
from sojourn.organisations.errors import MayNotAct
from sojourn.organisations.types import MandateView, Membership, Proof, Scope, Terms
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.visitors import Visitor

ASKED = "for"


def find_asked(request: HttpRequest, visitor: Visitor, service: Service) -> MandateView | None:
    """The mandate an address names, for a service; for one of organisations, the organisation it names.

    Raises: MayNotAct, alike for one that is not theirs.
    """
    named = request.GET.get(ASKED, "")
    if not named:
        return None
    offered = desks_of(visitor, service.code) if service.is_for_organisations else acted_for(visitor)
    found = next((each for each in offered if str(each.id) == named), None)
    if found is None:
        raise MayNotAct
    return _checked(found, service.code)


def desks_of(visitor: Visitor, service: str = "") -> list[MandateView]:
    """The organisations that ask for something a visitor may apply for today: a member's right stands as a
    mandate for that.
    """
    if visitor.account_id is None:
        return []
    scope = Scope.APPLY_FOR_WORKERS
    found = organisations.list_desks(visitor.account_id, scope=scope, service=service)
    return [_of_desk(each, visitor.account_id, scope) for each in found]


def scope_of(principal: Subject, service: str) -> Scope:
    """What it takes to file for a principal: what an organisation asks for itself is not a guest's stay."""
    known = catalogue.current().services.get(service)
    decided = known is None or known.is_decided
    return Scope.APPLY_FOR_WORKERS if principal.kind == "organisation" and decided else Scope.REGISTER_STAY


def _of_desk(desk: Membership, account_id: UUID, scope: Scope) -> MandateView:
    of = desk.organisation
    return MandateView(
        id=of.id,
        principal=of.subject,
        agent=Subject("account", account_id),
        terms=desk.terms or Terms(scope, clock.today(), None, Proof.DECLARED),
        ended_on=None,
        given_at=clock.now(),
        called=of.name,
    )


def page_of(acting: MandateView) -> str:
    """Where what is done for somebody is found."""
    if acting.principal.kind != "organisation":
        return reverse("portal:acting", args=[acting.id])
    name = "organisation" if acting.terms.covers(Scope.APPLY_FOR_WORKERS) else "desk"
    return reverse(f"portal:{name}", args=[acting.id])


def acted_for(visitor: Visitor) -> list[MandateView]:
    """The people for whom a visitor may act today; hotels are acted for at their desks."""
    if visitor.account_id is None:
        return []
    found = organisations.list_acted_for(visitor.account_id)
    return [each for each in found if each.principal.kind == "account"]


def get_acting(visitor: Visitor, principal: Subject, *, service: str) -> MandateView:
    """The mandate by which a visitor goes on filing for someone. Raises: MayNotAct once it has ended."""
    if principal.kind == "organisation" and visitor.account_id is not None:
        scope = scope_of(principal, service)
        desk = organisations.find_desk(visitor.account_id, principal.id, scope=scope, service=service)
        if desk is None:
            raise MayNotAct(principal=principal.kind)
        return _of_desk(desk, visitor.account_id, scope)
    fitting = [each for each in acted_for(visitor) if each.principal == principal]
    for each in fitting:
        if each.terms.covers(Scope.REGISTER_STAY, service):
            return each
    raise MayNotAct(principal=principal.kind)


def get_mandate(visitor: Visitor, mandate: UUID) -> MandateView:
    """A mandate by which a visitor acts today.

    Raises: Http404 for a visitor nobody knows, MayNotAct for one that has ended or is of others.
    """
    found = next((each for each in acted_for(visitor) if each.id == mandate), None)
    if found is not None:
        return found
    if visitor.account_id is None:
        raise not_there()
    raise MayNotAct


def _checked(mandate: MandateView, service: str) -> MandateView:
    if mandate.terms.covers(scope_of(mandate.principal, service), service):
        return mandate
    raise MayNotAct(principal=mandate.principal.kind)
