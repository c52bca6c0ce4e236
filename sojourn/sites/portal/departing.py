"""A guest has left: told with number and code by anyone who holds the document, or by who filed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.catalogue.forms import Checked, Finding, check_answers
from sojourn.catalogue.types import Page, Question, Service
from sojourn.flows.notify_departure import notify_departure
from sojourn.lib.actor import Actor
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.permits import verify
from sojourn.permits.errors import AskAgainLater
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.filed import Filed, find_filed
from sojourn.sites.portal.filling import typed_on
from sojourn.sites.portal.frame import language, pack_of, show
from sojourn.sites.portal.services import DEPARTURE, Told
from sojourn.sites.portal.visitors import Visitor, visiting
from sojourn.sites.ui import views
from sojourn.sites.ui.form import Drawing
from sojourn.stays.errors import AlreadyEnded, DepartureBeforeArrival, RegistrationNotFound

NUMBER, CODE, LEFT_ON, LEFT_FOR = (f"departure.{code}" for code in ("number", "code", "left-on", "left-for"))
_ELSEWHERE = "other-address"


@require_http_methods(["GET", "HEAD", "POST"])
def departure(request: HttpRequest) -> HttpResponse:
    """By the number and the code of the document. What is wrong with the two is never told apart."""
    told = _told(request)
    page = told.service.pages[0]
    if request.method != "POST":
        return _draw(request, told, page, {}, ())
    typed = typed_on(page, request.POST)
    checked = check_answers(told.service, typed)
    if not checked.may_file:
        return _draw(request, told, page, typed, checked.findings)
    try:
        findings = retry_deadlock(lambda: _tell(visiting(request), checked))
    except AskAgainLater:
        return views.too_many(request)
    if findings:
        return _draw(request, told, page, typed, findings)
    return HttpResponseRedirect(reverse("portal:departed"))


@require_http_methods(["GET", "HEAD", "POST"])
def depart(request: HttpRequest, registration: UUID) -> HttpResponse:
    """By who filed it: the day is enough."""
    filed = find_filed(visiting(request), registration)
    told = _told(request)
    page = replace(told.service.pages[0], questions=_about_leaving(told.service.pages[0]))
    typed = typed_on(page, request.POST)
    # Number and code are not asked of who filed; the findings about them are not said either.
    service = replace(told.service, pages=(page,))
    findings: tuple[Finding, ...] = ()
    if request.method == "POST":
        checked = check_answers(service, typed)
        findings = checked.findings
        if checked.may_file:
            findings = retry_deadlock(lambda: _tell_own(filed, checked))
        if not findings:
            return HttpResponseRedirect(reverse("portal:departed"))
    return _draw(request, told, page, typed, findings, of=filed)


def _about_leaving(page: Page) -> tuple[Question, ...]:
    asked = (LEFT_ON, LEFT_FOR)
    return tuple(each for each in page.questions if f"{page.code}.{each.code}" in asked)


def _tell_own(filed: Filed, checked: Checked) -> tuple[Finding, ...]:
    with transaction():
        return _end(filed.view.id, checked.cleaned, filed.by)


@require_safe
def departed(request: HttpRequest) -> HttpResponse:
    """The answer, which says nothing about whom it concerned."""
    return show(request, "departed", told=_told(request))


def _told(request: HttpRequest) -> Told:
    pack = pack_of(request)
    service: Service | None = pack.services.get(DEPARTURE)
    if service is None:
        raise not_there()
    return Told(pack, service, language())


def _tell(visitor: Visitor, checked: Checked) -> tuple[Finding, ...]:
    """End the stay the document stands for; a wrong pair is counted, so the transaction commits."""
    cleaned = checked.cleaned
    with transaction():
        found = verify.identify(cleaned[NUMBER], cleaned[CODE], caller_key=visitor.address)
        if found is None or found.kind != "registration":
            return (Finding(NUMBER, "number-and-code-unknown"),)
        return _end(found.id, cleaned, visitor.actor)


def _end(registration: UUID, cleaned: Mapping[str, Any], by: Actor) -> tuple[Finding, ...]:
    """End a stay in the caller's transaction; what stands in the way is said of the day."""
    try:
        notify_departure(
            registration,
            on=date.fromisoformat(cleaned[LEFT_ON]),
            moved=cleaned.get(LEFT_FOR) == _ELSEWHERE,
            by=by,
        )
    except DepartureBeforeArrival:
        return (Finding(LEFT_ON, "left-before-arrival"),)
    except AlreadyEnded:
        return (Finding(LEFT_ON, "already-ended"),)
    except RegistrationNotFound:
        return (Finding(NUMBER, "number-and-code-unknown"),)
    return ()


def _draw(
    request: HttpRequest,
    told: Told,
    page: Page,
    typed: Mapping[str, Any],
    findings: Sequence[Finding],
    *,
    of: Filed | None = None,
) -> HttpResponse:
    drawing = Drawing(told.pack, told.service, told.language, typed, findings)
    return show(
        request,
        "departure",
        told=told,
        form=drawing.form(page),
        of=of.view if of else None,
        back=of.back if of else "",
    )
