"""Late registrations as candidates: an officer takes one up or sets it aside, with a reason."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.lib.db import transaction
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.office.registrations import draw_registration, lines_of
from sojourn.stays import actions, queries
from sojourn.stays.errors import AlreadyDecided
from sojourn.stays.types import CandidateState

PURPOSE = "late registration"


@staff_page(Permission.SEE_LATE, purpose=PURPOSE)
def late(desk: Desk) -> HttpResponse:
    """What was filed late and nobody has looked at yet, oldest first."""
    after = read.uuid(desk.request.GET.get("after", ""))
    found = queries.list_open_candidates(desk.reader, after=after)
    shown = found[: queries.PAGE]
    lines = lines_of(desk, [queries.as_view(one.registration) for one in shown])
    access.log_reading(to=desk.reader, relation="area", listing="late", count=len(shown))
    return desk.draw(
        "late",
        lines=list(zip(shown, lines, strict=True)),
        next_page=f"?after={shown[-1].registration_id}" if len(found) > len(shown) else "",
        first_page="?" if after else "",
    )


@staff_page(Permission.DECIDE_LATE, purpose=PURPOSE)
def decide(desk: Desk, registration_id: UUID) -> HttpResponse:
    """Take a candidate up or set it aside."""
    told = read.fields(desk.request.POST, {"state": 20, "reason": 4000})
    state, reason = told["state"], told["reason"]
    typed = {"state": state, "candidate_reason": reason}
    if state not in (CandidateState.TAKEN_UP, CandidateState.SET_ASIDE) or not reason:
        said = gettext("Choose what to do and give the reason")
        return draw_registration(desk, registration_id, error=said, typed=typed, status=422)
    try:
        with transaction():
            actions.decide_candidate(
                registration_id, state=CandidateState(state), reason=reason, to=desk.reader, by=desk.actor
            )
    except AlreadyDecided:
        said = gettext("Another officer has already dealt with this")
        return draw_registration(desk, registration_id, error=said, typed=typed, status=409)
    return HttpResponseRedirect(reverse("office:registration", args=[registration_id]))
