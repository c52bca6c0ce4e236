"""Someone comes under the protection desk, or leaves it: whatever was filed for them goes with them.

A person whose registrations stayed behind would still be found by them.
"""

from __future__ import annotations

from uuid import UUID

from sojourn.applications import actions as applications
from sojourn.cases import actions as cases
from sojourn.documents import actions as documents
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Confidentiality, Subject
from sojourn.notices import actions as notices
from sojourn.payments import actions as payments
from sojourn.people import actions as people
from sojourn.permits import actions as permits
from sojourn.stays import actions as stays


@transaction_required
def reclassify_person(person_id: UUID, *, confidentiality: Confidentiality, by: Actor) -> None:
    """Move a person with their stays, cases, filings and files. Raises: PersonNotFound.

    A document that was issued is worth for its holder what it was worth before: whoever checks it learns no
    name, and one that suddenly failed would tell more.
    """
    people.reclassify(person_id, confidentiality=confidentiality, by=by)
    moved = stays.reclassify(person_id, confidentiality=confidentiality, by=by)
    examined = cases.reclassify(person_id, confidentiality=confidentiality, by=by)
    outcomes = [Subject("registration", each) for each in moved] + [
        Subject("case", each) for each in examined
    ]
    filed = applications.reclassify(outcomes, confidentiality=confidentiality, by=by)
    outcomes += [Subject("application", each) for each in filed]
    issued = permits.reclassify(outcomes, confidentiality=confidentiality, by=by)
    about = [Subject("person", person_id), *outcomes]  # a portrait hangs on the person
    about += [Subject("permit", each) for each in issued]
    payments.reclassify(about, confidentiality=confidentiality, by=by)
    documents.reclassify(about, confidentiality=confidentiality, by=by)
    notices.reclassify(about, confidentiality=confidentiality, by=by)
