"""Messages to an account, the newest first; opening one is noted."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sojourn.lib.db import transaction
from sojourn.notices import actions as notices
from sojourn.notices import queries as told
from sojourn.notices.errors import MessageUnknown
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.frame import show
from sojourn.sites.portal.visitors import visiting

PAGE = 20


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    visitor = visiting(request)
    if visitor.account_id is None:
        return show(request, "account_closed", following=request.path)
    found = told.list_inbox(to=visitor.reader("own-messages"), before=_before(request), limit=PAGE + 1)
    page = found[:PAGE]
    more = f"?before={page[-1].id}" if len(found) > PAGE else ""
    first = "?" if "before" in request.GET else ""
    return show(request, "inbox", messages_here=page, next=more, first=first)


@require_safe
def message(request: HttpRequest, message: UUID) -> HttpResponse:
    """One message, which counts as opened from now on."""
    reader = visiting(request).reader("own-messages")
    try:
        found = told.get_inbox_message(message, to=reader)
        with transaction():
            notices.mark_read(message, to=reader)
    except MessageUnknown:
        raise not_there() from None
    return show(request, "message", message=found)


def _before(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET["before"])
    except (KeyError, ValueError):
        return None
