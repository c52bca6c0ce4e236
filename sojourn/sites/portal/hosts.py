"""The desk of a hotel or host: who stays now, and the ways to register guests. It sees only what it filed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.audit import queries as audit
from sojourn.flows import read_guest_csv
from sojourn.flows.arrival_form import HostDesk
from sojourn.flows.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import proven
from sojourn.lib.types import Subject
from sojourn.organisations import queries as organisations
from sojourn.organisations.types import Membership, OrganisationView, Right, Scope
from sojourn.permits import queries as permits
from sojourn.sites.portal import principals
from sojourn.sites.portal.account import StayLine, stay_line
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.frame import language, pack_of, show
from sojourn.sites.portal.visitors import Visitor, visiting
from sojourn.stays import queries as stays
from sojourn.stays.events import ENDED
from sojourn.stays.types import Place, RegistrationView

LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Desk:
    """An organisation at its desk, and the member who works there."""

    organisation: OrganisationView
    visitor: Visitor
    rights: frozenset[Right] = frozenset()

    @property
    def registers(self) -> bool:
        return Right.REGISTER_GUESTS in self.rights

    @property
    def applies(self) -> bool:
        return Right.APPLY_FOR_WORKERS in self.rights

    @property
    def filing(self) -> Filing:
        """Guests stay at the organisation's own place."""
        of = self.organisation
        place = Place(district=of.district, street=of.address)
        by = self.visitor.actor.for_principal(of.subject)
        return self.visitor.filing(language(), desk=HostDesk(of.id, of.name, place), by=by)

    def address(self, name: str, *more: object) -> str:
        return reverse(f"portal:{name}", args=[self.organisation.id, *more])


def used_before() -> str:
    """Said where a form that was sent comes again with something else in it."""
    return gettext("This form was already sent with other guests. Check what stands here and send it again.")


def desks_of(visitor: Visitor) -> list[Membership]:
    """The organisations whose guests this visitor may register, as a member or by mandate."""
    if visitor.account_id is None:
        return []
    return organisations.list_desks(visitor.account_id)


def open_desk(request: HttpRequest, organisation: UUID, *, scope: Scope = Scope.REGISTER_STAY) -> Desk:
    """scope: what is done there. Raises: Http404, alike for a desk of others and one that does not exist."""
    visitor = visiting(request)
    account_id = visitor.account_id
    found = organisations.find_desk(account_id, organisation, scope=scope) if account_id else None
    if found is None:
        raise not_there()
    return Desk(found.organisation, visitor, found.rights)


@require_safe
def host(request: HttpRequest) -> HttpResponse:
    """To the desk; which one, where there are several; how to get one, where there is none."""
    visitor = visiting(request)
    found = desks_of(visitor)
    if not found and (applying := principals.desks_of(visitor)):
        return HttpResponseRedirect(principals.page_of(applying[0]))
    if len(found) == 1:
        return HttpResponseRedirect(reverse("portal:desk", args=[found[0].organisation.id]))
    service = pack_of(request).find_service_for("hosting")
    hosting = reverse("portal:service", args=[service.code]) if service else ""
    is_known = visitor.account_id is not None
    return show(request, "host", desks=found, is_known=is_known, following=request.path, hosting=hosting)


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """Who stays now, newest first, a page at a time; or whom the desk looks for among all it registered.

    What is looked for is sent: a name or the number of a passport has no place in an address.
    """
    try:
        at = open_desk(request, organisation)
    except Http404:
        open_desk(request, organisation, scope=Scope.APPLY_FOR_WORKERS)
        return HttpResponseRedirect(reverse("portal:organisation", args=[organisation]))
    asked = " ".join(request.POST.get("q", "").split())[:LONGEST_SEARCH]
    everyone = "all" in request.GET or bool(asked)
    page, following = _found(request, at, asked) if asked else _listed(request, at, everyone)
    today = clock.today()
    return show(
        request,
        "desk",
        at=at,
        asked=asked,
        guests=_lines(request, at, page),
        everyone=everyone,
        today=today,
        overdue=stays.has_overdue_of_host(organisation, on=today),
        columns=[
            gettext("Guest"),
            gettext("Arrived"),
            gettext("Leaves"),
            gettext("State"),
            gettext("Document"),
            gettext("Departure"),
        ],
        next="" if asked else following,
        first=_address(everyone) if "after" in request.GET else "",
        kept={"q": asked},
        sent_on=following if asked else "",
        sent_back="after" in request.POST,
    )


Page = tuple[list[RegistrationView], str]


def _listed(request: HttpRequest, at: Desk, everyone: bool) -> Page:
    """A page of the guests, and the address of the next one."""
    rows = stays.list_of_host(at.organisation.id, after=last_of_page(request), present=not everyone)
    page = rows[: stays.PAGE]
    return page, _address(everyone, page[-1].id) if len(rows) > stays.PAGE else ""


def _found(request: HttpRequest, at: Desk, asked: str) -> Page:
    """Whom the words fit, among what this host typed, and the guest after whom the search goes on."""
    about = permits.find_subject(asked) if any(sign.isdigit() for sign in asked) else None
    numbered = about.id if about and about.kind == "registration" else None
    found = stays.search_of_host(
        asked, organisation_id=at.organisation.id, numbered=numbered, after=last_of_page(request)
    )
    return found.rows, str(found.stopped_at or "")


def _address(everyone: bool, after: UUID | None = None) -> str:
    told = {"all": "1" if everyone else "", "after": str(after or "")}
    return "?" + urlencode({name: value for name, value in told.items() if value})


def _lines(request: HttpRequest, at: Desk, page: Sequence[RegistrationView]) -> list[tuple[StayLine, str]]:
    """Each guest with the number of the document."""
    pack, ended_here = pack_of(request), _ended_by(at.organisation, page)
    subjects = [Subject("registration", each.id) for each in page]
    host = proven(at.visitor.actor, "own guests")
    numbers = permits.list_numbers(subjects, to=host) if subjects else {}
    lines = [stay_line(each, pack, tells_end=each.id in ended_here) for each in page]
    return [(line, numbers.get(line.view.id, "")) for line in lines]


def _ended_by(organisation: OrganisationView, page: Sequence[RegistrationView]) -> frozenset[UUID]:
    """What the organisation itself ended. Where a guest went is otherwise not the host's to know."""
    ended = [each.id for each in page if each.ended_on]
    if not ended:
        return frozenset()
    return audit.list_done_for(ENDED, ended, principal=organisation.subject)


def last_of_page(request: HttpRequest) -> UUID | None:
    """The row after which the page asked for begins."""
    try:
        return UUID(request.POST.get("after") or request.GET["after"])
    except (KeyError, ValueError):
        return None


@require_safe
def template_csv(request: HttpRequest) -> HttpResponse:
    """An empty table with the columns a list is read from."""
    response = HttpResponse(read_guest_csv.template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="guests.csv"'
    return response
