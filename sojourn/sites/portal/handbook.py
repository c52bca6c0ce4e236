"""The handbook: every service of the pack as one can read it; as files: `sojourn pack docs`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sojourn.sites.portal.chapters import Chapter, chapters
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.frame import language, pack_of, show


@require_safe
def handbook(request: HttpRequest) -> HttpResponse:
    """What is in it."""
    return show(request, "handbook", chapters=chapters(pack_of(request), language()))


@require_safe
def chapter(request: HttpRequest, code: str) -> HttpResponse:
    """One service. Raises: Http404."""
    pack = pack_of(request)
    service = pack.services.get(code)
    if service is None:
        raise not_there()
    found = Chapter(pack, service, language())
    return show(request, "handbook_chapter", chapter=found, leads_on=True)
