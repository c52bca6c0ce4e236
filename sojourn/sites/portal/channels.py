"""Which channels someone else may read: what is called unsafe here is never written to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sojourn.lib.db import transaction
from sojourn.notices import actions as notices
from sojourn.notices import queries as told
from sojourn.notices.types import Channel
from sojourn.sites.portal.frame import show
from sojourn.sites.portal.visitors import visiting

_OUTSIDE = (Channel.EMAIL, Channel.SMS)


@require_http_methods(["GET", "HEAD", "POST"])
def channels(request: HttpRequest) -> HttpResponse:
    """The person chooses; the inbox of the portal is always there."""
    visitor = visiting(request)
    if visitor.account_id is None:
        return show(request, "account_closed", following=request.path)
    if request.method == "POST":
        marked = request.POST.getlist("unsafe")
        unsafe = [channel for channel in _OUTSIDE if channel.value in marked]
        with transaction():
            notices.choose_safe_channels(visitor.account_id, unsafe=unsafe, by=visitor.actor)
        return HttpResponseRedirect(reverse("portal:account"))
    names = {Channel.EMAIL: gettext("E-mail"), Channel.SMS: gettext("Text message")}
    return show(
        request,
        "channels",
        options=[(channel.value, names[channel]) for channel in _OUTSIDE],
        unsafe=[channel.value for channel in told.unsafe_channels(visitor.account_id)],
    )
