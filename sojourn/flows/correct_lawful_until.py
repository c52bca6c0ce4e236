"""An officer reads the stamp or the visa again: registration and document follow the corrected day."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sojourn.lib.actor import Actor, Reader
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject
from sojourn.permits import actions as permits
from sojourn.permits import queries as issued
from sojourn.permits.types import Cause
from sojourn.stays import actions as stays


@transaction_required
def correct_lawful_until(registration_id: UUID, *, until: date, reason: str, to: Reader, by: Actor) -> None:
    """Correct the last lawful day and what the document is worth; the paper itself stays as it was issued.

    Raises: RegistrationNotFound, EndsBeforeArrival.
    """
    before = stays.correct_lawful_until(registration_id, until=until, reason=reason, to=to, by=by)
    certificate = issued.find_for(Subject("registration", registration_id), to=to)
    if certificate is None or until == before:
        return
    after = min(before, until) + timedelta(days=1)
    if until > before:
        permits.note(certificate.id, cause=Cause.PROLONGED, first_day=after, last_day=until, by=by)
    else:
        permits.note(certificate.id, cause=Cause.EXPIRED, first_day=after, by=by)
