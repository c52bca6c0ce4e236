"""How people are related: said, disputed, ended."""

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
from sojourn.people.errors import LinkNotOpen, LinkToSelf
from sojourn.people.models import FamilyLink
from sojourn.people.types import LinkKind, Source


@transaction_required
def link_family(
    person_id: UUID,
    *,
    relative_id: UUID,
    kind: LinkKind,
    source: Source,
    by: Actor,
    from_on: date | None = None,
    disputed: bool = False,
) -> UUID:
    """Say what the person is to the relative; each keeps an own file. Raises: LinkToSelf, PersonNotFound."""
    if person_id == relative_id:
        raise LinkToSelf
    link = FamilyLink.objects.create(
        person=locked(person_id),
        relative=locked(relative_id),
        kind=kind.value,
        standing=source.standing.value,
        source=source.as_record(),
        disputed=disputed,
        from_on=from_on,
        recorded_at=clock.now(),
    )
    audit.record(
        events.LINKED,
        subject=subject(person_id),
        by=by,
        confidentiality=_class_of(link),
        link=link.id,
        relation=kind.value,
        standing=source.standing.value,
        source=source.as_record(),
        disputed=disputed,
        from_on=from_on,
        relative=relative_id,
    )
    return UUID(str(link.id))


@transaction_required
def dispute_link(link_id: UUID, *, disputed: bool, by: Actor) -> None:
    """Say that a family link is disputed, or no longer. Raises: LinkNotOpen."""
    found = _open(link_id)
    if found.disputed == disputed:
        return
    locked(found.person_id)
    found.disputed = disputed
    found.save(update_fields=["disputed"])
    audit.record(
        events.LINK_DISPUTED,
        subject=subject(found.person_id),
        by=by,
        confidentiality=_class_of(found),
        link=found.id,
        disputed=disputed,
    )


@transaction_required
def end_link(link_id: UUID, *, on: date, by: Actor) -> None:
    """End a family link; it stays on file. Raises: LinkNotOpen, EndBeforeStart."""
    found = _open(link_id)
    check_order(found.from_on, on)
    locked(found.person_id)
    found.until_on = on
    found.save(update_fields=["until_on"])
    audit.record(
        events.LINK_ENDED,
        subject=subject(found.person_id),
        by=by,
        confidentiality=_class_of(found),
        link=found.id,
        until_on=on,
    )


def _open(link_id: UUID) -> FamilyLink:
    link = FamilyLink.objects.select_for_update(of=("self",)).select_related("person", "relative")
    found = link.filter(id=link_id, until_on__isnull=True).first()
    if found is None:
        raise LinkNotOpen
    return found


def _class_of(link: FamilyLink) -> Confidentiality:
    """A link is as confidential as the more confidential of the two."""
    return Confidentiality(max(link.person.confidentiality, link.relative.confidentiality))
