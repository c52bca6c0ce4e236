"""Files that come with a page, at home or at the counter: fit, or refused by name at their field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.http import HttpRequest

from sojourn.catalogue.forms import Finding
from sojourn.catalogue.types import Page, QuestionType
from sojourn.documents import actions as documents
from sojourn.documents import errors as refusals
from sojourn.documents.types import Examined
from sojourn.lib.errors import Refusal
from sojourn.sites.ui.upload_limit import LIMIT, is_too_large

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

    @property
    def findings(self) -> list[Finding]:
        return [refusal(path, code) for path, code in self.refused.items()]


def refusal(path: str, code: str) -> Finding:
    """Why a file was not taken, at its field."""
    return Finding(path, code, values={"limit": LIMIT // 1024 // 1024})


def examine(request: HttpRequest, *pages: Page) -> HandedIn:
    """Look at the files of posted pages, before any transaction: it may take half a minute."""
    fit: dict[str, Examined] = {}
    refused: dict[str, str] = {}
    for path in _all_paths(pages):
        handed_in = request.FILES.get(path)
        if is_too_large(request, path):
            refused[path] = CODES[refusals.TooLarge]
        elif handed_in is not None and handed_in.file is not None:
            try:
                fit[path] = documents.examine(cast(BinaryIO, handed_in.file))
            except tuple(CODES) as why:
                refused[path] = CODES[type(why)]
    return HandedIn(fit, refused)


def _all_paths(pages: Iterable[Page]) -> list[str]:
    return [path for page in pages for path in file_paths(page)]
