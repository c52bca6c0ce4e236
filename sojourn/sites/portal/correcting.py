"""A request to put answers right, answered question by question, beside the officer's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from sojourn.cases.types import CaseStatus, CorrectionView, ItemToCorrect
from sojourn.catalogue.forms import Finding, check_answers
from sojourn.catalogue.types import Page
from sojourn.flows.case_letters import key_of_request
from sojourn.flows.request_correction import Answering, answer_correction, left_of
from sojourn.sites.portal import uploads
from sojourn.sites.portal.filling import typed_on
from sojourn.sites.portal.frame import language, show
from sojourn.sites.portal.own_cases import OwnCase, act, find_own
from sojourn.sites.ui import handed_in as handed
from sojourn.sites.ui.form import Drawing, Field


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to put right: what is wrong with it, the officer's words, the question itself."""

    said: str
    words: str
    field: Field


@dataclass(frozen=True, slots=True)
class _Left:
    """Something that was asked and is not answered yet, or answered as before."""

    id: str
    label: str
    how: Answering


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, reference: str) -> HttpResponse:
    """The questions that are asked again, as they were answered."""
    own = find_own(request, reference)
    asked = open_request(own)
    if asked is None:
        return HttpResponseRedirect(own.address())
    if asked.served_on is None:
        return HttpResponseRedirect(own.address("case-letter", key_of_request(asked)))
    if request.method != "POST":
        return _draw(own, request, asked, own.file.answers, ())
    return _save(own, request, asked)


def open_request(own: OwnCase) -> CorrectionView | None:
    """The request that waits for an answer."""
    if own.case.status is not CaseStatus.AWAITING_CORRECTION or not own.file.page.corrections:
        return None
    return own.file.page.corrections[-1]


def _pages(own: OwnCase, asked: CorrectionView) -> list[Page]:
    """The pages with nothing on them but what is asked about."""
    wanted = {item.path for item in asked.items}
    pages = []
    for page in own.file.service.pages:
        questions = tuple(question for path, question in page.each_question() if _is_wanted(path, wanted))
        if questions:
            pages.append(replace(page, questions=questions, needs_one_of=()))
    return pages


def _is_wanted(path: str, wanted: set[str]) -> bool:
    return path in wanted or any(each.startswith(f"{path}.") for each in wanted)


def _save(own: OwnCase, request: HttpRequest, asked: CorrectionView) -> HttpResponse:
    pages = _pages(own, asked)
    typed = {path: value for page in pages for path, value in typed_on(page, request.POST).items()}
    handed_in = handed.examine(request, *pages)
    answers = {**own.file.answers, **typed}
    findings = [*handed_in.findings, *_errors(own, answers, asked)]
    if findings:
        return _draw(own, request, asked, answers, findings, status=422)

    told = {**typed, **{path: str(uuid4()) for path in handed_in.fit}}
    left, anyway = left_of(own.file, told), "anyway" in request.POST
    nothing = len(left) == len(asked.items) and all(how is Answering.UNANSWERED for _, how in left)
    if left and (nothing or not anyway):
        again = bool(handed_in.fit)
        return _draw(own, request, asked, answers, (), status=422, left=left, nothing=nothing, again=again)

    def story() -> None:
        files = uploads.take(handed_in, own.filling)
        answer_correction(own.file, answers={**typed, **files}, by=own.by, anyway=anyway)

    return act(own, story, said="corrected")


def _errors(own: OwnCase, answers: Mapping[str, Any], asked: CorrectionView) -> list[Finding]:
    """What stands in the way among the answers that were asked for; nothing else is looked at."""
    wanted = {item.path for item in asked.items}
    found = check_answers(own.file.service, answers, on=own.case.filed_on).errors
    return [
        one for one in found if any(one.path == path or one.path.startswith(f"{path}.") for path in wanted)
    ]


def _draw(
    own: OwnCase,
    request: HttpRequest,
    asked: CorrectionView,
    answers: Mapping[str, Any],
    findings: Sequence[Finding],
    *,
    status: int = 200,
    left: Sequence[tuple[ItemToCorrect, Answering]] = (),
    **said: bool,
) -> HttpResponse:
    """left: what is not answered yet, or answered as before; it can be sent all the same."""
    pages = _pages(own, asked)
    files: dict[str, object] = {}
    for page in pages:
        files |= uploads.kept_on(own.filling, page, may_go=False)
    drawing = Drawing(own.file.pack, own.file.service, language(), answers, findings, files)
    return show(
        request,
        "case_correct",
        status=status,
        own=own,
        told=own.told,
        asked=[_asked(own, drawing, page, item) for page, item in _items(pages, asked)],
        errors=[each for page in pages for each in drawing.errors(page)],
        left=[_Left(_id_of(pages, item), drawing.label(item.path), how) for item, how in left],
        until=asked.answer_by,
        has_files=any(handed.file_paths(page) for page in pages),
        back=own.address(),
        **said,
    )


def _id_of(pages: list[Page], item: ItemToCorrect) -> str:
    """Where on the page a thing is asked."""
    asked = (path for page in pages for path, _ in page.each_question() if _is_wanted(path, {item.path}))
    return next(asked, item.path).replace(".", "-")


def _items(pages: list[Page], asked: CorrectionView) -> list[tuple[Page, ItemToCorrect]]:
    """Each thing to put right with its page, in the order in which the officer asked."""
    by_code = {page.code: page for page in pages}
    known = ((by_code.get(item.path.partition(".")[0]), item) for item in asked.items)
    return [(page, item) for page, item in known if page is not None]


def _asked(own: OwnCase, drawing: Drawing, page: Page, item: ItemToCorrect) -> Asked:
    path, question = next(
        (path, question) for path, question in page.each_question() if _is_wanted(path, {item.path})
    )
    said = own.file.pack.find_text(f"reasons.{item.code}", language()) or ""
    field = replace(drawing.field(path, question), depends="")
    return Asked(said, item.words, field)
