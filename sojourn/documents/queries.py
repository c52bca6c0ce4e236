"""Reading documents, each reader their own part."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from sojourn.documents import store
from sojourn.documents.errors import DocumentNotFound
from sojourn.documents.models import Document
from sojourn.documents.types import DocumentView
from sojourn.lib.actor import Reader
from sojourn.lib.types import Subject


def get_document(document_id: UUID, *, to: Reader) -> DocumentView:
    """Raises: DocumentNotFound, also for one this reader may not know of."""
    found = _visible(to).filter(id=document_id).first()
    if found is None:
        raise DocumentNotFound
    return found.as_view


def list_documents(subject: Subject, *, to: Reader) -> list[DocumentView]:
    """The documents of one subject, oldest first."""
    rows = _visible(to).filter(subject_kind=subject.kind, subject_id=subject.id).order_by("id")
    return [row.as_view for row in rows]


def read_safe_copy(document: DocumentView) -> bytes:
    """What people look at. Raises: FileDamaged."""
    return store.get(document.safe.sha256)


def read_original(document: DocumentView) -> bytes:
    """The evidence, byte for byte as handed in; never shown in a page. Raises: FileDamaged."""
    return store.get(document.original.sha256)


def _visible(to: Reader) -> QuerySet[Document]:
    rows = Document.objects.filter(confidentiality__in=[it.value for it in to.classes])
    if to.offices is not None:
        rows = rows.filter(Q(office="") | Q(office__in=to.offices))
    return rows
