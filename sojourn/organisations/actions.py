"""Writes about organisations, their members, and mandates."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from sojourn.accounts.queries import index_of
from sojourn.accounts.types import Contact
from sojourn.audit import actions as audit
from sojourn.lib import clock
from sojourn.lib.actor import Actor, ActorKind
from sojourn.lib.db import transaction_required
from sojourn.lib.fields import blind_index
from sojourn.lib.types import Subject
from sojourn.organisations import events, rules
from sojourn.organisations.errors import (
    MandateRefused,
    MandateUnknown,
    OrganisationEnded,
    OrganisationUnknown,
)
from sojourn.organisations.models import Mandate, Member, Organisation
from sojourn.organisations.queries import offered_to
from sojourn.organisations.types import OrganisationChange, OrganisationFacts, Right, Terms


@transaction_required
def enter_organisation(facts: OrganisationFacts, *, by: Actor) -> UUID:
    """Enter an organisation; one with the same tax number is the same organisation and is given back."""
    number = "".join(facts.tax_number.split())
    index = blind_index(number, purpose="organisation:tax-number") if number else None
    known = Organisation.objects.filter(tax_number_index=index).first() if index else None
    if known is not None:
        return UUID(str(known.id))
    entered = Organisation(
        kind=facts.kind,
        name=facts.name,
        tax_number=number or None,
        tax_number_index=index,
        district=facts.district,
        address=facts.address,
        contacts={"email": facts.email, "phone": facts.phone},
        entered_at=clock.now(),
    )
    entered.save(force_insert=True)
    audit.record(
        events.ENTERED,
        subject=Subject("organisation", entered.id),
        by=by,
        organisation_kind=facts.kind,
        district=facts.district,
        name=facts.name,
        tax_number=number,
    )
    return UUID(str(entered.id))


@transaction_required
def change_organisation(organisation_id: UUID, change: OrganisationChange, *, by: Actor) -> None:
    """Correct name, place and contacts; nothing is recorded where nothing differs.

    Raises: OrganisationUnknown.
    """
    row = _locked(organisation_id)
    told = {
        "name": change.name,
        "district": change.district,
        "address": change.address,
        "contacts": {"email": change.email, "phone": change.phone},
    }
    changed = sorted(name for name, value in told.items() if getattr(row, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(row, name, told[name])
    row.save(update_fields=changed)
    subject = Subject("organisation", row.id)
    audit.record(
        events.CHANGED, subject=subject, by=by, changed=changed, district=row.district, name=row.name
    )


@transaction_required
def end_organisation(organisation_id: UUID, *, on: date, reason: str, by: Actor) -> None:
    """From this day on nobody acts for it: its memberships and the mandates it gave end too.

    Ended twice, the first day counts. Raises: OrganisationUnknown.
    """
    row = _locked(organisation_id)
    if row.ended_on is not None:
        return
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    subject = Subject("organisation", row.id)
    audit.record(events.ENDED, subject=subject, by=by, ended_on=on, reason=reason)
    lasting = Q(until_on=None) | Q(until_on__gt=on)
    for member in Member.objects.select_for_update().filter(lasting, organisation_id=row.id):
        _end(member, on=max(on, member.from_on), by=by)
    given = Mandate.objects.filter(principal_kind=subject.kind, principal_id=subject.id, ended_on=None)
    for mandate_id in list(given.values_list("id", flat=True)):
        end_mandate(mandate_id, on=on, by=by)


@transaction_required
def resume_organisation(organisation_id: UUID, *, reason: str, by: Actor) -> None:
    """It goes on after all. Who may act for it is let in anew. Raises: OrganisationUnknown."""
    row = _locked(organisation_id)
    if row.ended_on is None:
        return
    row.ended_on = None
    row.save(update_fields=["ended_on"])
    audit.record(events.RESUMED, subject=Subject("organisation", row.id), by=by, reason=reason)


def _locked(organisation_id: UUID) -> Organisation:
    row = Organisation.objects.select_for_update(no_key=True).filter(id=organisation_id).first()
    if row is None:
        raise OrganisationUnknown
    return row


@transaction_required
def add_member(
    organisation_id: UUID,
    *,
    account_id: UUID,
    rights: Iterable[Right],
    from_on: date,
    by: Actor,
    until_on: date | None = None,
) -> None:
    """Let an account act for an organisation; an open membership of the same account is replaced.

    Raises: OrganisationUnknown, OrganisationEnded.
    """
    if _locked(organisation_id).ended_on is not None:
        raise OrganisationEnded
    open_before = Member.objects.filter(organisation_id=organisation_id, account_id=account_id, until_on=None)
    for before in open_before:
        _end(before, on=max(from_on, before.from_on), by=by)
    given = sorted(right.value for right in rights)
    Member(
        organisation_id=organisation_id,
        account_id=account_id,
        rights=given,
        from_on=from_on,
        until_on=until_on,
    ).save(force_insert=True)
    audit.record(
        events.MEMBER_ADDED,
        subject=Subject("organisation", organisation_id),
        by=by,
        account=account_id,
        rights=given,
        from_on=from_on,
        until_on=until_on,
    )


@transaction_required
def end_membership(organisation_id: UUID, *, account_id: UUID, on: date, by: Actor) -> None:
    """From this day on the account acts for the organisation no more."""
    lasting = Q(until_on=None) | Q(until_on__gt=on)
    rows = Member.objects.select_for_update().filter(
        lasting, organisation_id=organisation_id, account_id=account_id
    )
    for row in rows:
        _end(row, on=max(on, row.from_on), by=by)


def _end(member: Member, *, on: date, by: Actor) -> None:
    member.until_on = on
    member.save(update_fields=["until_on"])
    audit.record(
        events.MEMBER_ENDED,
        subject=Subject("organisation", member.organisation_id),
        by=by,
        account=member.account_id,
        until_on=on,
    )


@transaction_required
def give_mandate(principal: Subject, *, agent: Subject, terms: Terms, by: Actor) -> UUID:
    """Let an agent act for a principal. Who may give it is checked at the door. Raises: MandateRefused."""
    rules.check_mandate(principal, agent, terms=terms)
    given = Mandate(
        principal_kind=principal.kind,
        principal_id=principal.id,
        agent_kind=agent.kind,
        agent_id=agent.id,
        scope=terms.scope,
        services=list(terms.services),
        from_on=terms.from_on,
        until_on=terms.until_on,
        proof=terms.proof,
        proof_document_id=terms.proof_document,
        given_at=clock.now(),
    )
    given.save(force_insert=True)
    audit.record(
        events.MANDATE_GIVEN,
        subject=Subject("mandate", given.id),
        by=by,
        principal={"kind": principal.kind, "id": principal.id},
        agent={"kind": agent.kind, "id": agent.id},
        scope=terms.scope,
        services=list(terms.services),
        from_on=terms.from_on,
        until_on=terms.until_on,
        proof=terms.proof,
    )
    return UUID(str(given.id))


@transaction_required
def offer_mandate(principal: Subject, *, to: Contact, called: str, terms: Terms, by: Actor) -> UUID:
    """Offer to whoever proves a contact to act for a principal; nothing tells whether it has an account.

    Who may offer it is checked at the door. Raises: MandateRefused, also beyond the number that may wait.
    """
    waiting = Mandate.objects.filter(
        principal_kind=principal.kind, principal_id=principal.id, agent_id=None, ended_on=None
    )
    if waiting.filter(given_at__gt=clock.now() - rules.OFFER_LIFE).count() >= rules.MOST_OFFERS:
        raise MandateRefused(principal=principal.kind)
    rules.check_offer(principal, terms=terms)
    offered = Mandate(
        principal_kind=principal.kind,
        principal_id=principal.id,
        scope=terms.scope,
        services=list(terms.services),
        from_on=terms.from_on,
        until_on=terms.until_on,
        proof=terms.proof,
        contact=to.address,
        contact_index=index_of(to),
        called=called,
        given_at=clock.now(),
    )
    offered.save(force_insert=True)
    audit.record(
        events.MANDATE_OFFERED,
        subject=Subject("mandate", offered.id),
        by=by,
        principal={"kind": principal.kind, "id": principal.id},
        channel=to.kind,
        scope=terms.scope,
        services=list(terms.services),
        from_on=terms.from_on,
        until_on=terms.until_on,
    )
    return UUID(str(offered.id))


@transaction_required
def accept_mandate(mandate_id: UUID, *, agent: Subject, proved: Collection[Contact], by: Actor) -> None:
    """Whoever proved the contact of an offer accepts it, for themselves or an organisation they act for.

    Raises: MandateUnknown, MandateRefused where agent and principal are one.
    """
    offered = _locked_offer(mandate_id, proved)
    if agent == Subject(offered.principal_kind, offered.principal_id):
        raise MandateRefused(principal=agent.kind, agent=agent.kind)
    offered.agent_kind, offered.agent_id, offered.accepted_at = agent.kind, agent.id, clock.now()
    offered.save(update_fields=["agent_kind", "agent_id", "accepted_at"])
    audit.record(
        events.MANDATE_ACCEPTED,
        subject=Subject("mandate", offered.id),
        by=by,
        agent={"kind": agent.kind, "id": agent.id},
    )


@transaction_required
def decline_mandate(mandate_id: UUID, *, proved: Collection[Contact], on: date, by: Actor) -> None:
    """Whoever proved the contact of an offer will not act. Raises: MandateUnknown."""
    offered = _locked_offer(mandate_id, proved)
    offered.ended_on = on
    offered.save(update_fields=["ended_on"])
    audit.record(events.MANDATE_DECLINED, subject=Subject("mandate", offered.id), by=by)


def _locked_offer(mandate_id: UUID, proved: Collection[Contact]) -> Mandate:
    offers = Mandate.objects.select_for_update().filter(offered_to(proved), id=mandate_id)
    found: Mandate | None = offers.first()
    if found is None:
        raise MandateUnknown
    return found


@transaction_required
def end_mandate(mandate_id: UUID, *, on: date, by: Actor) -> None:
    """Either side may end a mandate at any time, and staff may; an offer is withdrawn by it.

    Ended twice, the first day counts.

    Raises: MandateUnknown, also for a mandate between others.
    """
    mandate = Mandate.objects.select_for_update().filter(id=mandate_id).first()
    if mandate is None or not _is_party(mandate, by):
        raise MandateUnknown
    if mandate.ended_on is not None:
        return
    mandate.ended_on = on
    mandate.save(update_fields=["ended_on"])
    audit.record(events.MANDATE_ENDED, subject=Subject("mandate", mandate.id), by=by, ended_on=on)


@transaction_required
def erase_ended_before(day: date, *, by: Actor, limit: int = 500) -> int:
    """Erase memberships and mandates that ended before a day. Returns how many; call again until 0."""
    members = list(Member.objects.filter(until_on__lt=day).order_by("id")[:limit])
    over = Q(ended_on__lt=day) | Q(until_on__lt=day)
    mandates = list(Mandate.objects.filter(over).order_by("id").values_list("id", flat=True)[:limit])
    Member.objects.filter(id__in=[member.id for member in members]).delete()
    Mandate.objects.filter(id__in=mandates).delete()
    for member in members:
        organisation = Subject("organisation", member.organisation_id)
        audit.record(events.MEMBER_ERASED, subject=organisation, by=by, until_on=member.until_on)
    for mandate_id in mandates:
        audit.record(events.MANDATE_ERASED, subject=Subject("mandate", mandate_id), by=by)
    return len(members) + len(mandates)


@transaction_required
def erase_organisations_ended_before(day: date, *, by: Actor, limit: int = 500) -> list[UUID]:
    """Erase organisations that ended before a day, once nobody is their member.

    A mandate given to one ends with it and is erased by its own term. Returns their ids; until empty.
    """
    rows = Organisation.objects.select_for_update(skip_locked=True).filter(ended_on__lt=day)
    unused = rows.exclude(id__in=Member.objects.values("organisation_id")).order_by("id")
    ids = list(unused.values_list("id", flat=True)[:limit])
    given_to = Mandate.objects.filter(agent_kind="organisation", agent_id__in=ids, ended_on=None)
    for mandate_id in list(given_to.values_list("id", flat=True)):
        end_mandate(mandate_id, on=clock.today(), by=by)
    Organisation.objects.filter(id__in=ids).delete()
    for organisation_id in ids:
        audit.record(events.ERASED, subject=Subject("organisation", organisation_id), by=by)
    return ids


def _is_party(mandate: Mandate, by: Actor) -> bool:
    sides = {Subject(mandate.principal_kind, mandate.principal_id)}
    if mandate.agent_id is not None:
        sides.add(Subject(mandate.agent_kind, mandate.agent_id))
    own = Subject("account", by.account_id) if by.account_id else None
    return by.kind in (ActorKind.STAFF, ActorKind.SYSTEM) or own in sides or by.on_behalf_of in sides
