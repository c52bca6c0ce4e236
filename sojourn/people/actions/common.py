"""What every action on people does."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sojourn.lib.types import Subject
from sojourn.people.errors import EndBeforeStart, PersonNotFound
from sojourn.people.models import Person


def check_order(first: date | None, last: date | None) -> None:
    """Raises: EndBeforeStart."""
    if first and last and last < first:
        raise EndBeforeStart


def locked(person_id: UUID) -> Person:
    """The row, held until the transaction ends. Raises: PersonNotFound."""
    person = Person.objects.select_for_update().filter(id=person_id).first()
    if person is None:
        raise PersonNotFound
    return person


def subject(person_id: UUID) -> Subject:
    """The person as the subject of an event."""
    return Subject("person", person_id)
