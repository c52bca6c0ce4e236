"""How the document of a registration reached its guest, as an officer records it; terms run from there."""

from __future__ import annotations

from uuid import UUID

from sojourn.catalogue import queries as catalogue
from sojourn.documents import queries as documents
from sojourn.documents.errors import DocumentNotFound
from sojourn.documents.types import DocumentView
from sojourn.lib.actor import Actor, Reader
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Subject
from sojourn.notices import actions as notices
from sojourn.notices.types import Correction, Manner, Served
from sojourn.permits import queries as permits
from sojourn.stays import queries as stays

LATER = {
    Manner.REGISTERED_POST: "service.days-after-post",
    Manner.PUBLIC_NOTICE: "service.days-after-public-notice",
}
"""Manners that count as served only some days after the act, and the parameter that says how many."""


@transaction_required
def record_service(
    registration_id: UUID,
    document_id: UUID,
    *,
    served: Served,
    to: Reader,
    by: Actor,
    correction: Correction | None = None,
) -> UUID:
    """Record a service of a document of this registration, or put it in the place of a wrong record.

    Source: R-PROC-4; the numbers of days are those in force on the day of the act.
    Raises: RegistrationNotFound, DocumentNotFound, ServiceIncomplete, ServiceInTheFuture, ServiceUnknown.
    """
    stays.get(registration_id, to=to)
    if document_id not in {each.id for each in served_documents(registration_id, to=to)}:
        raise DocumentNotFound
    days = days_after(served)
    if correction is None:
        return notices.record_service(document_id, served=served, days_after=days, by=by)
    return notices.correct_service(document_id, correction=correction, served=served, days_after=days, by=by)


def days_after(served: Served) -> dict[Manner, int]:
    """After how many days this manner counts as served, where it does not count at once (switch 16)."""
    later = LATER.get(served.manner)
    return {served.manner: catalogue.current().days_of_service(served.on, later)} if later else {}


def served_documents(registration_id: UUID, *, to: Reader) -> list[DocumentView]:
    """The documents drawn for a registration, of which each may be served; nothing before one is drawn."""
    issued = permits.find_for(Subject("registration", registration_id), to=to)
    return documents.list_documents(Subject("permit", issued.id), to=to) if issued else []
