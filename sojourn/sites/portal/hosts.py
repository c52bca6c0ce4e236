"""The desk of a hotel or host: who stays now, and the ways to register guests. It sees only what it filed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sojourn.audit import queries as audit
from sojourn.flows import read_guest_csv
from sojourn.flows.arrival_form import HostDesk
from sojourn.flows.types import Filing
from sojourn.organisations import queries as organisations
from sojourn.organisations.types import Membership, OrganisationView, Right
from sojourn.sites.portal.account import stay_line
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.frame import language, pack_of, show
from sojourn.sites.portal.visitors import Visitor, visiting
from sojourn.stays import queries as stays
from sojourn.stays.events import ENDED
from sojourn.stays.types import Place, RegistrationView


@dataclass(frozen=True, slots=True)
class Desk:
    """An organisation at its desk, and the member who works there."""

    organisation: OrganisationView
    visitor: Visitor

    @property
    def filing(self) -> Filing:
        """Guests stay at the organisation's own place."""
        of = self.organisation
        place = Place(district=of.district, street=of.address)
        by = self.visitor.actor.for_principal(of.subject)
        return self.visitor.filing(language(), desk=HostDesk(of.id, of.name, place), by=by)

    def address(self, name: str, *more: object) -> str:
        return reverse(f"portal:{name}", args=[self.organisation.id, *more])


def desks_of(visitor: Visitor) -> list[Membership]:
    """The organisations whose guests this visitor may register."""
    if visitor.account_id is None:
        return []
    memberships = organisations.list_memberships(visitor.account_id)
    return [each for each in memberships if Right.REGISTER_GUESTS in each.rights]


def open_desk(request: HttpRequest, organisation: UUID) -> Desk:
    """Raises: Http404, alike for a desk of others and one that does not exist."""
    visitor = visiting(request)
    found = next((each for each in desks_of(visitor) if each.organisation.id == organisation), None)
    if found is None:
        raise not_there()
    return Desk(found.organisation, visitor)


@require_safe
def host(request: HttpRequest) -> HttpResponse:
    """To the desk; which one, where there are several; how to get one, where there is none."""
    visitor = visiting(request)
    found = desks_of(visitor)
    if len(found) == 1:
        return HttpResponseRedirect(reverse("portal:desk", args=[found[0].organisation.id]))
    return show(request, "host", desks=found, is_known=visitor.account_id is not None, following=request.path)


@require_safe
def desk(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """Who stays now, newest first, a page at a time."""
    at = open_desk(request, organisation)
    rows = stays.list_of_host(organisation, after=_after(request), present="all" not in request.GET)
    page = rows[: stays.PAGE]
    pack = pack_of(request)
    ended_here = _ended_by(at.organisation, page)
    return show(
        request,
        "desk",
        at=at,
        guests=[stay_line(each, pack, tells_end=each.id in ended_here) for each in page],
        everyone="all" in request.GET,
        columns=[
            gettext("Guest"),
            gettext("Arrived"),
            gettext("Leaves"),
            gettext("State"),
            gettext("Document"),
            gettext("Departure"),
        ],
        next=f"?{'all=1&' if 'all' in request.GET else ''}after={page[-1].id}"
        if len(rows) > stays.PAGE
        else "",
        first="?" if "after" in request.GET else "",
    )


def _ended_by(organisation: OrganisationView, page: Sequence[RegistrationView]) -> frozenset[UUID]:
    """What the organisation itself ended. Where a guest went is otherwise not the host's to know."""
    ended = [each.id for each in page if each.ended_on]
    if not ended:
        return frozenset()
    return audit.list_done_for(ENDED, ended, principal=organisation.subject)


def _after(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET["after"])
    except (KeyError, ValueError):
        return None


@require_safe
def template_csv(request: HttpRequest) -> HttpResponse:
    """An empty table with the columns a list is read from."""
    response = HttpResponse(read_guest_csv.template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="guests.csv"'
    return response
