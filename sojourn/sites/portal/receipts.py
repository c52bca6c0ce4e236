"""The answer: what was registered, its document, and what to do with it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from sojourn.cases.errors import CaseNotFound
from sojourn.flows import open_case
from sojourn.flows.open_certificate import open_certificate
from sojourn.flows.register_stay import receipt_of
from sojourn.lib.db import transaction
from sojourn.permits.errors import DocumentUnknown
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.filed import find_filed
from sojourn.sites.portal.filling import Filling, is_sent, open_filling
from sojourn.sites.portal.frame import language, show
from sojourn.sites.portal.help_lines import lines_of
from sojourn.sites.portal.services import Told, needs_quick_exit
from sojourn.sites.portal.visitors import forget, visiting
from sojourn.sites.ui.files import as_file
from sojourn.stays.errors import RegistrationNotFound


@require_safe
def done(request: HttpRequest, reference: str) -> HttpResponse:
    """Number, code and document of what was sent, for whoever sent it."""
    filling = open_filling(request, reference)
    draft = filling.draft
    if draft is None or not is_sent(filling) or draft.outcome is None:
        return HttpResponseRedirect(filling.address("check"))
    if draft.outcome.kind == "case":
        return _applied(request, filling, draft.outcome.id)
    try:
        receipt = receipt_of(draft.outcome.id)
    except (RegistrationNotFound, DocumentUnknown):  # erased when its term had passed
        raise not_there() from None
    told = Told(filling.pack, filling.service, language())
    return show(request, "done", told=told, receipt=receipt, reference=reference, acting=filling.acting)


def _applied(request: HttpRequest, filling: Filling, case_id: UUID) -> HttpResponse:
    """An application that became a case: its number, the day of the decision, the proof of it."""
    try:
        receipt = open_case.receipt_of(case_id)
    except CaseNotFound:  # erased when its term had passed
        raise not_there() from None
    told = Told(filling.pack, filling.service, language())
    return show(
        request,
        "applied",
        told=told,
        receipt=receipt,
        acting=filling.acting,
        lines=lines_of(filling),
        quick_exit=needs_quick_exit(filling.service),
    )


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Make this browser forget what was begun or sent in it: for a computer others use."""
    return forget(HttpResponseRedirect(reverse("portal:start")))


@require_safe
def document(request: HttpRequest, registration: UUID) -> HttpResponse:
    """The document of a registration, for who filed it."""
    visitor = visiting(request)
    filed = find_filed(visitor, registration)
    with transaction():
        name, content = open_certificate(registration, language=language(), by=filed.by)
    return as_file(content, name, saved=True)
