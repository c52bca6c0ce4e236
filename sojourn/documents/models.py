"""Documents: what was handed in or handed out, each with its untouched original and its safe copy."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sojourn.documents.types import DocumentView, Filing, MediaType, Scan, StoredFile
from sojourn.lib.fields import UuidKey
from sojourn.lib.types import Confidentiality, Subject

_MEDIA_TYPES = [media_type.value for media_type in MediaType]


class Document(models.Model):
    """One document about one subject. Retention: the term of its subject; then both files and the row are
    erased.

    Holds no name of a file and nothing of its content, only digests by which the store finds the bytes.
    """

    retention = "document"
    personal = ("subject_id", "original_sha256", "safe_sha256")

    id = UuidKey()
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    kind = models.TextField()
    language = models.TextField(blank=True)
    office = models.TextField(blank=True)
    confidentiality = models.SmallIntegerField()
    original_sha256 = models.TextField()
    original_size = models.IntegerField()
    safe_sha256 = models.TextField()
    safe_size = models.IntegerField()
    media_type = models.TextField()
    scan = models.TextField(default=Scan.NONE)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(media_type__in=_MEDIA_TYPES), name="document_media_type_known"
            ),
            models.CheckConstraint(
                condition=Q(scan__in=[it.value for it in Scan]), name="document_scan_known"
            ),
            models.CheckConstraint(
                condition=Q(confidentiality__in=[it.value for it in Confidentiality]),
                name="document_confidentiality_known",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="documents_of_subject"),
            models.Index(fields=["original_sha256"], name="documents_by_original"),
            models.Index(fields=["safe_sha256"], name="documents_by_safe_copy"),
            models.Index(fields=["id"], condition=Q(scan=Scan.WAITING), name="documents_kept_apart"),
        ]

    @property
    def as_view(self) -> DocumentView:
        media_type = MediaType(self.media_type)
        filing = Filing(
            Subject(self.subject_kind, self.subject_id),
            self.kind,
            Confidentiality(self.confidentiality),
            self.language,
            self.office,
        )
        return DocumentView(
            self.id,
            filing,
            StoredFile(self.original_sha256, media_type, self.original_size),
            StoredFile(self.safe_sha256, media_type, self.safe_size),
            self.created_at,
            Scan(self.scan),
        )
