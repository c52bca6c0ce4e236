"""Applying for any service: one page after another, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from sojourn.applications import queries as filings
from sojourn.applications.errors import AlreadySubmitted
from sojourn.catalogue.forms import Finding, check_answers
from sojourn.catalogue.types import Page
from sojourn.lib.db import retry_deadlock, transaction
from sojourn.sites.portal import not_needed, uploads
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.filling import Filling, is_sent, keep, open_filling, typed_on, with_lines_read
from sojourn.sites.portal.frame import language, show
from sojourn.sites.portal.help_lines import lines_of
from sojourn.sites.portal.principals import desks_of, find_asked
from sojourn.sites.portal.services import find_told, needs_quick_exit
from sojourn.sites.portal.visitors import remember, visiting
from sojourn.sites.ui.form import Drawing
from sojourn.sites.ui.handed_in import examine, file_paths


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """The first page of a service, or the draft that waits to be gone on with."""
    told = find_told(request, code)
    if told.door != reverse("portal:apply", args=[code]):
        raise not_there()
    visitor = visiting(request)
    acting = find_asked(request, visitor, told.service)
    if told.service.is_for_organisations and acting is None:
        return show(request, "for_organisation", told=told, desks=desks_of(visitor, code), visitor=visitor)
    for_whom = acting.principal if acting else None
    filling = Filling(visitor, told.pack, told.service, acting=acting)
    if request.method == "POST":
        return remember(visitor, _save(request, filling, filling.pages[0]))
    if visitor.has_begun and "new" not in request.GET:
        draft = filings.find_draft(code, holder=visitor.holder, principal=for_whom)
        if draft:
            waiting = Filling(visitor, told.pack, told.service, draft, acting)
            go_on, leaves = _first_unfinished(waiting), needs_quick_exit(told.service)
            return show(
                request, "resume", told=told, draft=draft, go_on=go_on, acting=acting, quick_exit=leaves
            )
    return remember(visitor, _draw(request, filling, filling.pages[0]))


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """One page of a draft."""
    filling = open_filling(request, reference)
    if is_sent(filling):
        return HttpResponseRedirect(filling.address("done"))
    found = filling.find_page(code)
    if request.method == "POST":
        return _save(request, filling, found)
    if not filling.applies(found):
        return HttpResponseRedirect(filling.address_after(found))
    return _draw(request, filling, found)


@require_safe
def go_on(request: HttpRequest, reference: str) -> HttpResponse:
    """Back to where a draft was left."""
    filling = open_filling(request, reference)
    return HttpResponseRedirect(filling.address("done") if is_sent(filling) else _first_unfinished(filling))


def _first_unfinished(filling: Filling) -> str:
    """Where to go on: the first page with something missing, or the one after the last that was saved."""
    wrong = {one.path.partition(".")[0] for one in check_answers(filling.service, filling.answers).errors}
    seen = {path.partition(".")[0] for path in filling.answers}
    last = max((place for place, page in enumerate(filling.pages) if page.code in seen), default=-1)
    for place, page in enumerate(filling.pages):
        if page.code in wrong or place > last:
            return filling.address("page", page.code)
    return filling.address("check")


def _save(request: HttpRequest, filling: Filling, page: Page) -> HttpResponse:
    """Keep what was typed, right or wrong, and go where the visitor wants to go."""
    typed = typed_on(page, request.POST)
    reading = "read" in request.POST
    answers = with_lines_read(filling, page, typed) if reading else typed

    handed_in, removed = examine(request, page), uploads.asked_to_remove(request, page)

    def save() -> Filling:
        with transaction():
            key = request.POST.get("key", "")
            kept = keep(filling, answers, pages=[page.code], key=key, language=language())
            if is_sent(kept):
                return kept
            changed = {**removed, **uploads.take(handed_in, kept)}
            uploads.forget(kept, list(changed))
            return keep(kept, changed, pages=[page.code], key=key, language=language())

    try:
        kept = retry_deadlock(save)
    except AlreadySubmitted as sent:
        return HttpResponseRedirect(reverse("portal:done", args=[sent.facts["reference"]]))
    if is_sent(kept):
        return HttpResponseRedirect(kept.address("done"))
    stays = reading or bool(removed)
    return HttpResponseRedirect(_where_next(request, kept, page, handed_in.refused, stays=stays))


def _where_next(
    request: HttpRequest, kept: Filling, page: Page, refused: Mapping[str, str], *, stays: bool
) -> str:
    here = kept.address("page", page.code)
    if request.POST.get("go") == "stay":  # in another language, with everything that was typed
        then = {"then": "check"} if request.POST.get("then") == "check" else {}
        return f"{here}?{urlencode(then)}" if then else here
    then = {"then": "check"} if request.POST.get("then") == "check" else {}
    if stays:
        read = {"read": "lines"} if "read" in request.POST else {}
        return f"{here}?{urlencode({**read, **then})}"
    if "later" in request.POST:
        return replace(kept, draft=None).address("apply")
    if refused:
        first = "~".join(next(iter(refused.items())))
        return f"{here}?{urlencode({'look': '1', 'refused': first, **then})}"
    if check_answers(kept.service, kept.answers, page.code).errors:
        return f"{here}?{urlencode({'look': '1', **then})}"
    if not_needed.found_by(kept, page):
        return kept.address("not-needed")
    return kept.address("check") if then else kept.address_after(page)


def _draw(request: HttpRequest, filling: Filling, page: Page) -> HttpResponse:
    drawing = Drawing(
        pack=filling.pack,
        service=filling.service,
        language=language(),
        answers=filling.answers,
        findings=_findings(request, filling, page),
        files=uploads.kept_on(filling, page),
    )
    then_check = request.GET.get("then") == "check"
    return show(
        request,
        "page",
        form=drawing.form(page),
        service_title=drawing.text("title"),
        acting=filling.acting,
        step=filling.number_of(page),
        steps=len(filling.pages) + 1 if filling.is_certain else 0,
        share=filling.share_before(page),
        reference=filling.draft.reference if filling.draft else "",
        back=filling.address("check") if then_check else filling.address_before(page),
        then="check" if then_check else "",
        has_files=bool(file_paths(page)),
        read="read" in request.GET,
        quick_exit=needs_quick_exit(filling.service),
        lines=lines_of(filling),
        keeps="page",
    )


def _findings(request: HttpRequest, filling: Filling, page: Page) -> Sequence[Finding]:
    """What is said about a page: everything after a save, only what the lines tell after reading them."""
    asked = request.GET
    if not any(word in asked for word in ("look", "read", "then")):
        return ()
    found = check_answers(filling.service, filling.answers, page.code).findings
    if "read" in asked:
        return tuple(one for one in found if not one.code.startswith("missing"))
    return (*uploads.findings(page, asked), *found)
