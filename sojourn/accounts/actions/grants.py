"""Roles given and ended; the power of an acting deputy has an end from its beginning."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from sojourn.accounts import events, rules
from sojourn.accounts.errors import AccountUnknown, GrantUnknown, PowerNotGranted
from sojourn.accounts.models import Account, RoleGrant
from sojourn.accounts.types import AccountKind
from sojourn.audit import actions as audit
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject


@transaction_required
def grant_role(
    account_id: UUID,
    role: str,
    *,
    office: str | None,
    from_on: date,
    by: Actor,
    until_on: date | None = None,
    acting_for: UUID | None = None,
) -> UUID:
    """Give a role in an office, or in all (`None`); `until_on` is the first day without it.

    Raises: AccountUnknown (also for a person's account), RoleUnknown, RolesIncompatible, PowerNotGranted (to
    oneself, with no term, or acting for someone who does not hold it).
    """
    if not Account.objects.select_for_update(no_key=True).filter(id=account_id, kind=AccountKind.STAFF):
        raise AccountUnknown
    current = RoleGrant.objects.filter(_overlapping(from_on, until_on), account_id=account_id)
    held = current.values_list("role", flat=True)
    to_self = by.account_id == account_id
    rules.check_grant(role_code=role, held=held, to_self=to_self, from_on=from_on, until_on=until_on)
    if acting_for is not None:
        _check_deputy(account_id, role, office=office, from_on=from_on, until_on=until_on, of=acting_for)
    grant = RoleGrant(
        account_id=account_id,
        role=role,
        office=office,
        from_on=from_on,
        until_on=until_on,
        acting_for_id=acting_for,
        given_by_id=by.account_id,
        given_at=clock.now(),
    )
    grant.save(force_insert=True)
    audit.record(
        events.ROLE_GRANTED,
        subject=Subject("account", account_id),
        by=by,
        role=role,
        office=office,
        from_on=from_on,
        until_on=until_on,
        acting_for=acting_for,
    )
    return UUID(str(grant.id))


def _check_deputy(
    account_id: UUID, role: str, *, office: str | None, from_on: date, until_on: date | None, of: UUID
) -> None:
    """A deputy has an end and acts for another who holds the role there when the deputy begins."""
    reach = Q(office=None) | Q(office=office) if office is not None else Q(office=None)
    own = RoleGrant.objects.filter(reach, _overlapping(from_on, from_on), account_id=of, role=role)
    if until_on is None or of == account_id or not own.filter(acting_for=None).exists():
        raise PowerNotGranted(role=role)


def _overlapping(from_on: date, until_on: date | None) -> Q:
    begun = Q() if until_on is None else Q(from_on__lte=until_on)
    return begun & (Q(until_on=None) | Q(until_on__gt=from_on))


@transaction_required
def end_role(grant_id: UUID, *, on: date, by: Actor) -> None:
    """End a grant from a day on; those who acted for its holder lose that power the same day.

    Raises: GrantUnknown.
    """
    grant = RoleGrant.objects.select_for_update().filter(id=grant_id).first()
    if grant is None:
        raise GrantUnknown
    deputies = RoleGrant.objects.select_for_update().filter(
        Q(until_on__gt=on), acting_for=grant.account_id, role=grant.role
    )
    for ended in (grant, *deputies):
        ended.until_on = max(on, ended.from_on)
        ended.save(update_fields=["until_on"])
        audit.record(
            events.ROLE_ENDED,
            subject=Subject("account", ended.account_id),
            by=by,
            role=ended.role,
            office=ended.office,
            until_on=ended.until_on,
        )
