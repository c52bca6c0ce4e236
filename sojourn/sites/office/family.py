"""Family links on a person's page: recorded, disputed, ended. Each person keeps an own file."""

from __future__ import annotations

import re
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.people import actions, queries
from sojourn.people.errors import EndBeforeStart, LinkNotOpen, LinkToSelf, PersonNotFound
from sojourn.people.types import FamilyLinkView, LinkKind, Source, Standing
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.office.people import draw_person

PURPOSE = "family"
KINDS = {
    "spouse": (LinkKind.SPOUSE, False),
    "parent": (LinkKind.PARENT, True),
    "child": (LinkKind.PARENT, False),
    "sibling": (LinkKind.SIBLING, False),
    "guardian": (LinkKind.GUARDIAN, True),
    "ward": (LinkKind.GUARDIAN, False),
    "representative": (LinkKind.REPRESENTATIVE, True),
    "represented": (LinkKind.REPRESENTATIVE, False),
    "other": (LinkKind.OTHER, False),
}
"""What the relative is → the kind of link, and whether the relative stands first in it."""

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@staff_page(Permission.LINK_FAMILY, purpose=PURPOSE)
def link(desk: Desk, person_id: UUID) -> HttpResponse:
    """Record what someone is to this person, as told or as a paper shows it."""
    _look(desk, person_id)
    typed = read.fields(desk.request.POST, {"relative": 200, "kind": 20, "shown": 3, "linked_on": 10})
    since = read.day(typed["linked_on"])
    if typed["kind"] not in KINDS or (typed["linked_on"] and since is None):
        return _again(
            desk, person_id, gettext("Choose what they are to each other, and a day if it is known"), typed
        )
    relative = _relative(desk, typed["relative"])
    if relative is None:
        said = gettext("Give the number of the relative's travel document, or the address of their page")
        return _again(desk, person_id, said, typed)
    kind, relative_first = KINDS[typed["kind"]]
    first, second = (relative, person_id) if relative_first else (person_id, relative)
    standing = Standing.EVIDENCED if typed["shown"] else Standing.DECLARED
    source = Source(standing, said_on=clock.today())
    try:
        with transaction():
            actions.link_family(
                first, relative_id=second, kind=kind, source=source, by=desk.actor, from_on=since
            )
    except LinkToSelf:
        return _again(desk, person_id, gettext("Nobody is their own relative"), typed)
    return _to(person_id)


def _relative(desk: Desk, typed: str) -> UUID | None:
    """The one person meant: by the address of their page, or the only one found; nobody while unclear."""
    ids = _ID.findall(typed)
    if ids:
        try:
            return queries.get_person(UUID(ids[-1]), to=desk.reader).id
        except PersonNotFound:
            return None
    found = queries.search(typed, to=desk.reader).people if typed else ()
    access.log_reading(
        to=desk.reader, relation="search", listing="people", private={"q": typed}, count=len(found)
    )
    return found[0].id if len(found) == 1 else None


@staff_page(Permission.LINK_FAMILY, purpose=PURPOSE)
def dispute(desk: Desk, person_id: UUID, link_id: UUID) -> HttpResponse:
    """Note that somebody disputes the link, or no longer does."""
    found = _link(desk, person_id, link_id)
    try:
        with transaction():
            actions.dispute_link(found.id, disputed=not found.disputed, by=desk.actor)
    except LinkNotOpen:
        return _again(desk, person_id, gettext("This family link has ended"), {})
    return _to(person_id)


@staff_page(Permission.LINK_FAMILY, purpose=PURPOSE)
def end(desk: Desk, person_id: UUID, link_id: UUID) -> HttpResponse:
    """End a link today; it stays on file."""
    found = _link(desk, person_id, link_id)
    try:
        with transaction():
            actions.end_link(found.id, on=clock.today(), by=desk.actor)
    except (LinkNotOpen, EndBeforeStart):
        return _again(desk, person_id, gettext("This family link has ended"), {})
    return _to(person_id)


def _link(desk: Desk, person_id: UUID, link_id: UUID) -> FamilyLinkView:
    """Raises: PersonNotFound, also where the reader may not see the relative."""
    links = _look(desk, person_id)
    found = next((each for each in links if each.id == link_id), None)
    if found is None:
        raise PersonNotFound
    return found


def _look(desk: Desk, person_id: UUID) -> tuple[FamilyLinkView, ...]:
    """Raises: PersonNotFound."""
    seen = queries.get_person(person_id, to=desk.reader)
    access.log_reading(
        to=desk.reader,
        relation="office",
        subject=Subject("person", person_id),
        confidentiality=seen.confidentiality,
    )
    return seen.links


def _again(desk: Desk, person_id: UUID, error: str, typed: dict[str, str]) -> HttpResponse:
    return draw_person(desk, person_id, error=error, at="family", typed=typed)


def _to(person_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('office:person', args=[person_id])}#family")
