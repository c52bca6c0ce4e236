"""The protection desk: who is not to be removed, why, and who may know of a person at all."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.flows.reclassify_person import Sight, reclassify_person
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality, Subject
from sojourn.people import actions, queries
from sojourn.people.errors import EndBeforeStart, HoldNotOpen, NoSuchHit
from sojourn.people.types import HoldKind
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.office.people import draw_person

PURPOSE = "protection"


@staff_page(Permission.PLACE_HOLDS, purpose=PURPOSE)
def place(desk: Desk, person_id: UUID) -> HttpResponse:
    """Protect someone from removal: from a day, until a day or until it is ended."""
    _look(desk, person_id)
    typed = read.fields(desk.request.POST, {"kind": 30, "from_on": 10, "until_on": 10})
    first, last = read.day(typed["from_on"]), read.day(typed["until_on"])
    if typed["kind"] not in set(HoldKind) or first is None or (typed["until_on"] and last is None):
        return _again(desk, person_id, gettext("Choose why and enter the days"), typed)
    try:
        with transaction():
            actions.place_hold(
                person_id, kind=HoldKind(typed["kind"]), from_on=first, until_on=last, by=desk.actor
            )
    except EndBeforeStart:
        return _again(desk, person_id, gettext("It cannot end before it began"), typed)
    return _to(person_id)


@staff_page(Permission.PLACE_HOLDS, purpose=PURPOSE)
def end(desk: Desk, person_id: UUID, hold_id: UUID) -> HttpResponse:
    """End a hold today, with the reason."""
    _look(desk, person_id)
    typed = read.fields(desk.request.POST, {"end_reason": 2000})
    if not typed["end_reason"]:
        return _again(desk, person_id, gettext("Give the reason why the protection ends"), typed)
    try:
        with transaction():
            actions.end_hold(hold_id, on=clock.today(), reason=typed["end_reason"], by=desk.actor)
    except (HoldNotOpen, EndBeforeStart):
        return _again(desk, person_id, gettext("This protection has not begun or has already ended"), typed)
    return _to(person_id)


@staff_page(Permission.PLACE_HOLDS, purpose=PURPOSE)
def tell_apart(desk: Desk, person_id: UUID, newcomer_id: UUID) -> HttpResponse:
    """Say, with the reason, that someone who looks like this person is another."""
    _look(desk, person_id)
    typed = read.fields(desk.request.POST, {"apart_reason": 2000})
    if not typed["apart_reason"]:
        return _again(desk, person_id, gettext("Give the reason why they are two people"), typed)
    try:
        with transaction():
            actions.tell_apart(
                person_id, newcomer_id, reason=typed["apart_reason"], to=desk.reader, by=desk.actor
            )
    except NoSuchHit:
        return _again(desk, person_id, gettext("This record was dealt with already"), typed)
    return _to(person_id)


@staff_page(Permission.PLACE_HOLDS, purpose=PURPOSE)
def reclassify(desk: Desk, person_id: UUID) -> HttpResponse:
    """Move a person, with everything filed for them, into another class."""
    _look(desk, person_id)
    typed = read.fields(desk.request.POST, {"confidentiality": 20, "sight": 20})
    found = next((each for each in Confidentiality if each.name.lower() == typed["confidentiality"]), None)
    sight = next((each for each in Sight if each.value == typed["sight"]), Sight.THEIR_OWN)
    if found is None or found not in desk.reader.classes:
        return _again(desk, person_id, gettext("Choose who may know of this person"), {})
    with transaction():
        reclassify_person(person_id, confidentiality=found, sight=sight, by=desk.actor)
    return _to(person_id)


def _look(desk: Desk, person_id: UUID) -> None:
    """Raises: PersonNotFound."""
    seen = queries.get_person(person_id, to=desk.reader)
    subject = Subject("person", person_id)
    access.log_reading(
        to=desk.reader, relation="protection", subject=subject, confidentiality=seen.confidentiality
    )


def _again(desk: Desk, person_id: UUID, error: str, typed: dict[str, str]) -> HttpResponse:
    return draw_person(desk, person_id, error=error, typed=typed)


def _to(person_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:person", args=[person_id]))
