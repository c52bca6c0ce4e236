"""A guest has left: told by who filed, or by who holds the document and knows the guest.

Number and code stand on the document and are read by everyone it is shown to. They end nothing alone.
"""

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
from sojourn.catalogue.types import Page, Question
from sojourn.flows.notify_departure import notify_departure
from sojourn.lib.actor import Actor
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.lib.types import Subject
from sojourn.permits import verify
from sojourn.permits.errors import AskAgainLater
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.filed import Filed, find_filed
from sojourn.sites.portal.filling import typed_on
from sojourn.sites.portal.frame import language, pack_of, show
from sojourn.sites.portal.services import Told
from sojourn.sites.portal.verifying import try_again_in
from sojourn.sites.portal.visitors import Visitor, visiting
from sojourn.sites.ui.form import DATE_PARTS, Drawing
from sojourn.stays import queries as stays
from sojourn.stays.errors import AlreadyEnded, DepartureBeforeArrival, DepartureNotYet, RegistrationNotFound
from sojourn.stays.types import GuestFacts

NUMBER, CODE, LEFT_ON, LEFT_FOR = (f"departure.{code}" for code in ("number", "code", "left-on", "left-for"))
DOCUMENT, BORN, REFERENCE = (f"guest.{code}" for code in ("document-number", "birth-date", "reference"))
_ELSEWHERE = "other-address"
_LONGEST = 60


@require_http_methods(["GET", "HEAD", "POST"])
def departure(request: HttpRequest) -> HttpResponse:
    """By the number and the code, and what the code does not say. What is wrong is never told apart."""
    told = _told(request)
    page = told.service.pages[0]
    if request.method != "POST":
        return _draw(request, told, page, {}, ())
    typed = typed_on(page, request.POST)
    checked = check_answers(told.service, typed)
    if not checked.may_file:
        return _draw(request, told, page, typed, checked.findings)
    try:
        findings = retry_deadlock(lambda: _tell(visiting(request), checked, _known(request.POST)))
    except AskAgainLater as early:
        return _later(request, told, page, typed, early.seconds)
    if findings:
        return _draw(request, told, page, typed, findings)
    return HttpResponseRedirect(reverse("portal:departed"))


@require_http_methods(["GET", "HEAD", "POST"])
def depart(request: HttpRequest, registration: UUID) -> HttpResponse:
    """By who filed it: the day is enough."""
    told = _told(request)
    filed = find_filed(visiting(request), registration, service=told.service.code)
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
    service = pack.find_service_for("departure")
    if service is None:
        raise not_there()
    return Told(pack, service, language())


def _known(posted: Mapping[str, str]) -> GuestFacts:
    """What was typed of the guest beside number and code."""
    parts = [posted.get(f"{BORN}.{part}", "").strip()[:10] for part in reversed(DATE_PARTS)]
    born = "-".join(part.zfill(2) for part in parts if part)
    return GuestFacts(posted.get(DOCUMENT, "")[:_LONGEST], born, posted.get(REFERENCE, "")[:_LONGEST])


def _tell(visitor: Visitor, checked: Checked, known: GuestFacts) -> tuple[Finding, ...]:
    """End the stay the document stands for; a wrong answer is counted, so the transaction commits."""
    cleaned = checked.cleaned

    def knows(held: Subject | None) -> bool:
        registration = held.id if held and held.kind == "registration" else None
        return stays.knows_guest(registration, told=known, to=visitor.reader("departure"))

    with transaction():
        found = verify.identify(cleaned[NUMBER], cleaned[CODE], caller_key=visitor.address, knows=knows)
        if found is None:
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
    except DepartureNotYet:
        return (Finding(LEFT_ON, "after-today"),)
    except AlreadyEnded:
        return (Finding(LEFT_ON, "already-ended"),)
    except RegistrationNotFound:
        return (Finding(NUMBER, "number-and-code-unknown"),)
    return ()


def _later(
    request: HttpRequest, told: Told, page: Page, typed: Mapping[str, Any], seconds: int
) -> HttpResponse:
    """The form as it was typed: who has to wait need not type it again."""
    response = _draw(request, told, page, typed, (), later=try_again_in(seconds))
    response.status_code = 429
    response["Retry-After"] = str(seconds)
    return response


def _draw(
    request: HttpRequest,
    told: Told,
    page: Page,
    typed: Mapping[str, Any],
    findings: Sequence[Finding],
    *,
    of: Filed | None = None,
    later: str = "",
) -> HttpResponse:
    drawing = Drawing(told.pack, told.service, told.language, typed, findings)
    return show(
        request,
        "departure",
        told=told,
        form=drawing.form(page),
        of=of.view if of else None,
        guest={
            name.partition(".")[2].replace("-", "_"): request.POST.get(name, "")
            for name in (DOCUMENT, REFERENCE)
        },
        born={part: request.POST.get(f"{BORN}.{part}", "") for part in DATE_PARTS},
        back=of.back if of else "",
        later=later,
    )
