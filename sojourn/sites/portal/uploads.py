"""Files people hand in with a page: stopped when too large, kept when fit, refused by name at their field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any, BinaryIO, cast

from django.http import HttpRequest

from sojourn.catalogue.forms import Finding
from sojourn.catalogue.types import Page, QuestionType
from sojourn.documents import actions as documents
from sojourn.documents import errors as refusals
from sojourn.documents.types import Filing
from sojourn.lib.errors import Refusal
from sojourn.lib.types import Subject
from sojourn.sites.portal.filling import Filling
from sojourn.sites.portal.upload_limit import LIMIT, is_too_large

CODES: Mapping[type[Refusal], str] = {
    refusals.TooLarge: "file-too-large",
    refusals.KindNotAccepted: "file-kind-not-accepted",
    refusals.MoreThanOneKind: "file-kind-not-accepted",
    refusals.UnpacksTooLarge: "file-unreadable",
    refusals.Unreadable: "file-unreadable",
}


def file_paths(page: Page) -> list[str]:
    return [path for path, question in page.each_question() if question.type is QuestionType.FILE]


def take(request: HttpRequest, page: Page, filling: Filling) -> tuple[dict[str, str], dict[str, str]]:
    """Keep the files of a posted page: the ids of those taken, and why others were not, by path."""
    taken: dict[str, str] = {}
    refused = {path: "file-too-large" for path in file_paths(page) if is_too_large(request, path)}
    for path in file_paths(page):
        handed_in = request.FILES.get(path)
        if handed_in is None or handed_in.file is None or filling.draft is None:
            continue
        about = Filing(Subject("application", filling.draft.id), path, filling.service.confidentiality)
        try:
            taken[path] = str(_keep(handed_in.file, about, filling))
        except tuple(CODES) as refusal:
            refused[path] = CODES[type(refusal)]
    return taken, refused


def _keep(content: IO[Any], about: Filing, filling: Filling) -> str:
    kept = documents.accept_upload(cast(BinaryIO, content), filing=about, by=filling.visitor.actor)
    return str(kept.id)


def findings(page: Page, data: Mapping[str, str]) -> list[Finding]:
    """Refusals that the address of a page tells (`?refused=passport.copy~file-too-large`)."""
    path, _, code = data.get("refused", "").partition("~")
    if path not in file_paths(page) or code not in CODES.values():
        return []
    return [Finding(path, code, values={"limit": LIMIT // 1024 // 1024})]
