"""The employer tells that the labour contract ended early; the person it is about is heard first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sojourn.flows import worker
from sojourn.lib import clock
from sojourn.parties.errors import EndNotOpen, PartyUnknown
from sojourn.sites.portal.answering import words_in
from sojourn.sites.portal.frame import show
from sojourn.sites.portal.own_cases import act, find_own
from sojourn.sites.portal.party_words import may_tell_end
from sojourn.sites.portal.worker import day_typed


@require_http_methods(["GET", "HEAD", "POST"])
def early_end(request: HttpRequest, reference: str) -> HttpResponse:
    """On which day the contract ended, and why."""
    own = find_own(request, reference)
    if not may_tell_end(own):
        return HttpResponseRedirect(own.address())
    errors: dict[str, str] = {}
    if request.method == "POST":
        ended_on, words = day_typed(request.POST.get("ended_on", "")), words_in(request)
        if ended_on is None or ended_on > clock.today():
            errors["ended_on"] = gettext("Enter the day, for example 27.3.2026")
        if not words:
            errors["words"] = gettext("Please write a few words")
        if ended_on and not errors:
            try:
                return act(
                    own,
                    lambda: worker.tell_early_end(own.file, ended_on=ended_on, words=words, by=own.by),
                    said="end-told",
                )
            except (EndNotOpen, PartyUnknown):
                return HttpResponseRedirect(f"{own.address()}?changed=1")
    return show(
        request,
        "early_end",
        status=422 if errors else 200,
        own=own,
        told=own.told,
        wrong=errors,
        typed=request.POST,
        back=own.address(),
    )
