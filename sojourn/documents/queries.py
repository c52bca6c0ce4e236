"""Reading documents, each reader their own part."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from sojourn.documents import store
from sojourn.documents.errors import DocumentNotFound, KeptApart
from sojourn.documents.models import Document
from sojourn.documents.types import DocumentView
from sojourn.lib import reads
from sojourn.lib.actor import Reader
from sojourn.lib.types import Subject

_OF_SUBJECT = """WHERE r.subject_kind = %s AND r.subject_id = %s AND r.confidentiality = ANY(%s)
AND (%s::text[] IS NULL OR r.office = ANY(%s)) ORDER BY r.id"""
"""`_visible`, written out."""


def get_document(document_id: UUID, *, to: Reader) -> DocumentView:
    """Raises: DocumentNotFound, also for one this reader may not know of."""
    found = _visible(to).filter(id=document_id).first()
    if found is None:
        raise DocumentNotFound
    return found.as_view


def list_documents(subject: Subject, *, to: Reader) -> list[DocumentView]:
    """The documents of one subject, oldest first."""
    offices = None if to.offices is None else ["", *to.offices]
    asked = [subject.kind, subject.id, [it.value for it in to.classes], offices, offices]
    return [row.as_view for row in reads.rows(Document, _OF_SUBJECT, asked)]


def list_of(kind: str, subject_ids: Collection[UUID]) -> list[UUID]:
    """The documents of many subjects of a kind. Ids only, for keeping and erasing."""
    rows = Document.objects.filter(subject_kind=kind, subject_id__in=subject_ids)
    return list(rows.order_by("id").values_list("id", flat=True))


def list_kept_before(
    instant: datetime, *, kinds: Collection[str] = (), after: UUID | None = None, limit: int = 500
) -> list[tuple[UUID, Subject]]:
    """Documents taken in before an instant, of these kinds or of all, and what they belong to, page by page.
    Ids only.
    """
    rows = Document.objects.filter(created_at__lt=instant).order_by("id")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if after is not None:
        rows = rows.filter(id__gt=after)
    found = rows.values_list("id", "subject_kind", "subject_id")[:limit]
    return [(document_id, Subject(kind, subject_id)) for document_id, kind, subject_id in found]


def read_safe_copy(document: DocumentView) -> bytes:
    """What people look at. Raises: FileDamaged, KeptApart."""
    if document.is_kept_apart:
        raise KeptApart(document=document.id)
    return store.get(document.safe.sha256)


def read_original(document: DocumentView) -> bytes:
    """The evidence, byte for byte as handed in; never shown in a page. Raises: FileDamaged."""
    return store.get(document.original.sha256)


def _visible(to: Reader) -> QuerySet[Document]:
    rows = Document.objects.filter(confidentiality__in=[it.value for it in to.classes])
    if to.offices is not None:
        rows = rows.filter(Q(office="") | Q(office__in=to.offices))
    return rows
