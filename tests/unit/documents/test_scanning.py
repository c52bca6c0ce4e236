"""Files are asked about before anybody opens them; without an answer they wait, and nothing is lost."""

from __future__ import annotations

import io
import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from sojourn.documents import actions as documents
from sojourn.documents import jobs, queries
from sojourn.documents.errors import Infected, KeptApart
from sojourn.documents.types import Filing, Scan
from sojourn.lib.actor import SYSTEM, Reader
from sojourn.lib.db import transaction
from tests.unit.documents.conftest import pdf

pytestmark = pytest.mark.django_db
HARMFUL = b"HARMFUL-SAMPLE"


class Clamd(socketserver.StreamRequestHandler):
    """Speaks as clamd does: chunks with their length, an empty one at the end."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
        found = b"Harmful.Sample FOUND" if HARMFUL in content else b"OK"
        self.wfile.write(b"stream: " + found + b"\0")


@pytest.fixture
def scanner(settings: Any) -> Iterator[str]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.SCANNER_URL = f"tcp://127.0.0.1:{server.server_address[1]}"
        yield settings.SCANNER_URL
        server.shutdown()


@pytest.fixture
def scanner_down(settings: Any) -> None:
    settings.SCANNER_URL = "tcp://127.0.0.1:9"


def hand_in(content: bytes, filing: Filing) -> Any:
    with transaction():
        return documents.accept_upload(io.BytesIO(content), filing=filing, by=SYSTEM)


def test_a_clean_file_is_opened(scanner: str, filing: Filing) -> None:
    kept = hand_in(pdf(), filing)
    assert kept.scan is Scan.CLEAN
    assert queries.read_safe_copy(kept).startswith(b"%PDF")


def test_a_harmful_file_is_not_kept(scanner: str, filing: Filing) -> None:
    content = pdf().replace(b"%%EOF", b"% " + HARMFUL + b"\n%%EOF")
    with pytest.raises(Infected):
        hand_in(content, filing)
    assert queries.list_documents(filing.subject, to=Reader(SYSTEM, "test")) == []


def test_while_the_scanner_is_down_a_file_is_taken_and_kept_apart(scanner_down: None, filing: Filing) -> None:
    kept = hand_in(pdf(), filing)
    assert kept.scan is Scan.WAITING
    with pytest.raises(KeptApart):
        queries.read_safe_copy(kept)
    assert jobs.scan_waiting() == 0


def test_the_scanner_is_asked_again_when_it_is_back(
    scanner_down: None, filing: Filing, settings: Any, request: pytest.FixtureRequest
) -> None:
    kept = hand_in(pdf(), filing)
    harmful = hand_in(pdf().replace(b"%%EOF", b"% " + HARMFUL + b"\n%%EOF"), filing)
    request.getfixturevalue("scanner")
    assert jobs.scan_waiting() == 2
    reader = Reader(SYSTEM, "test")
    assert queries.get_document(kept.id, to=reader).scan is Scan.CLEAN
    found = queries.get_document(harmful.id, to=reader)
    assert found.scan is Scan.INFECTED
    with pytest.raises(KeptApart):
        queries.read_safe_copy(found)
    assert jobs.scan_waiting() == 0


def test_without_a_scanner_it_is_said(filing: Filing, settings: Any) -> None:
    settings.SCANNER_URL = ""
    assert hand_in(pdf(), filing).scan is Scan.NONE
