"""Gives some invented people a drawn portrait, taken in as any upload is."""

from __future__ import annotations

import io

from django.db import connection

from sojourn.documents import actions as documents
from sojourn.documents.types import Filing
from sojourn.lib.actor import SYSTEM
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.project.demonstration import portraits

KIND = "photo"

# The people whose registrations come first on an officer's list.
_PEOPLE = """
SELECT s.person_id, bool_or(s.value ->> 'sex' = 'female') AS woman
FROM people_statement s JOIN stays_registration r USING (person_id)
WHERE s.kind = 'sex' AND r.ended_on IS NULL
GROUP BY s.person_id ORDER BY s.person_id DESC LIMIT %s
"""


def portray(most: int) -> int:
    """Portraits for at most so many people with an open registration. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [most])
        people = cursor.fetchall()
    for person_id, woman in people:
        picture = io.BytesIO(portraits.draw(str(person_id), woman=woman))
        with transaction():
            documents.accept_upload(picture, filing=Filing(Subject("person", person_id), KIND), by=SYSTEM)
    return len(people)
