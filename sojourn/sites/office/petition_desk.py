"""Which desk a page of petitions is of, and one petition open there: each look is written down."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from sojourn.audit import actions as access
from sojourn.petitions import queries
from sojourn.petitions.types import Petition, PetitionDesk
from sojourn.sites.office.desk import Desk, staff_page

PURPOSE = "petition"


def petition_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for staff of the desk in its address, with that desk's permission."""

    @wraps(view)
    def chosen(request: HttpRequest, *, at: str, **parts: object) -> HttpResponse:
        where = PetitionDesk(at)
        guard = staff_page(queries.DESKS[where], purpose=PURPOSE)
        return guard(partial(view, at=where))(request, **parts)

    return chosen


def open_petition(desk: Desk, at: PetitionDesk, petition_id: UUID) -> Petition:
    """One petition of the desk. Raises: PetitionNotFound."""
    found = queries.get_petition(petition_id, at, to=desk.reader)
    access.log_reading(
        to=desk.reader,
        relation="desk",
        subject=found.subject,
        confidentiality=found.confidentiality,
    )
    return found


def matter_named(desk: Desk, code: str) -> str:
    """As the pack of today calls it; a matter it no longer has stands as its code."""
    return desk.pack.find_text(f"petitions.matters.{code}.title", desk.language) or code


def desk_named(desk: Desk, at: PetitionDesk) -> str:
    return desk.pack.find_text(f"petitions.desks.{at}", desk.language) or at


def office_named(desk: Desk, code: str) -> str:
    return (desk.pack.find_text(f"offices.{code}.name", desk.language) or code) if code else ""


def letters_nobody_reads() -> int:
    """How many wait where everybody at their desk is named in them."""
    return queries.count_unread()
