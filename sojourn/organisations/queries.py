"""Reads of organisations and mandates."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q

from sojourn.accounts.queries import index_of
from sojourn.accounts.types import Contact
from sojourn.lib import clock
from sojourn.lib.actor import ActorKind, Reader
from sojourn.lib.fields import blind_index
from sojourn.lib.types import Subject
from sojourn.organisations import rules
from sojourn.organisations.errors import MandateUnknown, MayNotAct, OrganisationUnknown
from sojourn.organisations.models import Mandate, Member, Organisation
from sojourn.organisations.types import (
    MandateView,
    Membership,
    MemberView,
    OrganisationKind,
    OrganisationView,
    Proof,
    Right,
    Scope,
    Terms,
)

_MOST = 100


def get_organisation(organisation_id: UUID, *, to: Reader) -> OrganisationView:
    """Members see their own; staff see all of them. Raises: OrganisationUnknown."""
    found = Organisation.objects.filter(_visible(to), id=organisation_id).first()
    if found is None:
        raise OrganisationUnknown
    return view_of(found)


def list_names(organisation_ids: Iterable[UUID], *, to: Reader) -> dict[UUID, str]:
    """What organisations are called. One statement."""
    rows = Organisation.objects.filter(_visible(to), id__in=list(organisation_ids))
    return dict(rows.values_list("id", "name"))


def list_organisations(
    *, to: Reader, kind: OrganisationKind | None = None, after: UUID | None = None, limit: int = 50
) -> list[OrganisationView]:
    """In the order in which they were entered, a page at a time."""
    rows = Organisation.objects.filter(_visible(to)).order_by("id")
    if kind is not None:
        rows = rows.filter(kind=kind)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return [view_of(row) for row in rows[:limit]]


def find_by_tax_number(tax_number: str, *, to: Reader) -> OrganisationView | None:
    """The one organisation of this number, however it is spaced."""
    index = blind_index("".join(tax_number.split()), purpose="organisation:tax-number")
    found = Organisation.objects.filter(_visible(to), tax_number_index=index).first()
    return view_of(found) if found else None


def list_members(organisation_id: UUID, *, to: Reader) -> list[MemberView]:
    """Everyone who acts or acted for an organisation the reader may see, newest first."""
    rows = Member.objects.filter(organisation_id=organisation_id).order_by("-id")
    seen = rows.filter(organisation__in=Organisation.objects.filter(_visible(to)))
    return [
        MemberView(row.account_id, frozenset(map(Right, row.rights)), row.from_on, row.until_on)
        for row in seen[:200]
    ]


def _visible(reader: Reader) -> Q:
    """Staff see the register of organisations; it is not personal. Others see where they belong today."""
    if reader.actor.kind in (ActorKind.STAFF, ActorKind.SYSTEM):
        return Q()
    if reader.actor.account_id is None:
        return Q(pk__in=[])
    own = Member.objects.filter(_in_force(clock.today()), account_id=reader.actor.account_id)
    return Q(id__in=own.values("organisation_id"))


def list_memberships(account_id: UUID, *, on: date | None = None) -> list[Membership]:
    """The organisations an account belongs to on a day (today). One statement."""
    rows = Member.objects.filter(_in_force(on or clock.today()), account_id=account_id)
    return [
        Membership(view_of(row.organisation), frozenset(map(Right, row.rights)))
        for row in rows.select_related("organisation").order_by("organisation__name", "id")
    ]


def may_act(
    account_id: UUID, *, for_: Subject, scope: Scope, on: date | None = None, service: str = ""
) -> bool:
    """Whether an account may act for a principal on a day (today).

    For itself always; for an organisation as a member with the right; for whoever gave a mandate to it or to
    an organisation where it has the right. At most two statements.
    """
    day = on or clock.today()
    if for_ == Subject("account", account_id):
        return True
    rows = Member.objects.filter(_in_force(day), account_id=account_id)
    able = [each for each, rights in rows.values_list("organisation_id", "rights") if _has(rights, scope)]
    if for_.kind == "organisation" and for_.id in able:
        return True
    agents = [Subject("account", account_id), *(Subject("organisation", each) for each in able)]
    return any(
        each.terms.covers(scope, service) and each.principal == for_ for each in _given_to(agents, on=day)
    )


def check_may_act(account_id: UUID, *, for_: Subject, scope: Scope, service: str = "") -> None:
    """Raises: MayNotAct."""
    if not may_act(account_id, for_=for_, scope=scope, service=service):
        raise MayNotAct(principal=for_.kind)


def _has(rights: Iterable[str], scope: Scope) -> bool:
    return rules.RIGHT_FOR[scope] in rights


def _given_to(agents: Iterable[Subject], *, on: date) -> list[MandateView]:
    """Mandates in force whose agent is one of these. One statement."""
    rows = Mandate.objects.filter(_side("agent", agents), _mandate_in_force(on)).order_by("id")
    return [mandate_view_of(row) for row in rows[:_MOST]]


def _side(side: str, subjects: Iterable[Subject]) -> Q:
    found = Q(pk__in=[])
    for each in subjects:
        found |= Q(**{f"{side}_kind": each.kind, f"{side}_id": each.id})
    return found


def list_acted_for(account_id: UUID, *, on: date | None = None) -> list[MandateView]:
    """For whom an account may act on a day (today): itself, or by its right at an organisation."""
    memberships = list_memberships(account_id, on=on)
    found = _given_to(
        [Subject("account", account_id), *(each.organisation.subject for each in memberships)],
        on=on or clock.today(),
    )
    rights = {each.organisation.subject: each.rights for each in memberships}
    return [each for each in found if _lets_act(each, rights)]


def _lets_act(mandate: MandateView, rights: Mapping[Subject, frozenset[Right]]) -> bool:
    if mandate.agent is None or mandate.agent.kind == "account":
        return mandate.agent is not None
    able = rights.get(mandate.agent, frozenset())
    return any(rules.RIGHT_FOR[each] in able for each in Scope if mandate.terms.scope.covers(each))


def list_desks(
    account_id: UUID, *, scope: Scope = Scope.REGISTER_STAY, service: str = ""
) -> list[Membership]:
    """The organisations for which an account may register guests (or what else is wanted) today, as a member
    with the right or by a mandate, which stands beside them.

    Two statements; three where another organisation gave a mandate.
    """
    own = list_memberships(account_id)
    able = [each for each in own if rules.RIGHT_FOR[scope] in each.rights]
    agents = [Subject("account", account_id), *(each.organisation.subject for each in able)]
    given = {
        each.principal.id: each.terms
        for each in _given_to(agents, on=clock.today())
        if each.principal.kind == "organisation" and each.terms.covers(scope, service)
    }
    others = set(given) - {each.organisation.id for each in able}
    rows = Organisation.objects.filter(id__in=others).order_by("name", "id") if others else []
    return [*able, *(_by_mandate(view_of(row), given[row.id]) for row in rows)]


def _by_mandate(organisation: OrganisationView, terms: Terms) -> Membership:
    rights = {right for scope, right in rules.RIGHT_FOR.items() if terms.covers(scope)}
    return Membership(organisation, frozenset(rights - {Right.MANAGE_MEMBERS}), terms)


def find_desk(
    account_id: UUID, organisation_id: UUID, *, scope: Scope = Scope.REGISTER_STAY, service: str = ""
) -> Membership | None:
    """One of those desks. One statement for a member; mandates are looked at for others only."""
    own = next(
        (each for each in list_memberships(account_id) if each.organisation.id == organisation_id), None
    )
    if own is not None and rules.RIGHT_FOR[scope] in own.rights:
        return own
    found = list_desks(account_id, scope=scope, service=service)
    return next((each for each in found if each.organisation.id == organisation_id), None)


def list_mandates_of(account_id: UUID, *, on: date | None = None) -> list[MandateView]:
    """Who may act for this account, and for whom it acts: mandates in force on a day (today)."""
    me = [Subject("account", account_id)]
    sides = _side("principal", me) | _side("agent", me)
    rows = Mandate.objects.filter(sides, _mandate_in_force(on or clock.today())).order_by("id")
    return [mandate_view_of(row) for row in rows[:_MOST]]


def list_given_by(principals: Iterable[Subject], *, on: date | None = None) -> list[MandateView]:
    """Who may act for these principals on a day (today), and to whom that is offered; newest first."""
    day = on or clock.today()
    standing = _mandate_in_force(day) | (_lasting(day) & _is_open_offer())
    rows = Mandate.objects.filter(_side("principal", principals), standing).order_by("-id")
    return [mandate_view_of(row) for row in rows[:_MOST]]


def list_mandates_of_organisation(organisation_id: UUID, *, to: Reader) -> list[MandateView]:
    """Who may act for an organisation and for whom it acts, for staff and its own members."""
    if not Organisation.objects.filter(_visible(to), id=organisation_id).exists():
        return []
    it = [Subject("organisation", organisation_id)]
    sides = _side("principal", it) | _side("agent", it)
    rows = Mandate.objects.filter(sides, _mandate_in_force(clock.today())).order_by("-id")
    return [mandate_view_of(row) for row in rows[:_MOST]]


def list_offered_to(contacts: Collection[Contact]) -> list[MandateView]:
    """What waits to be accepted by whoever proved these contacts."""
    return [
        mandate_view_of(row) for row in Mandate.objects.filter(offered_to(contacts)).order_by("-id")[:_MOST]
    ]


def get_mandate(mandate_id: UUID, *, sides: Iterable[Subject]) -> MandateView:
    """A mandate or offer for one of its sides, ended or not. Raises: MandateUnknown."""
    party = list(sides)
    row = Mandate.objects.filter(_side("principal", party) | _side("agent", party), id=mandate_id).first()
    if row is None:
        raise MandateUnknown
    return mandate_view_of(row)


def offered_to(contacts: Collection[Contact]) -> Q:
    """Open offers to these contacts, for the room itself."""
    indexes = [index_of(contact) for contact in contacts]
    return Q(contact_index__in=indexes) & _is_open_offer() & _lasting(clock.today())


def _is_open_offer() -> Q:
    return Q(agent_id=None, ended_on=None, given_at__gt=clock.now() - rules.OFFER_LIFE)


def _lasting(on: date) -> Q:
    return Q(until_on=None) | Q(until_on__gt=on)


def _in_force(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gt=on))


def _mandate_in_force(on: date) -> Q:
    return _in_force(on) & Q(agent_id__isnull=False) & (Q(ended_on=None) | Q(ended_on__gt=on))


def view_of(row: Organisation) -> OrganisationView:
    contacts = row.contacts or {}
    return OrganisationView(
        row.id,
        OrganisationKind(row.kind),
        row.name,
        row.tax_number or "",
        row.district,
        row.address,
        contacts.get("email") or "",
        contacts.get("phone") or "",
        row.ended_on,
    )


def mandate_view_of(row: Mandate) -> MandateView:
    return MandateView(
        id=row.id,
        principal=Subject(row.principal_kind, row.principal_id),
        agent=Subject(row.agent_kind, row.agent_id) if row.agent_id else None,
        terms=Terms(
            Scope(row.scope),
            row.from_on,
            row.until_on,
            Proof(row.proof),
            row.proof_document_id,
            tuple(row.services),
        ),
        ended_on=row.ended_on,
        given_at=row.given_at,
        accepted_at=row.accepted_at,
        contact=row.contact or "",
        called=row.called or "",
    )
