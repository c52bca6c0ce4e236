"""Owners who say that nobody stays with them: each gets an answer from an officer."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.flows.answer_objection import answer_objection
from sojourn.lib.db import transaction
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.office.registrations import draw_registration, lines_of
from sojourn.stays import queries
from sojourn.stays.errors import AlreadyDecided

PURPOSE = "objection"


@staff_page(Permission.SEE_OBJECTIONS, purpose=PURPOSE)
def objections(desk: Desk) -> HttpResponse:
    """Objections without an answer, oldest first."""
    after = read.uuid(desk.request.GET.get("after", ""))
    found = queries.list_open_objections(desk.reader, after=after)
    shown = found[: queries.PAGE]
    lines = lines_of(desk, [queries.as_view(one.registration) for one in shown])
    access.log_reading(to=desk.reader, relation="area", listing="objections", count=len(shown))
    return desk.draw(
        "objections",
        lines=list(zip(shown, lines, strict=True)),
        next_page=f"?after={shown[-1].id}" if len(found) > len(shown) else "",
        first_page="?" if after else "",
    )


@staff_page(Permission.ANSWER_OBJECTIONS, purpose=PURPOSE)
def answer(desk: Desk, registration_id: UUID, objection_id: UUID) -> HttpResponse:
    """Say what was found; the registration stays or ends by an act of its own."""
    words = read.fields(desk.request.POST, {"answer": 4000})["answer"]
    if not words:
        return draw_registration(desk, registration_id, error=gettext("Write the answer"), status=422)
    try:
        with transaction():
            answer_objection(objection_id, answer=words, to=desk.reader, by=desk.actor)
    except AlreadyDecided:
        said = gettext("Another officer has already dealt with this")
        return draw_registration(desk, registration_id, error=said, typed={"answer": words}, status=409)
    return HttpResponseRedirect(reverse("office:registration", args=[registration_id]))
