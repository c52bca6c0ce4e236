"""Messages that reached nobody, so that nothing waits in silence. Neither text nor contact is shown."""

from __future__ import annotations

from django.http import HttpResponse

from sojourn.accounts.roles import Permission
from sojourn.audit import actions as access
from sojourn.notices import queries
from sojourn.sites.office import typed
from sojourn.sites.office.desk import Desk, staff_page

PAGE = 50


@staff_page(Permission.SEE_DELIVERY, purpose="delivery")
def messages(desk: Desk) -> HttpResponse:
    """What was given up after every attempt, or had no channel its person called safe; oldest first."""
    after = typed.uuid(desk.request.GET.get("after", ""))
    found = queries.list_undelivered(to=desk.reader, after=after, limit=PAGE + 1)
    shown = found[:PAGE]
    access.log_reading(to=desk.reader, relation="delivery", listing="undelivered", count=len(shown))
    return desk.draw(
        "messages",
        lines=shown,
        next_page=f"?after={shown[-1].id}" if len(found) > len(shown) else "",
        first_page="?" if after else "",
    )
