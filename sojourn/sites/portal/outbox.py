"""The outbox of the demonstration: every message it would have sent, readable in that mode only."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from sojourn.notices import queries as notices
from sojourn.sites.portal.frame import show
from sojourn.sites.portal.start import preferred_language


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The newest first; `?to=` shows what one address got."""
    if not settings.DEMONSTRATION:
        raise Http404
    address = request.GET.get("to", "")[:254].strip().lower()
    with translation.override(preferred_language(request)):
        return show(request, "outbox", messages_sent=notices.list_outbox(to_address=address), address=address)
