"""Who acts for whom: offered to a contact, accepted by who proves it, ended by either side at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sojourn.accounts import queries as accounts
from sojourn.catalogue.types import Pack
from sojourn.flows import give_mandate
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.organisations import queries as organisations
from sojourn.organisations.errors import MandateRefused, MandateUnknown
from sojourn.organisations.types import MandateView, Membership, Right, Scope
from sojourn.sites.portal import giving, principals
from sojourn.sites.portal.account import stay_line
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.frame import language, pack_of, show
from sojourn.sites.portal.services import Told, all_of
from sojourn.sites.portal.visitors import Visitor, signed_in, visiting
from sojourn.stays import queries as stays

_FILED = ("registration", "hosting")


@dataclass(frozen=True, slots=True)
class MandateLine:
    """A mandate in words: who, for whom, what for, and where it stands."""

    view: MandateView
    who: str
    for_whom: str
    what: list[str]
    state: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sides:
    """As whom someone signed in stands in mandates: themselves, and organisations they manage."""

    visitor: Visitor
    memberships: list[Membership]

    @property
    def managed(self) -> list[Membership]:
        return [each for each in self.memberships if Right.MANAGE_MEMBERS in each.rights]

    @property
    def subjects(self) -> list[Subject]:
        own = [Subject("account", self.visitor.account_id)] if self.visitor.account_id else []
        return [*own, *(each.organisation.subject for each in self.managed)]

    @property
    def names(self) -> dict[Subject, str]:
        return {each.organisation.subject: each.organisation.name for each in self.memberships}


def sides_of(request: HttpRequest) -> Sides:
    """Raises: Http404 for who is not signed in."""
    visitor = visiting(request)
    if visitor.account_id is None:
        raise not_there()
    return Sides(visitor, organisations.list_memberships(visitor.account_id))


@require_safe
def mandates(request: HttpRequest) -> HttpResponse:
    """What is asked of the visitor, for whom they act, and who acts for them."""
    mine = signed_in(request)
    if mine is None:
        return show(request, "account_closed", following=request.path)
    sides, pack = sides_of(request), pack_of(request)
    given = organisations.list_given_by(sides.subjects)
    offered = organisations.list_offered_to(accounts.contacts_of(mine))
    return show(
        request,
        "mandates",
        offered=[line(each, sides, pack) for each in offered],
        acting=[line(each, sides, pack) for each in organisations.list_acted_for(mine.id)],
        given=[line(each, sides, pack) for each in given],
        managed=sides.managed,
    )


def line(view: MandateView, sides: Sides, pack: Pack) -> MandateLine:
    me, names = Subject("account", sides.visitor.account_id or UUID(int=0)), sides.names
    you = gettext("you")
    who = you if view.agent == me else names.get(view.agent or me, "") or view.contact or gettext("someone")
    for_whom = you if view.principal == me else names.get(view.principal, "") or view.called
    state, kind = _state(view)
    return MandateLine(view, who, for_whom or gettext("someone"), what_for(view, pack), state, kind)


def _state(view: MandateView) -> tuple[str, str]:
    today = clock.today()
    over = (view.ended_on and view.ended_on <= today) or (
        view.terms.until_on and view.terms.until_on <= today
    )
    if over:
        return gettext("Ended"), "plain"
    return (gettext("Not accepted yet"), "wait") if view.is_offer else (gettext("In force"), "good")


def what_for(view: MandateView, pack: Pack) -> list[str]:
    """What the agent may do, in words."""
    terms, said = view.terms, []
    if terms.covers(Scope.REGISTER_STAY):
        named = [Told(pack, pack.services[code], language()).title for code in _known(terms.services, pack)]
        said += named or [gettext("Every service")]
    if terms.covers(Scope.RECEIVE_DOCUMENTS):
        said.append(gettext("Open the documents"))
    return said


def _known(codes: tuple[str, ...], pack: Pack) -> list[str]:
    return [code for code in codes if code in pack.services]


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Let someone act for oneself, or for an organisation one manages."""
    if signed_in(request) is None:
        return show(request, "account_closed", following=request.path)
    sides = sides_of(request)
    typed = giving.typed(request.POST) if request.method == "POST" else giving.Typed.empty()
    if request.method != "POST":
        return _draw_form(request, sides, typed, [])
    offer, errors = giving.read(typed, sides.subjects, pack=pack_of(request), own=_own_contacts(request))
    if offer is None:
        return _draw_form(request, sides, typed, errors)
    by = sides.visitor.actor
    names = {**sides.names}
    try:
        with transaction():
            mandate = give_mandate.offer_mandate(
                offer.principal,
                to=offer.to,
                called=names.get(offer.principal, typed.called),
                terms=offer.terms,
                language=language(),
                caller=sides.visitor.address,
                by=by if offer.principal.kind == "account" else by.for_principal(offer.principal),
            )
    except MandateRefused:
        too_many = gettext("Too many offers wait to be accepted. Withdraw one first.")
        return _draw_form(request, sides, typed, [("contact", too_many)])
    return HttpResponseRedirect(f"{reverse('portal:mandate', args=[mandate])}?new=1")


def _own_contacts(request: HttpRequest) -> frozenset[str]:
    mine = signed_in(request)
    return frozenset(each.address for each in accounts.contacts_of(mine)) if mine else frozenset()


def _draw_form(
    request: HttpRequest, sides: Sides, typed: giving.Typed, errors: giving.Errors
) -> HttpResponse:
    known = all_of(pack_of(request), language())  # a mandate is no secret: it names nothing that is one
    services = [(told.service.code, told.title) for told in known if not told.service.is_protected]
    whom = [("", gettext("For myself"))]
    whom += [(str(each.organisation.id), each.organisation.name) for each in sides.managed]
    return show(
        request,
        "mandate_give",
        status=422 if errors else 200,
        typed=typed,
        errors=[(f"#{name}", said) for name, said in errors],
        wrong=dict(errors),
        whom=whom,
        may=[*services, (giving.DOCUMENTS, gettext("Open the documents issued to me"))],
    )


@require_safe
def mandate(request: HttpRequest, mandate: UUID) -> HttpResponse:
    """One mandate on a page that can be printed, for both sides."""
    sides = sides_of(request)
    try:
        everyone = [*sides.subjects, *(each.organisation.subject for each in sides.memberships)]
        found = organisations.get_mandate(mandate, sides=everyone)
    except MandateUnknown:
        raise not_there() from None
    told = replace(
        line(found, sides, pack_of(request)),
        who=_named(found.agent, sides) or found.contact or gettext("someone"),
        for_whom=_named(found.principal, sides) or found.called or gettext("someone"),
    )
    facts = {"is_new": "new" in request.GET, "may_end": _stands(found, clock.today())}
    return show(request, "mandate", line=told, **facts)


def _named(side: Subject | None, sides: Sides) -> str:
    """An organisation by its name: a printed page says who, not "you"."""
    return sides.names.get(side, "") if side else ""


def _stands(view: MandateView, on: date) -> bool:
    return view.ended_on is None and (view.terms.until_on is None or view.terms.until_on > on)


@require_POST
def answer(request: HttpRequest, mandate: UUID) -> HttpResponse:
    """Accept what is asked, for oneself or an organisation one manages, or say no."""
    mine, sides = signed_in(request), sides_of(request)
    proved = accounts.contacts_of(mine) if mine else ()
    chosen = request.POST.get("as", "")
    agent = next((each for each in sides.subjects if str(each.id) == chosen), sides.subjects[0])
    by = sides.visitor.actor
    try:
        with transaction():
            if "accept" in request.POST:
                acting = by if agent.kind == "account" else by.for_principal(agent)
                give_mandate.accept_mandate(mandate, agent=agent, proved=proved, by=acting)
            else:
                give_mandate.decline_mandate(mandate, proved=proved, by=by)
    except (MandateUnknown, MandateRefused):
        raise not_there() from None
    return HttpResponseRedirect(reverse("portal:mandates"))


@require_POST
def end(request: HttpRequest, mandate: UUID) -> HttpResponse:
    """Either side ends it. One that is not theirs is not there."""
    sides = sides_of(request)
    try:
        with transaction():
            give_mandate.end_mandate(mandate, sides=sides.subjects, by=sides.visitor.actor)
    except MandateUnknown:
        raise not_there() from None
    return HttpResponseRedirect(reverse("portal:mandates"))


@require_safe
def acting(request: HttpRequest, mandate: UUID) -> HttpResponse:
    """What can be done for someone, and what was done for them. Raises: MayNotAct once it has ended."""
    visitor = visiting(request)
    found = principals.get_mandate(visitor, mandate)
    pack, terms = pack_of(request), found.terms
    if terms.covers(Scope.RECEIVE_DOCUMENTS):
        rows = stays.list_of_account(found.principal.id)
    else:
        rows = stays.list_filed_for(found.principal, by_account=visitor.account_id or UUID(int=0))
    services = [told for told in all_of(pack, language()) if told.role in _FILED]
    departing = next((told for told in all_of(pack, language()) if told.role == "departure"), None)
    return show(
        request,
        "acting",
        acting=found,
        services=[each for each in services if terms.covers(Scope.REGISTER_STAY, each.service.code)],
        stays=[stay_line(each, pack) for each in rows],
        may_not_end=departing is None or not terms.covers(Scope.REGISTER_STAY, departing.service.code),
    )
