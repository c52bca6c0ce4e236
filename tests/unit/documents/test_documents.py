"""Documents are kept once, encrypted, seen by those who may, and forgotten whole."""

from __future__ import annotations

import io
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from sojourn.audit.models import Event
from sojourn.documents import actions, jobs, queries, store
from sojourn.documents.errors import DocumentNotFound, FileDamaged, KindNotAccepted
from sojourn.documents.models import Document
from sojourn.documents.types import Filing
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Reader
from sojourn.lib.db import transaction
from sojourn.lib.types import Confidentiality
from tests.unit.documents.conftest import picture

pytestmark = pytest.mark.django_db
READER = Reader(SYSTEM, "test")
OFFICER = Reader(SYSTEM, "test", offices=frozenset({"north"}))


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_an_upload_is_kept_with_its_original_and_its_safe_copy(filing: Filing, own_store: Path) -> None:
    content = picture()
    with transaction():
        kept = actions.accept_upload(io.BytesIO(content), filing=filing, by=SYSTEM)
    assert queries.read_original(kept) == content
    assert queries.read_safe_copy(kept).startswith(b"\x89PNG")
    assert queries.list_documents(filing.subject, to=READER) == [kept]
    event = Event.objects.get(kind="document:kept")
    assert event.facts["sha256"] == kept.original.sha256


def test_nothing_readable_lies_in_the_store_and_only_its_owner_may_read(
    filing: Filing, own_store: Path
) -> None:
    with transaction():
        actions.keep_letter(b"%PDF-1.7 Leyla", filing=filing, by=SYSTEM)
    (path,) = files(own_store)
    assert b"Leyla" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_the_same_bytes_are_kept_once(filing: Filing, own_store: Path) -> None:
    with transaction():
        for _ in range(2):
            actions.keep_letter(b"%PDF-1.7", filing=filing, by=SYSTEM)
    assert len(files(own_store)) == 1
    assert Document.objects.count() == 2


def test_a_refused_file_leaves_nothing(filing: Filing, own_store: Path) -> None:
    with pytest.raises(KindNotAccepted), transaction():
        actions.accept_upload(io.BytesIO(b"hello"), filing=filing, by=SYSTEM)
    assert not Document.objects.exists()
    assert not files(own_store)


def test_when_the_record_fails_no_document_is_kept(filing: Filing) -> None:
    broken = patch("sojourn.audit.actions.flush", side_effect=RuntimeError)
    with pytest.raises(RuntimeError), broken, transaction():
        actions.keep_letter(b"%PDF-1.7", filing=filing, by=SYSTEM)
    assert not Document.objects.exists()


def test_a_protected_document_and_another_office_s_are_as_unknown(filing: Filing) -> None:
    protected = Filing(filing.subject, "statement", Confidentiality.PROTECTED)
    elsewhere = Filing(filing.subject, "letter", office="south")
    with transaction():
        secret = actions.keep_letter(b"%PDF-1", filing=protected, by=SYSTEM)
        distant = actions.keep_letter(b"%PDF-2", filing=elsewhere, by=SYSTEM)
    for document, reader in ((secret, READER), (distant, OFFICER)):
        with pytest.raises(DocumentNotFound):
            queries.get_document(document.id, to=reader)
    assert queries.list_documents(filing.subject, to=OFFICER) == []


def test_an_altered_or_missing_file_is_named(filing: Filing, own_store: Path) -> None:
    with transaction():
        kept = actions.keep_letter(b"%PDF-1.7", filing=filing, by=SYSTEM)
    (path,) = files(own_store)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(FileDamaged):
        queries.read_original(kept)
    path.unlink()
    with pytest.raises(FileDamaged):
        queries.read_original(kept)


def test_the_sweeper_takes_old_files_without_a_row_and_no_others(filing: Filing, own_store: Path) -> None:
    with transaction():
        kept = actions.keep_letter(b"%PDF-1.7", filing=filing, by=SYSTEM)
    store.put(b"left over by a transaction that failed")
    assert jobs.sweep_orphans() == 0
    two_days_ago = time.time() - timedelta(days=2).total_seconds()
    for path in files(own_store):
        os.utime(path, (two_days_ago, two_days_ago))
    with clock.frozen(datetime.now(UTC)):
        assert jobs.sweep_orphans() == 1
    assert queries.read_original(kept) == b"%PDF-1.7"


def test_an_erased_subject_loses_its_documents_and_then_its_files(filing: Filing, own_store: Path) -> None:
    with transaction():
        kept = actions.keep_letter(b"%PDF-1.7", filing=filing, by=SYSTEM)
    with transaction():
        assert actions.erase_all([kept.id], reason="term", by=SYSTEM) == [kept.id]
    with clock.frozen(datetime.now(UTC) + timedelta(days=2)):
        assert jobs.sweep_orphans() == 1
    assert not files(own_store)
