"""An honest "you need nothing": what was answered says that the service is not needed.

Said as soon as it is known, with what to do instead and what to keep as proof. Nothing is sent and nothing is
owed; whoever is not sure may go on all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from sojourn.catalogue.explain import Answered
from sojourn.catalogue.forms import check_answers
from sojourn.catalogue.outcomes import Eligibility
from sojourn.catalogue.types import Pack, Page
from sojourn.flows.examination import exemption_of
from sojourn.lib import clock
from sojourn.sites.portal import principals
from sojourn.sites.portal.filling import Filling, is_sent, open_filling
from sojourn.sites.portal.frame import language, show
from sojourn.sites.ui.form import Drawing
from sojourn.sites.ui.reasons import reason_in_words


def found_by(filling: Filling, page: Page) -> bool:
    """Whether the answers of this page, and none before it, make the service not needed."""
    if filling.service.exempt_by is None or not _exempt(filling, filling.answers):
        return False
    here = {path for path, _ in page.each_question()}
    return not _exempt(filling, {path: each for path, each in filling.answers.items() if path not in here})


def find(filling: Filling) -> Answered[Eligibility] | None:
    """Why it is not needed, by everything that was answered."""
    return _exempt(filling, filling.answers)


def _exempt(filling: Filling, answers: Mapping[str, Any]) -> Answered[Eligibility] | None:
    cleaned = check_answers(filling.service, answers).cleaned
    return exemption_of(filling.pack, filling.service, cleaned, filed_on=clock.today())


@require_safe
def not_needed(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the form ends for whoever needs nothing; with other answers the form goes on."""
    filling = open_filling(request, reference)
    if is_sent(filling):
        return HttpResponseRedirect(filling.address("done"))
    found, asked = find(filling), filling.service.exempt_by
    if found is None or asked is None:
        return HttpResponseRedirect(filling.address("go-on"))
    pack, drawing = filling.pack, Drawing(filling.pack, filling.service, language(), filling.answers)
    chosen, page = str(filling.answers.get(asked) or ""), filling.find_page(asked.partition(".")[0])
    proof = pack.find_text(f"{filling.service.code}.{asked}.options.{chosen}-proof", language())
    return show(
        request,
        "not_needed",
        title=drawing.text("title"),
        said=drawing.text("exempt.title"),
        reasons=[reason_in_words(each, pack=pack, language=language()) for each in found.value.reasons],
        question=drawing.text(f"{asked}.label"),
        chosen=drawing.text(f"{asked}.options.{chosen}"),
        sources=_sources(pack, found),
        do=drawing.text("exempt.do"),
        keep=proof or drawing.text("exempt.keep"),
        today=clock.today(),
        acting=filling.acting,
        home=principals.page_of(filling.acting) if filling.acting else "",
        change=filling.address("page", page.code),
        onward=filling.address_after(_last_that_told(filling)),
        reference=filling.draft.reference if filling.draft else "",
    )


def _sources(pack: Pack, found: Answered[Eligibility]) -> list[str]:
    """The acts it rests on; choices the law leaves to the service are none."""
    used = [each for each in found.used if not pack.parameters[each.name].question]
    return sorted({pack.source_in(each.source, language()) for each in used})


def _last_that_told(filling: Filling) -> Page:
    """The page whose answers decided it: from there the form goes on."""
    return next((page for page in reversed(filling.pages) if found_by(filling, page)), filling.pages[-1])
