"""What is known of someone ends when its term has passed since the last record about them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from sojourn.audit import actions as audit
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Confidentiality
from sojourn.people import events
from sojourn.people.actions.common import subject
from sojourn.people.models import (
    Distinction,
    FamilyLink,
    MatchKey,
    NameKey,
    Person,
    ProtectiveHold,
    Statement,
)


@transaction_required
def erase(person_ids: Collection[UUID], *, by: Actor) -> list[UUID]:
    """Erase people and everything said of them. Returns those that were there.

    The caller has seen that nothing else is about them (`queries.list_silent_since`, and the rooms above).
    """
    rows = list(Person.objects.select_for_update(skip_locked=True).filter(id__in=person_ids))
    ids = [row.id for row in rows]
    FamilyLink.objects.filter(Q(person_id__in=ids) | Q(relative_id__in=ids)).delete()
    ProtectiveHold.objects.filter(person_id__in=ids).delete()
    Statement.objects.filter(person_id__in=ids).delete()
    MatchKey.objects.filter(person_id__in=ids).delete()
    NameKey.objects.filter(person_id__in=ids).delete()
    Distinction.objects.filter(Q(known_id__in=ids) | Q(newcomer_id__in=ids)).delete()
    Person.objects.filter(id__in=ids).delete()
    for row in rows:
        audit.record(
            events.ERASED,
            subject=subject(row.id),
            by=by,
            confidentiality=Confidentiality(row.confidentiality),
        )
    return ids
