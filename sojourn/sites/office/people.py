"""Finding a person and seeing them whole, within the reader's classes."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.audit import queries as log
from sojourn.lib.types import Subject
from sojourn.people import queries
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.stays import queries as stays

PURPOSE = "find a person"


@staff_page(Permission.SEE_PEOPLE, purpose=PURPOSE)
def people(desk: Desk) -> HttpResponse:
    """Search by name, in any script, or by the number of a travel document."""
    asked, after = desk.request.GET.get("q", "").strip()[:100], desk.request.GET.get("after", "")[:400]
    found = queries.search(asked, to=desk.reader, after=after) if asked else None
    if found is not None:
        access.log_reading(
            to=desk.reader,
            relation="search",
            listing="people",
            filter={"q": asked},
            count=len(found.people),
        )
    return desk.draw("people", asked=asked, found=found)


@staff_page(Permission.SEE_PEOPLE, purpose=PURPOSE)
def person(desk: Desk, person_id: UUID) -> HttpResponse:
    """One person: what is known and how well, stays, family, who looked."""
    seen = queries.get_person(person_id, to=desk.reader)
    subject = Subject("person", person_id)
    access.log_reading(
        to=desk.reader, relation="office", subject=subject, confidentiality=seen.confidentiality
    )
    return desk.draw(
        "person",
        person=seen,
        hold=queries.find_hold(person_id),
        stays=stays.list_of_person(person_id, to=desk.reader),
        readings=log.list_readings(subject, to=desk.reader)[-20:]
        if desk.may(Permission.SEE_ACCESSES)
        else [],
    )
