"""Staff and the roles they hold: granted for an office and a term, ended on a day."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from sojourn.accounts import actions, queries
from sojourn.accounts.errors import AccountUnknown, PowerNotGranted, RolesIncompatible, RoleUnknown
from sojourn.accounts.roles import ROLES, Permission
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.errors import Refusal
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.office.petition_desk import letters_nobody_reads

PAGE = 50
PURPOSE = "staff accounts"


@staff_page(Permission.MANAGE_ACCOUNTS, purpose=PURPOSE)
def staff(desk: Desk) -> HttpResponse:
    """Everyone who works here, with their powers, a page at a time; no name stands in its address."""
    return draw_staff(desk)


@staff_page(Permission.MANAGE_ACCOUNTS, purpose=PURPOSE)
def grant(desk: Desk) -> HttpResponse:
    """Give a role for an office and a term."""
    typed = read.fields(desk.request.POST, dict.fromkeys(_FIELDS, 100))
    account_id, from_on = read.uuid(typed["account"]), read.day(typed["from_on"])
    until_on, acting_for = read.day(typed["until_on"]), read.uuid(typed["acting_for"])
    if account_id is None or from_on is None or (typed["until_on"] and until_on is None):
        return draw_staff(desk, typed=typed, error=gettext("Choose a person and the days of the term"))
    if typed["office"] and typed["office"] not in desk.pack.offices:
        return draw_staff(desk, typed=typed, error=gettext("Choose an office from the list"))
    if typed["acting_for"] and acting_for is None:
        return draw_staff(desk, typed=typed, error=_said(PowerNotGranted()))
    try:
        with transaction():
            actions.grant_role(
                account_id,
                typed["role"],
                office=typed["office"] or None,
                from_on=from_on,
                until_on=until_on,
                acting_for=acting_for,
                by=desk.actor,
            )
    except Refusal as refused:
        return draw_staff(desk, typed=typed, error=_said(refused))
    return HttpResponseRedirect(reverse("office:staff"))


def _said(refused: Refusal) -> str:
    said = {
        AccountUnknown: gettext("There is no such account of staff"),
        RoleUnknown: gettext("Choose a role from the list"),
        RolesIncompatible: gettext("Nobody holds these two roles at once"),
        PowerNotGranted: gettext(
            "This power cannot be given: to oneself, beyond its term, or for an officer who does not hold it"
        ),
    }
    return said.get(type(refused), gettext("This was not possible"))


@staff_page(Permission.MANAGE_ACCOUNTS, purpose=PURPOSE)
def end_grant(desk: Desk, grant_id: UUID) -> HttpResponse:
    """End a role today."""
    with transaction():
        actions.end_role(grant_id, on=clock.today(), by=desk.actor)
    return HttpResponseRedirect(reverse("office:staff"))


_FIELDS = ("account", "role", "office", "from_on", "until_on", "acting_for")


def draw_staff(desk: Desk, *, typed: dict[str, str] | None = None, error: str = "") -> HttpResponse:
    after = read.fields(desk.request.POST, {"after": 100})["after"]
    found = queries.list_staff(after=after, limit=PAGE + 1)
    members = found[:PAGE]
    grants = queries.list_grants([member.id for member in members])
    rows = [(one, [held for held in grants if held.account_id == one.id]) for one in members]
    return desk.draw(
        "staff",
        status=422 if error else 200,
        rows=rows,
        roles=list(ROLES.values()),
        offices=[(code, desk.pack.text(f"offices.{code}.name", desk.language)) for code in desk.pack.offices],
        today=clock.today(),
        typed=typed or {"from_on": read.spelled(clock.today().isoformat())},
        error=error,
        called=queries.list_called({held.acting_for for held in grants if held.acting_for}),
        further=members[-1].sign_in_name if len(found) > PAGE else "",
        is_further=bool(after),
        unread=letters_nobody_reads(),
    )
