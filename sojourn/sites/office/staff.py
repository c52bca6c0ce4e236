"""Staff and the roles they hold: granted for an office and a term, ended on a day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from sojourn.accounts import actions, queries
from sojourn.accounts.roles import ROLES, Permission
from sojourn.lib import clock
from sojourn.lib.db import transaction
from sojourn.lib.errors import Refusal
from sojourn.sites.office import typed as read
from sojourn.sites.office.desk import Desk, staff_page

PAGE = 50
PURPOSE = "staff accounts"


@staff_page(Permission.MANAGE_ACCOUNTS, purpose=PURPOSE)
def staff(desk: Desk) -> HttpResponse:
    """Everyone who works here, with their powers, a page at a time."""
    return draw_staff(desk)


@staff_page(Permission.MANAGE_ACCOUNTS, purpose=PURPOSE)
def grant(desk: Desk) -> HttpResponse:
    """Give a role for an office and a term."""
    typed = {name: desk.request.POST.get(name, "").strip()[:100] for name in _FIELDS}
    try:
        account_id, from_on = UUID(typed["account"]), date.fromisoformat(typed["from_on"])
        until_on = date.fromisoformat(typed["until_on"]) if typed["until_on"] else None
        with transaction():
            actions.grant_role(
                account_id,
                typed["role"],
                office=typed["office"] or None,
                from_on=from_on,
                until_on=until_on,
                acting_for=read.uuid(typed["acting_for"]),
                by=desk.actor,
            )
    except ValueError:
        return draw_staff(desk, typed=typed, error=gettext("Choose a person and the days of the term"))
    except Refusal as refused:
        return draw_staff(desk, typed=typed, error=gettext((refused.__doc__ or "").split("\n")[0]))
    return HttpResponseRedirect(reverse("office:staff"))


@staff_page(Permission.MANAGE_ACCOUNTS, purpose=PURPOSE)
def end_grant(desk: Desk, grant_id: UUID) -> HttpResponse:
    """End a role today."""
    with transaction():
        actions.end_role(grant_id, on=clock.today(), by=desk.actor)
    return HttpResponseRedirect(reverse("office:staff"))


_FIELDS = ("account", "role", "office", "from_on", "until_on", "acting_for")


def draw_staff(desk: Desk, *, typed: dict[str, str] | None = None, error: str = "") -> HttpResponse:
    after = desk.request.GET.get("after", "")[:100]
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
        typed=typed or {"from_on": clock.today().isoformat()},
        error=error,
        called=queries.list_called({held.acting_for for held in grants if held.acting_for}),
        next_page=f"?{urlencode({'after': members[-1].sign_in_name})}" if len(found) > PAGE else "",
        first_page="?" if after else "",
    )
