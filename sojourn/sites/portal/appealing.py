"""An appeal in three pages: what is contested and until when; why; everything looked over and sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.cases.types import Decision
from sojourn.catalogue.authoring import Period
from sojourn.flows.appeal_decision import appeal_decision
from sojourn.flows.letter_values import body_of
from sojourn.lib import clock
from sojourn.sites.portal.answering import own_words, reasons_of, words_in
from sojourn.sites.portal.case_words import may_appeal, standing_of
from sojourn.sites.portal.frame import language, show
from sojourn.sites.portal.own_cases import OwnCase, act, find_own
from sojourn.sites.ui.spoken import spoken_period


@dataclass(frozen=True, slots=True)
class Contested:
    """The decision, until when it can be contested, and whether that has passed."""

    decision: Decision
    word: str
    period: str
    body: str
    is_late: bool


def _contested(own: OwnCase) -> Contested | None:
    decision = own.file.decision
    if decision is None or not may_appeal(own.file):
        return None
    until = decision.appeal_until
    period = spoken_period(Period.parse(decision.remedy.period)) if decision.remedy else ""
    file = own.file
    body = file.pack.find_text(body_of(decision.remedy, file.service, file.pack), language()) or ""
    is_late = until is not None and clock.today() > until
    return Contested(decision, standing_of(own.case).word, period, body, is_late)


@require_safe
def appeal(request: HttpRequest, reference: str) -> HttpResponse:
    """First page: what is contested, before whom, until when."""
    own = find_own(request, reference)
    found = _contested(own)
    if found is None:
        return HttpResponseRedirect(own.address())
    return show(
        request,
        "case_appeal",
        own=own,
        told=own.told,
        contested=found,
        reasons=reasons_of(own, found.decision.reasons),
        words=own_words(found.decision.words),
        suspends=bool(own.file.law["appeal.suspends"]),
        back=own.address(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def why(request: HttpRequest, reference: str) -> HttpResponse:
    """Second page: the reasons, and for a late appeal why it comes late. It comes back here to be changed."""
    own = find_own(request, reference)
    found = _contested(own)
    if found is None:
        return HttpResponseRedirect(own.address())
    return _draw_why(request, own, found)


def _draw_why(request: HttpRequest, own: OwnCase, found: Contested, *, wrong: bool = False) -> HttpResponse:
    return show(
        request,
        "case_appeal_why",
        status=422 if wrong else 200,
        own=own,
        told=own.told,
        contested=found,
        words=request.POST.get("words", ""),
        late_reason=request.POST.get("late_reason", ""),
        wrong=wrong,
        back=own.address("appeal"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Third page: what will be sent; pressed once more it is sent."""
    own = find_own(request, reference)
    found = _contested(own)
    if found is None:
        return HttpResponseRedirect(own.address())
    if request.method != "POST":
        return HttpResponseRedirect(own.address("appeal-why"))
    words, late_reason = words_in(request), words_in(request, "late_reason")
    if not words:
        return _draw_why(request, own, found, wrong=True)
    if "send" in request.POST:
        return act(
            own,
            lambda: appeal_decision(own.file, words=words, late_reason=late_reason, by=own.by),
            said="appealed",
        )
    return show(
        request,
        "case_appeal_check",
        own=own,
        told=own.told,
        contested=found,
        words=words,
        late_reason=late_reason,
        back=own.address("appeal-why"),
    )
