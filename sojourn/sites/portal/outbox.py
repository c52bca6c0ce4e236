"""The outbox of the demonstration: every message it would have sent, readable in that mode only."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from sojourn.notices import queries as notices
from sojourn.notices.types import Channel, State
from sojourn.sites.portal.frame import show
from sojourn.sites.portal.start import preferred_language

_CHANNELS = {
    Channel.PORTAL: gettext_noop("Portal inbox"),
    Channel.EMAIL: gettext_noop("E-mail"),
    Channel.SMS: gettext_noop("SMS"),
}
_STATES = {
    State.QUEUED: gettext_noop("waiting to be sent"),
    State.DELIVERED: gettext_noop("delivered"),
    State.NOT_SENT: gettext_noop("not sent: no channel was called safe"),
    State.GIVEN_UP: gettext_noop("could not be delivered"),
}


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The newest first; `?to=` shows what one address got."""
    if not settings.DEMONSTRATION:
        raise Http404
    address = request.GET.get("to", "")[:254].strip().lower()
    with translation.override(preferred_language(request)):
        sent = [(each, _how(each.channel, each.state)) for each in notices.list_outbox(to_address=address)]
        return show(request, "outbox", messages_sent=sent, address=address)


def _how(channel: str, state: str) -> str:
    """By which way, and how far it got."""
    return " · ".join(gettext(each) for each in (_CHANNELS[Channel(channel)], _STATES[State(state)]))
