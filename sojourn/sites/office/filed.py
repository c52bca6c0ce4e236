"""What came with a registration: files handed in, opened as safe copies, and the advice the form gave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse

from sojourn.accounts.roles import Permission
from sojourn.applications import queries as applications
from sojourn.applications.types import Draft
from sojourn.audit import actions as access
from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.forms import check_answers
from sojourn.catalogue.types import QuestionType
from sojourn.documents import queries as documents
from sojourn.documents.errors import DocumentNotFound
from sojourn.documents.types import DocumentView
from sojourn.lib.types import Subject
from sojourn.sites.office.desk import Desk, staff_page
from sojourn.sites.ui.files import as_file
from sojourn.sites.ui.form import Drawing
from sojourn.sites.ui.sentences import kept_sentences, sentence
from sojourn.stays import queries as stays
from sojourn.stays.types import RegistrationView

PURPOSE = "registration"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file as it is listed: by the question it answers, never by the name it had."""

    id: UUID
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Filed:
    """What an officer sees of a filing besides the registration it became."""

    files: tuple[HandedIn, ...] = ()
    advice: tuple[tuple[str, str], ...] = ()
    told_after: bool = False  # the row of a list is registered at once; its host is told beside the answer


def filed(desk: Desk, stay: RegistrationView) -> Filed:
    """The filing behind a registration, of the row of a list what was doubtful in it; nothing where staff may
    not see it.
    """
    sent = applications.get_submitted(Subject("registration", stay.id), to=desk.reader)
    if sent is None:
        service = desk.pack.service_for("registration")
        label = Drawing(desk.pack, service, desk.language, officer=True).label
        return Filed(advice=tuple(kept_sentences(stay.doubts, label)), told_after=True)
    drawing = _drawing(desk, sent)
    files = _files(desk, sent) if desk.may(Permission.SEE_DOCUMENTS) and _names_a_file(drawing) else []
    return Filed(
        tuple(HandedIn(file.id, drawing.label(file.filing.kind), file.created_at) for file in files),
        tuple(_advice(drawing, sent)),
    )


def _drawing(desk: Desk, sent: Draft) -> Drawing:
    """The questions as they were when they were answered."""
    pack = catalogue.by_hash(sent.pack_sha256)
    return Drawing(pack, pack.services[sent.service], desk.language, answers=sent.answers, officer=True)


def _names_a_file(drawing: Drawing) -> bool:
    """Most filings have none: nothing is then looked for."""
    asked = (each for page in drawing.service.pages for each in page.each_question())
    return any(question.type is QuestionType.FILE and drawing.answers.get(path) for path, question in asked)


def _files(desk: Desk, sent: Draft) -> list[DocumentView]:
    """The files that were sent; one replaced before sending was never handed in."""
    kept = documents.list_documents(Subject("application", sent.id), to=desk.reader)
    return [file for file in kept if str(file.id) in sent.answers.values()]


def _advice(drawing: Drawing, sent: Draft) -> list[tuple[str, str]]:
    """What the form advised on the day it was received, in the officer's language."""
    checked = check_answers(drawing.service, sent.answers, on=sent.received_on)
    return [
        (drawing.label(found.path), sentence(found.code, found.values, drawing.label))
        for found in checked.findings
        if not found.is_error
    ]


@staff_page(Permission.SEE_DOCUMENTS, purpose=PURPOSE)
def file(desk: Desk, registration_id: UUID, document_id: UUID) -> HttpResponse:
    """The safe copy of a file; the original is evidence and never shown. Raises: DocumentNotFound."""
    stays.get(registration_id, to=desk.reader)
    sent = applications.get_submitted(Subject("registration", registration_id), to=desk.reader)
    found = next((each for each in _files(desk, sent) if each.id == document_id), None) if sent else None
    if found is None:
        raise DocumentNotFound
    access.log_reading(
        to=desk.reader,
        relation="office",
        subject=Subject("document", found.id),
        confidentiality=found.filing.confidentiality,
    )
    kind = found.safe.media_type
    return as_file(documents.read_safe_copy(found), f"{found.id}.{kind.ending}", media_type=kind)
