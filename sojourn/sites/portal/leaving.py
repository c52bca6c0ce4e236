"""Guests past the day on which they meant to leave: left then, or staying on; one by one or many at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from sojourn.flows.notify_departure import notify_departure
from sojourn.lib import clock
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.lib.errors import Refusal
from sojourn.sites.portal.frame import show
from sojourn.sites.portal.hosts import Desk, last_of_page, open_desk
from sojourn.stays import actions as stays
from sojourn.stays import queries as registrations
from sojourn.stays.types import RegistrationView

Act = Callable[[RegistrationView], None]
BULK: Final = "chosen"
UNTIL: Final = "until"


@dataclass(frozen=True, slots=True)
class Line:
    """A guest of the list, with what was marked and typed beside them before something was wrong."""

    stay: RegistrationView
    is_marked: bool
    until: str


@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """The list, or what was pressed on it: a button of one row, or one for all that are marked."""
    at = open_desk(request, organisation)
    if request.method != "POST":
        return _draw(request, at)
    chosen, asked_until, field = _pressed(request)
    if not chosen:
        return _draw(request, at, (BULK, gettext("Mark the guests first")))
    if asked_until is None:
        return _carry_out(at, chosen, "left", lambda stay: _left(at, stay))
    until = _day(asked_until)
    if until is None or until < clock.today():
        return _draw(request, at, (field, gettext("Enter a day from today on")))
    return _carry_out(at, chosen, "stays", lambda stay: _stays(at, stay, until))


def _pressed(request: HttpRequest) -> tuple[list[UUID], str | None, str]:
    """Whom it concerns; the day until which they stay, or none where they left; the field of that day."""
    posted = request.POST
    for name in ("left", "stays"):
        if name in posted:
            one = posted[name]
            field = f"{UNTIL}-{one}"
            return _ids([one]), None if name == "left" else posted.get(field, ""), field
    chosen = _ids(posted.getlist(BULK))
    return chosen, posted.get(UNTIL, "") if "all-stay" in posted else None, UNTIL


def _ids(typed: Sequence[str]) -> list[UUID]:
    found = []
    for one in typed[: registrations.PAGE]:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip()[:10])
    except ValueError:
        return None


def _carry_out(at: Desk, chosen: Sequence[UUID], said: str, act: Act) -> HttpResponse:
    """Each in a transaction of its own; one that was ended meanwhile stays as it is and is counted."""
    done = 0
    own = registrations.list_given_of_host(chosen, organisation_id=at.organisation.id)
    for stay in own:
        try:
            retry_deadlock(partial(act, stay))
        except Refusal:
            continue
        done += 1
    told = {said: done, "not": len(chosen) - done}
    counted = urlencode({name: count for name, count in told.items() if count})
    return HttpResponseRedirect(f"{at.address('leaving')}?{counted}")


def _left(at: Desk, stay: RegistrationView) -> None:
    """On the day it was announced, which has passed."""
    with transaction():
        notify_departure(stay.id, on=min(stay.leaves_on or clock.today(), clock.today()), by=at.filing.by)


def _stays(at: Desk, stay: RegistrationView, until: date) -> None:
    with transaction():
        stays.announce_leaving(stay.id, on=until, by=at.filing.by)


def _draw(request: HttpRequest, at: Desk, problem: tuple[str, str] | None = None) -> HttpResponse:
    today = clock.today()
    rows = registrations.list_overdue_of_host(at.organisation.id, on=today, after=last_of_page(request))
    page = rows[: registrations.PAGE]
    return show(
        request,
        "leaving",
        status=422 if problem else 200,
        at=at,
        guests=_lines(request, page),
        today=today,
        until=request.POST.get(UNTIL, ""),
        problem=problem,
        errors=[problem] if problem else [],
        said=_said(request),
        columns=[
            gettext("Guest"),
            gettext("Was to leave"),
            gettext("Lawful until"),
            gettext("What happened?"),
        ],
        next=f"?after={page[-1].id}" if len(rows) > registrations.PAGE else "",
        first="?" if "after" in request.GET else "",
    )


def _lines(request: HttpRequest, page: Sequence[RegistrationView]) -> list[Line]:
    marked, posted = frozenset(request.POST.getlist(BULK)), request.POST
    return [Line(each, str(each.id) in marked, posted.get(f"{UNTIL}-{each.id}", "")) for each in page]


def _said(request: HttpRequest) -> list[str]:
    """What was just done, from the address the form led to."""
    left, stay, refused = (_count(request, name) for name in ("left", "stays", "not"))
    sentences = (
        (left, ngettext("{n} registration has ended.", "{n} registrations have ended.", left)),
        (stay, ngettext("{n} guest stays on.", "{n} guests stay on.", stay)),
        (
            refused,
            ngettext("{n} had been ended before.", "{n} had been ended before.", refused),
        ),
    )
    return [sentence.format(n=count) for count, sentence in sentences if count]


def _count(request: HttpRequest, name: str) -> int:
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
