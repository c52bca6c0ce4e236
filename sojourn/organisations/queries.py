"""Reads of organisations and mandates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from sojourn.lib import clock
from sojourn.lib.actor import ActorKind, Reader
from sojourn.lib.fields import blind_index
from sojourn.lib.types import Subject
from sojourn.organisations import rules
from sojourn.organisations.errors import MayNotAct, OrganisationUnknown
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


def may_act(account_id: UUID, *, for_: Subject, scope: Scope, on: date | None = None) -> bool:
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
    return _has_mandate(agents, for_, scope=scope, on=day)


def check_may_act(account_id: UUID, *, for_: Subject, scope: Scope) -> None:
    """Raises: MayNotAct."""
    if not may_act(account_id, for_=for_, scope=scope):
        raise MayNotAct(principal=for_.kind)


def _has(rights: Iterable[str], scope: Scope) -> bool:
    return rules.RIGHT_FOR[scope] in rights


def _has_mandate(agents: Iterable[Subject], principal: Subject, *, scope: Scope, on: date) -> bool:
    given_to = Q()
    for agent in agents:
        given_to |= Q(agent_kind=agent.kind, agent_id=agent.id)
    rows = Mandate.objects.filter(
        given_to, _mandate_in_force(on), principal_kind=principal.kind, principal_id=principal.id
    )
    return any(Scope(each).covers(scope) for each in rows.values_list("scope", flat=True))


def list_mandates_of(account_id: UUID, *, on: date | None = None) -> list[MandateView]:
    """Who may act for this account, and for whom it acts: mandates in force on a day (today)."""
    mine = Q(principal_kind="account", principal_id=account_id) | Q(agent_kind="account", agent_id=account_id)
    rows = Mandate.objects.filter(mine, _mandate_in_force(on or clock.today())).order_by("id")
    return [mandate_view_of(row) for row in rows]


def _in_force(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gt=on))


def _mandate_in_force(on: date) -> Q:
    return _in_force(on) & (Q(ended_on=None) | Q(ended_on__gt=on))


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
        agent=Subject(row.agent_kind, row.agent_id),
        terms=Terms(Scope(row.scope), row.from_on, row.until_on, Proof(row.proof), row.proof_document_id),
        ended_on=row.ended_on,
    )
