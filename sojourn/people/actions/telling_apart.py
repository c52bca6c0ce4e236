"""Two records that agree in document, birth and name and are of two people all the same."""

from __future__ import annotations

from uuid import UUID

from sojourn.audit import actions as audit
from sojourn.lib import clock
from sojourn.lib.actor import Actor, Reader
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Confidentiality
from sojourn.people import events, queries
from sojourn.people.actions.common import locked, subject
from sojourn.people.errors import NoSuchHit
from sojourn.people.models import Distinction


@transaction_required
def tell_apart(known_id: UUID, newcomer_id: UUID, *, reason: str, to: Reader, by: Actor) -> None:
    """Say that the newcomer is not the known person, with the reason. Said twice the first one stands.

    Neither record is changed, and nobody outside the protection desk learns of it. Raises: PersonNotFound,
    NoSuchHit.
    """
    locked(known_id)
    if Distinction.objects.filter(known_id=known_id, newcomer_id=newcomer_id).exists():
        return
    hits = queries.list_hits(to=to, person_id=known_id)
    if newcomer_id not in {each.newcomer_id for each in hits}:
        raise NoSuchHit
    Distinction.objects.create(known_id=known_id, newcomer_id=newcomer_id, reason=reason, made_at=clock.now())
    audit.record(
        events.TOLD_APART,
        subject=subject(known_id),
        by=by,
        confidentiality=Confidentiality.PROTECTED,
        newcomer=str(newcomer_id),
        reason=reason,
    )
