"""Links in our messages: who is not signed in is asked to, and comes back to the page of the link."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from sojourn.sites.portal.visitors import signed_in


def led_back(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Instead of "not found", the way in, where signing in may help.

    It is the same for what there is, for what is protected and for what never was: nothing is told. Someone
    signed in who may not see it is told that it is not there.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.method not in ("GET", "HEAD") or signed_in(request) is not None:
                raise
        asked = urlencode({"next": request.path})
        answer = HttpResponseRedirect(f"{reverse('portal:sign-in')}?{asked}")
        answer["Cache-Control"] = "no-store"
        return answer

    return guarded
