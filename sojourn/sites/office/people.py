"""Finding a person and seeing them whole, within the reader's classes."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.cases.types import CaseView
from sojourn.flows.holds import list_holds_to_end
from sojourn.lib import clock
from sojourn.lib.types import Confidentiality, Subject
from sojourn.people import queries
from sojourn.people.types import Hit, HoldKind
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.office.words import RELATIVES
from sojourn.stays import queries as stays

PURPOSE = "find a person"


@staff_page(Permission.SEE_PEOPLE, purpose=PURPOSE)
def people(desk: Desk) -> HttpResponse:
    """Search by name, in any script, or by the number of a travel document; sent, never in the address."""
    asked = read.fields(desk.request.POST, {"q": 100})["q"]
    after = desk.request.POST.get("after", "")[:400]
    found = queries.search(asked, to=desk.reader, after=after) if asked else None
    if found is not None:
        access.log_reading(
            to=desk.reader,
            relation="search",
            listing="people",
            private={"q": asked},
            count=len(found.people),
        )
    hits: list[Hit] = []
    to_end: list[CaseView] = []
    if desk.may(Permission.PLACE_HOLDS) and not asked:
        hits = queries.list_hits(to=desk.reader)
        access.log_reading(to=desk.reader, relation="protection", listing="hits", count=len(hits))
        to_end = list_holds_to_end(desk.reader)
        access.log_reading(to=desk.reader, relation="protection", listing="holds-to-end", count=len(to_end))
    return desk.draw(
        "people", asked=asked, after=after, kept={"q": asked}, found=found, hits=hits, to_end=to_end
    )


@staff_page(Permission.SEE_PEOPLE, purpose=PURPOSE)
def person(desk: Desk, person_id: UUID) -> HttpResponse:
    """One person: what is known and how well, stays, family, who looked."""
    return draw_person(desk, person_id)


def draw_person(
    desk: Desk,
    person_id: UUID,
    *,
    error: str = "",
    at: str = "protection",
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    """The page whole; `at` is the part where something is wrong.

    Why someone is protected, and that they once were, only the protection desk reads.
    """
    seen = queries.get_person(person_id, to=desk.reader)
    subject = Subject("person", person_id)
    access.log_reading(
        to=desk.reader, relation="office", subject=subject, confidentiality=seen.confidentiality
    )
    at_protection = desk.may(Permission.PLACE_HOLDS)
    return desk.draw(
        "person",
        status=422 if error else 200,
        error=error,
        wrong_at=at if error else "",
        family_open=bool(error) and at == "family",
        typed=typed or {"from_on": read.spelled(clock.today().isoformat())},
        at_protection=at_protection,
        holds=queries.list_holds(person_id, to=desk.reader) if at_protection else [],
        hits=queries.list_hits(to=desk.reader, person_id=person_id) if at_protection else [],
        told_apart=queries.list_told_apart(person_id, to=desk.reader) if at_protection else [],
        hold_kinds=list(HoldKind),
        confidentiality=seen.confidentiality.name.lower(),
        classes=[each.name.lower() for each in Confidentiality],
        person=seen,
        hold=queries.find_hold(person_id, to=desk.reader),
        stays=stays.list_of_person(person_id, to=desk.reader),
        may_see_looks=desk.may(Permission.SEE_ACCESSES),
        may_link=desk.may(Permission.LINK_FAMILY),
        relatives=list(RELATIVES),
    )
