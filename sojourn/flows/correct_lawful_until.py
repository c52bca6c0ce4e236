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

    The days between the two last days change and no others: what is pending beyond them stays pending.
    Raises: RegistrationNotFound, AlreadyEnded (by a departure), EndsBeforeArrival.
    """
    before = stays.correct_lawful_until(registration_id, until=until, reason=reason, to=to, by=by)
    certificate = issued.find_for(Subject("registration", registration_id), to=to)
    if certificate is None or until == before:
        return
    cause = Cause.PROLONGED if until > before else Cause.EXPIRED
    first_day, last_day = min(before, until) + timedelta(days=1), max(before, until)
    permits.note(certificate.id, cause=cause, first_day=first_day, last_day=last_day, by=by)
