"""One guest at the desk: the questions of a registration without the place, which the desk knows."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sojourn.catalogue.forms import Finding, check_answers
from sojourn.catalogue.types import Service
from sojourn.flows.read_guest_csv import COLUMNS
from sojourn.flows.register_guest_list import register_guest_list
from sojourn.lib.db import KeyUsedDifferently
from sojourn.sites.portal.filling import KEY_LENGTH, Filling, typed_on, with_lines_read
from sojourn.sites.portal.frame import language, pack_of, show
from sojourn.sites.portal.hosts import Desk, open_desk, used_before
from sojourn.sites.ui.form import Drawing

ASKED = tuple(COLUMNS.values())


@require_http_methods(["GET", "HEAD", "POST"])
def guest(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """Register one guest: a list of one, so that it is the same act by every way."""
    at = open_desk(request, organisation)
    service = pack_of(request).service_for("registration")
    if request.method != "POST":
        return _draw(request, at, service, {})
    typed = _typed(service, request.POST)
    if "read" in request.POST:
        filling = Filling(at.visitor, pack_of(request), service)
        typed = with_lines_read(filling, service.pages[0], typed)
        return _draw(request, at, service, typed, _of_lines(service, typed))
    findings = _asked_findings(service, typed)
    if any(one.is_error for one in findings):
        return _draw(request, at, service, typed, findings)
    key = request.POST.get("key", "")[:KEY_LENGTH] or secrets.token_urlsafe(16)
    try:
        answer = register_guest_list([typed], key=key, filing=at.filing)
    except KeyUsedDifferently:
        return _draw(request, at, service, typed, findings, used_before())
    return HttpResponseRedirect(at.address("filed-list", answer.list_id))


def _typed(service: Service, data: Mapping[str, str]) -> dict[str, Any]:
    """The answers of the questions asked here, dates in their parts."""
    typed = {path: value for page in service.pages for path, value in typed_on(page, data).items()}
    return {path: value for path, value in typed.items() if _is_asked(path)}


def _is_asked(path: str) -> bool:
    return any(path == asked or path.startswith(f"{asked}.") for asked in ASKED)


def _asked_findings(service: Service, typed: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What is said of the questions asked here; the desk answers the others."""
    return tuple(one for one in check_answers(service, typed).findings if _is_asked(one.path))


def _of_lines(service: Service, typed: Mapping[str, Any]) -> tuple[Finding, ...]:
    return tuple(one for one in _asked_findings(service, typed) if not one.code.startswith("missing"))


def _draw(
    request: HttpRequest,
    at: Desk,
    service: Service,
    typed: Mapping[str, Any],
    findings: Sequence[Finding] = (),
    problem: str = "",
) -> HttpResponse:
    drawing = Drawing(pack_of(request), service, language(), typed, findings)
    questions = service.questions()
    fields = [drawing.field(path, questions[path]) for path in ASKED if path in questions]
    document = [field for field in fields if field.path.startswith("passport.")]
    stay = [field for field in fields if not field.path.startswith("passport.")]
    errors = [(field.id, f"{field.label}: {field.error}") for field in fields if field.error]
    return show(
        request,
        "guest",
        at=at,
        parts=[(gettext("Travel document"), document), (gettext("Stay"), stay)],
        errors=[("", problem), *errors] if problem else errors,
    )
