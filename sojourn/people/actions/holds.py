"""What protects people from removal: placed and ended by the protection desk."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sojourn.audit import actions as audit
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Confidentiality
from sojourn.people import events
from sojourn.people.actions.common import check_order, locked, subject
from sojourn.people.actions.recording import identity_digests
from sojourn.people.errors import HoldNotOpen
from sojourn.people.models import MatchKey, ProtectiveHold
from sojourn.people.types import HoldKind, Identity


@transaction_required
def place_hold(
    person_id: UUID, *, kind: HoldKind, from_on: date, by: Actor, until_on: date | None = None
) -> UUID:
    """Protect someone from removal until a day, or until the hold is ended. Raises: PersonNotFound."""
    check_order(from_on, until_on)
    hold = ProtectiveHold.objects.create(
        person=locked(person_id), kind=kind.value, from_on=from_on, until_on=until_on, placed_at=clock.now()
    )
    audit.record(
        events.HOLD_PLACED,
        subject=subject(person_id),
        by=by,
        confidentiality=Confidentiality.PROTECTED,
        hold=hold.id,
        hold_kind=kind.value,
        from_on=from_on,
        until_on=until_on,
    )
    return UUID(str(hold.id))


@transaction_required
def bar_removal(person_id: UUID, *, who: Identity, kind: HoldKind, from_on: date, by: Actor) -> list[UUID]:
    """Hold someone, and the records other classes have of the same identity, until the desk ends it.

    Whoever reads those learns that nobody is to be removed and whom to ask, never why, and nothing ties the
    records together. One that is held so already stays as it is. Gives the holds placed.
    """
    same = MatchKey.objects.filter(kind=MatchKey.IDENTITY, digest__in=identity_digests(who))
    known = sorted({person_id, *same.values_list("person_id", flat=True)})
    held = ProtectiveHold.objects.filter(person_id__in=known, kind=kind, ended_at__isnull=True, until_on=None)
    already = set(held.values_list("person_id", flat=True))
    return [place_hold(each, kind=kind, from_on=from_on, by=by) for each in known if each not in already]


@transaction_required
def end_hold(hold_id: UUID, *, on: date, reason: str, by: Actor) -> None:
    """End a protective hold with the reason. Raises: HoldNotOpen, EndBeforeStart."""
    hold = ProtectiveHold.objects.select_for_update().filter(id=hold_id, ended_at__isnull=True).first()
    if hold is None:
        raise HoldNotOpen
    check_order(hold.from_on, on)
    locked(hold.person_id)
    hold.until_on, hold.ended_at, hold.end_reason = on, clock.now(), reason
    hold.save(update_fields=["until_on", "ended_at", "end_reason"])
    audit.record(
        events.HOLD_ENDED,
        subject=subject(hold.person_id),
        by=by,
        confidentiality=Confidentiality.PROTECTED,
        hold=hold.id,
        until_on=on,
        reason=reason,
    )
