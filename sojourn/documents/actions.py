"""Taking files in and keeping letters that go out."""

from __future__ import annotations

from collections.abc import Collection
from typing import BinaryIO
from uuid import UUID

from django.db.models import QuerySet

from sojourn.audit import actions as audit
from sojourn.documents import events, intake, store
from sojourn.documents.models import Document
from sojourn.documents.types import DocumentView, Examined, Filing, MediaType, Scan
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction_required
from sojourn.lib.types import Confidentiality, Subject


@transaction_required
def accept_upload(stream: BinaryIO, *, filing: Filing, by: Actor) -> DocumentView:
    """Take a file someone hands in. The name it had is not kept.

    Raises: TooLarge, KindNotAccepted, MoreThanOneKind, Infected, UnpacksTooLarge, Unreadable.
    """
    return _keep(intake.examine(stream), filing=filing, by=by)


def examine(stream: BinaryIO) -> Examined:
    """Look at a file before anything is kept or locked: reading it may take half a minute.

    Raises: TooLarge, KindNotAccepted, MoreThanOneKind, Infected, UnpacksTooLarge, Unreadable.
    """
    return intake.examine(stream)


@transaction_required
def keep_examined(examined: Examined, *, filing: Filing, by: Actor) -> DocumentView:
    """Keep a file that was looked at before. The name it had is not kept."""
    return _keep(examined, filing=filing, by=by)


@transaction_required
def keep_letter(letter: bytes, *, filing: Filing, by: Actor) -> DocumentView:
    """Keep a letter as it was handed out; being ours, it is its own safe copy."""
    return _keep(Examined(letter, MediaType.PDF, letter), filing=filing, by=by)


@transaction_required
def note_scan(document_id: UUID, *, scan: Scan, by: Actor) -> None:
    """What the scanner said of a file that was kept apart; said again it changes nothing."""
    waiting = Document.objects.select_for_update(no_key=True).filter(id=document_id, scan=Scan.WAITING)
    row = waiting.only("id", "confidentiality").first()
    if row is None or scan is Scan.WAITING:
        return
    Document.objects.filter(id=document_id).update(scan=scan)
    confidentiality = Confidentiality(row.confidentiality)
    subject = Subject("document", document_id)
    audit.record(events.SCANNED, subject=subject, by=by, confidentiality=confidentiality, scan=scan)


@transaction_required
def erase_all(document_ids: Collection[UUID], *, reason: str, by: Actor) -> list[UUID]:
    """Forget documents whose term has passed; the sweeper removes the files. Returns those there were."""
    return _erase(Document.objects.filter(id__in=document_ids), reason=reason, by=by)


def _erase(documents: QuerySet[Document], *, reason: str, by: Actor) -> list[UUID]:
    rows = list(documents.select_for_update())
    for row in rows:
        audit.record(
            events.ERASED,
            subject=Subject("document", row.id),
            by=by,
            confidentiality=Confidentiality(row.confidentiality),
            reason=reason,
        )
    Document.objects.filter(id__in=[row.id for row in rows]).delete()
    return [row.id for row in rows]


@transaction_required
def reclassify(subjects: Collection[Subject], *, confidentiality: Confidentiality, by: Actor) -> None:
    """Move the documents of these subjects into another class."""
    of_them = Document.objects.filter(
        subject_kind__in={each.kind for each in subjects}, subject_id__in=[each.id for each in subjects]
    )
    rows = of_them.exclude(confidentiality=confidentiality).select_for_update()
    moved = dict(rows.order_by("id").values_list("id", "confidentiality"))
    Document.objects.filter(id__in=list(moved)).update(confidentiality=confidentiality)
    for document_id, before in moved.items():
        audit.record(
            events.RECLASSIFIED,
            subject=Subject("document", document_id),
            by=by,
            confidentiality=max(Confidentiality(before), confidentiality),
            after=confidentiality.name.lower(),
        )


@transaction_required
def move(subjects: Collection[Subject], *, office: str, by: Actor) -> None:
    """Move the documents of these subjects that belong to an office to another one."""
    of_them = Document.objects.filter(
        subject_kind__in={each.kind for each in subjects}, subject_id__in=[each.id for each in subjects]
    )
    rows = of_them.exclude(office__in=("", office)).select_for_update().order_by("id")
    moved = list(rows.values_list("id", "confidentiality"))
    Document.objects.filter(id__in=[document_id for document_id, _ in moved]).update(office=office)
    for document_id, class_ in moved:
        audit.record(
            events.MOVED,
            subject=Subject("document", document_id),
            by=by,
            confidentiality=Confidentiality(class_),
            after=office,
        )


def _keep(examined: Examined, *, filing: Filing, by: Actor) -> DocumentView:
    original, safe = store.put(examined.original), store.put(examined.safe)
    row = Document.objects.create(
        subject_kind=filing.subject.kind,
        subject_id=filing.subject.id,
        kind=filing.kind,
        language=filing.language,
        office=filing.office,
        confidentiality=filing.confidentiality,
        original_sha256=original,
        original_size=len(examined.original),
        safe_sha256=safe,
        safe_size=len(examined.safe),
        media_type=examined.media_type,
        scan=examined.scan,
        created_at=clock.now(),
    )
    audit.record(
        events.KEPT,
        subject=Subject("document", row.id),
        by=by,
        confidentiality=filing.confidentiality,
        document_kind=filing.kind,
        media_type=examined.media_type,
        size=len(examined.original),
        sha256=original,
        about={"kind": filing.subject.kind, "id": filing.subject.id},
    )
    return row.as_view
