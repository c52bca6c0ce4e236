"""A guest has left: the registration ends, and its document with it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sojourn.flows.messages import news_for
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject
from sojourn.notices import actions as notices
from sojourn.permits import actions as permits
from sojourn.permits.types import Cause
from sojourn.stays import actions as stays
from sojourn.stays.types import EndCause


@transaction_required
def notify_departure(registration_id: UUID, *, on: date, by: Actor, moved: bool = False) -> None:
    """End a stay that its guest or host says is over; told twice it stays as it is.

    Raises: RegistrationNotFound, AlreadyEnded, DepartureBeforeArrival, DepartureNotYet.
    """
    cause = EndCause.MOVED if moved else EndCause.DEPARTED
    stays.end(registration_id, on=on, cause=cause, by=by)
    about = Subject("registration", registration_id)
    permits.end(about, on=on, cause=Cause(cause.value), by=by)
    if by.on_behalf_of is not None and by.on_behalf_of.kind == "account":
        notices.send(news_for(by.on_behalf_of.id, about=about), by=by)
