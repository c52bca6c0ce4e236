"""The lists a desk has sent: when, how many are registered, what waits; all certificates in one file."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sojourn.applications import queries as filings
from sojourn.applications.errors import ListNotFound
from sojourn.flows.print_certificates import AT_ONCE, parts_of, print_certificates
from sojourn.permits.errors import DocumentUnknown
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.frame import language, show
from sojourn.sites.portal.hosts import last_of_page, open_desk
from sojourn.sites.ui.files import as_file
from sojourn.stays.errors import RegistrationNotFound


@require_safe
def lists_sent(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """Every list, the latest first, a page at a time."""
    at = open_desk(request, organisation)
    lists = filings.list_guest_lists(organisation, after=last_of_page(request))
    page = lists[: filings.LISTS]
    return show(
        request,
        "lists_sent",
        at=at,
        lists=page,
        columns=[gettext("Sent"), gettext("Registered"), gettext("Came back"), gettext("State")],
        next=f"?after={page[-1].id}" if len(lists) > filings.LISTS else "",
        first="?" if "after" in request.GET else "",
    )


@require_safe
def certificates(request: HttpRequest, organisation: UUID, list_id: UUID, part: int) -> HttpResponse:
    """One file of the certificates of a list, in the order of its rows."""
    at = open_desk(request, organisation)
    try:
        kept = filings.get_guest_list(list_id, organisation_id=organisation)
    except ListNotFound:
        raise not_there() from None
    registered = [row.registration for row in kept.rows if row.registration]
    if not 1 <= part <= len(parts_of(len(registered))):
        raise not_there()
    chosen = registered[(part - 1) * AT_ONCE : part * AT_ONCE]
    by = at.filing.by
    try:
        content = print_certificates(chosen, language=language(), title=gettext("Certificates"), by=by)
    except (RegistrationNotFound, DocumentUnknown):  # erased when its term had passed
        raise not_there() from None
    return as_file(content, f"certificates-{part}.pdf", saved=True)
