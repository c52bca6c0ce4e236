"""Files people hand in with a page: stopped when too large, kept when fit, refused by name at their field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sojourn.catalogue.forms import Finding
from sojourn.catalogue.types import Page
from sojourn.documents import actions as documents
from sojourn.documents import queries as kept_files
from sojourn.documents.types import DocumentView, MediaType, Scan
from sojourn.flows.hand_in import hand_in
from sojourn.lib.actor import proven
from sojourn.lib.types import Subject
from sojourn.sites.portal.errors import not_there
from sojourn.sites.portal.filling import Filling, open_filling
from sojourn.sites.ui.files import as_file
from sojourn.sites.ui.handed_in import CODES, HandedIn, file_paths, refusal


def take(handed_in: HandedIn, filling: Filling) -> dict[str, str]:
    """Keep the fit files with their draft, in the caller's transaction: their ids by path."""
    if filling.draft is None:
        return {}
    return hand_in(filling.draft.id, filling.service, handed_in.fit, by=filling.actor)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was handed in with a question, as its field shows it."""

    address: str
    says: str
    is_picture: bool
    is_waiting: bool = False
    may_go: bool = True

    def __str__(self) -> str:
        return self.says


def kept_on(filling: Filling, page: Page, *, may_go: bool = True) -> dict[str, KeptFile]:
    """What was handed in on a page, by path; where nothing was, nothing is asked for."""
    paths = [path for path in file_paths(page) if filling.answers.get(path)]
    found = {str(each.id): each for each in documents_of(filling)} if paths else {}
    return {
        path: _as_kept(filling, found[str(filling.answers[path])], may_go=may_go)
        for path in paths
        if str(filling.answers[path]) in found
    }


def documents_of(filling: Filling) -> list[DocumentView]:
    """Every file of a filing, for the one who holds it."""
    if filling.draft is None:
        return []
    own = proven(filling.actor, "own filing")
    return kept_files.list_documents(Subject("application", filling.draft.id), to=own)


def _as_kept(filling: Filling, document: DocumentView, *, may_go: bool) -> KeptFile:
    is_picture = document.safe.media_type in (MediaType.JPEG, MediaType.PNG)
    kind = gettext("Picture") if is_picture else "PDF"
    said = f"{kind}, {max(1, document.original.size // 1024)} kB"
    address = filling.address("file", str(document.id))
    return KeptFile(
        address=address,
        says=said,
        is_picture=is_picture and not document.is_kept_apart,
        is_waiting=document.scan is Scan.WAITING,
        may_go=may_go,
    )


def asked_to_remove(request: HttpRequest, page: Page) -> dict[str, str]:
    """The file whose button to remove it was pressed, as the empty answer it leaves."""
    return {path: "" for path in file_paths(page) if request.POST.get("remove") == path}


def forget(filling: Filling, paths: Collection[str]) -> None:
    """Erase the files of these questions: nothing was sent yet, and they are taken away or replaced."""
    ids = {str(filling.answers.get(path) or "") for path in paths} - {""}
    old = [each.id for each in documents_of(filling) if str(each.id) in ids] if ids else []
    if old:
        documents.erase_all(old, reason="replaced", by=filling.actor)


@require_safe
def file(request: HttpRequest, reference: str, document: UUID) -> HttpResponse:
    """The safe copy of a file, for the one who handed it in. Raises: KeptApart."""
    filling = open_filling(request, reference)
    found = next((each for each in documents_of(filling) if each.id == document), None)
    if found is None:
        raise not_there()
    kind = found.safe.media_type
    name = f"{found.filing.kind.replace('.', '-')}.{kind.ending}"
    return as_file(kept_files.read_safe_copy(found), name, media_type=kind)


def findings(page: Page, data: Mapping[str, str]) -> list[Finding]:
    """Refusals that the address of a page tells (`?refused=passport.copy~file-too-large`)."""
    path, _, code = data.get("refused", "").partition("~")
    if path not in file_paths(page) or code not in CODES.values():
        return []
    return [refusal(path, code)]
