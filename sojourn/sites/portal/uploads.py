"""Files people hand in with a page: stopped when too large, kept when fit, refused by name at their field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.http import HttpRequest

from sojourn.catalogue.forms import Finding
from sojourn.catalogue.types import Page, QuestionType
from sojourn.documents import actions as documents
from sojourn.documents import errors as refusals
from sojourn.documents.types import Examined, Filing
from sojourn.lib.errors import Refusal
from sojourn.lib.types import Subject
from sojourn.sites.portal.filling import Filling
from sojourn.sites.portal.upload_limit import LIMIT, is_too_large

CODES: Mapping[type[Refusal], str] = {
    refusals.TooLarge: "file-too-large",
    refusals.KindNotAccepted: "file-kind-not-accepted",
    refusals.MoreThanOneKind: "file-kind-not-accepted",
    refusals.Infected: "file-infected",
    refusals.UnpacksTooLarge: "file-unreadable",
    refusals.Unreadable: "file-unreadable",
}


def file_paths(page: Page) -> list[str]:
    return [path for path, question in page.each_question() if question.type is QuestionType.FILE]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The files of a posted page that are fit, and why others are not, by path."""

    fit: Mapping[str, Examined]
    refused: Mapping[str, str]


def examine(request: HttpRequest, page: Page) -> HandedIn:
    """Look at the files of a posted page, before any transaction: it may take half a minute."""
    fit: dict[str, Examined] = {}
    refused = {path: "file-too-large" for path in file_paths(page) if is_too_large(request, path)}
    for path in file_paths(page):
        handed_in = request.FILES.get(path)
        if handed_in is None or handed_in.file is None:
            continue
        try:
            fit[path] = documents.examine(cast(BinaryIO, handed_in.file))
        except tuple(CODES) as refusal:
            refused[path] = CODES[type(refusal)]
    return HandedIn(fit, refused)


def take(handed_in: HandedIn, filling: Filling) -> dict[str, str]:
    """Keep the fit files with their draft, in the caller's transaction: their ids by path."""
    if filling.draft is None:
        return {}
    about, by = Subject("application", filling.draft.id), filling.visitor.actor
    return {
        path: str(
            documents.keep_examined(
                examined, filing=Filing(about, path, filling.service.confidentiality), by=by
            ).id
        )
        for path, examined in handed_in.fit.items()
    }


def findings(page: Page, data: Mapping[str, str]) -> list[Finding]:
    """Refusals that the address of a page tells (`?refused=passport.copy~file-too-large`)."""
    path, _, code = data.get("refused", "").partition("~")
    if path not in file_paths(page) or code not in CODES.values():
        return []
    return [Finding(path, code, values={"limit": LIMIT // 1024 // 1024})]
