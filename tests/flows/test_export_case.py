"""A case leaves the house as one file: every paper in it, indexed, numbered through, signed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from sojourn.documents.bundle import Section
from sojourn.flows import worker
from sojourn.flows.case_file import CaseFile
from sojourn.flows.export_case import export_case
from sojourn.lib import clock
from sojourn.lib.actor import SYSTEM, Reader
from sojourn.lib.db import transaction
from sojourn.lib.types import Subject
from sojourn.parties import queries as parties
from sojourn.parties.types import SaidKind
from tests.factories import labour
from tests.factories.cases import EVERYTHING, FILED_ON, GUEST, apply, approve, officer, opened, pay, propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def bound(tmp_path: Path) -> Iterator[Path]:
    """The file of a granted and paid case."""
    with clock.frozen(FILED_ON):
        case_id = apply().case_id
        propose(case_id, by=officer("author"))
        approve(case_id, by=officer("approver", "supervisor"))
        pay(case_id)
        told = [Section("Answers", (("Surname", "Eriksson"),))]
        with transaction():
            name, content = export_case(opened(case_id), told=told, language="en", to=EVERYTHING, by=SYSTEM)
        path = tmp_path / name
        path.write_bytes(content)
        yield path


def text_of(path: Path) -> str:
    return subprocess.run(
        [shutil.which("pdftotext") or "pdftotext", "-layout", str(path), "-"], capture_output=True, text=True
    ).stdout


def test_every_letter_is_listed_and_every_page_numbered(bound: Path) -> None:
    text = text_of(bound)
    pages = len(pikepdf.open(io.BytesIO(bound.read_bytes())).pages)
    for title in (
        "Certificate of pending application",
        "Decision: granted",
        "Notice to pay",
        "Receipt of payment",
    ):
        assert title in text
    reference = bound.stem
    assert re.findall(rf"{reference}\s+(\d+) / {pages}", text) == [str(each) for each in range(1, pages + 1)]
    assert "Eriksson" in text


def test_a_case_with_much_said_in_it_leaves_the_house_whole(tmp_path: Path) -> None:
    rows = tuple((f"Message {number}", "All that was written in it. " * 30) for number in range(400))
    told = [Section("Answers", (("Surname", "Eriksson"),)), Section("Messages", rows)]
    with clock.frozen(FILED_ON):
        case_id = apply().case_id
        with transaction():
            name, content = export_case(opened(case_id), told=told, language="en", to=EVERYTHING, by=SYSTEM)
    path = tmp_path / name
    path.write_bytes(content)
    text, pages = text_of(path), len(pikepdf.open(io.BytesIO(content)).pages)
    assert pages > 60
    assert [number for number in range(400) if not re.search(rf"Message {number}\b", text)] == []
    named = re.search(r"Certificate of pending application\s+1 June 2026\s+(\d+)", text)
    assert named is not None
    assert int(named[1]) == pages


@pytest.mark.parametrize(("language", "day"), [("az", "1 iyun 2026"), ("ru", "1 июня 2026")])
def test_the_days_are_written_as_the_reader_writes_them(tmp_path: Path, language: str, day: str) -> None:
    with clock.frozen(FILED_ON), transaction():
        file = opened(apply().case_id)
        name, content = export_case(file, told=[], language=language, to=EVERYTHING, by=SYSTEM)
    (tmp_path / name).write_bytes(content)
    text = text_of(tmp_path / name)
    assert text.count(day) >= 3
    assert not re.search(r"\d{4}-\d\d-\d\d", text)


def test_the_file_is_signed(bound: Path) -> None:
    said = subprocess.run(
        [shutil.which("pdfsig") or "pdfsig", "-nocert", str(bound)], capture_output=True, text=True
    ).stdout
    assert "Signature is Valid" in said


OFFICER = Reader(SYSTEM, "test")


@pytest.fixture
def worker_said() -> Iterator[CaseFile]:
    """A work permit asked for by a company; the worker gave a certificate, objects and reports."""
    with clock.frozen(FILED_ON):
        case_id = labour.apply(labour.employer()).case_id
        party = parties.find_of(Subject("case", case_id))
        assert party is not None
        with transaction():
            worker.give_paper(party, number="T-17", issued_on=FILED_ON, scan=None, by=GUEST)
            worker.say(party, "I did not want this", kind=SaidKind.OBJECTION, by=GUEST)
            worker.say(party, "He keeps my passport", kind=SaidKind.EXPLOITATION, by=GUEST)
        yield opened(case_id)


def parties_told(file: CaseFile, *, language: str, to: Reader, folder: Path) -> str:
    """The parties as they stand in the file, read back from it."""
    with transaction():
        name, content = export_case(
            file, told=[Section("Answers", (("x", "y"),))], language=language, to=to, by=SYSTEM
        )
    (folder / name).write_bytes(content)
    text = text_of(folder / name)
    heading = {"en": "Parties of the case", "az": "İşin tərəfləri"}[language]
    return re.sub(r"\s+", " ", text[text.index(heading) : text.index("Answers")])


def test_the_file_says_who_is_party_and_keeps_apart_what_the_worker_said(
    worker_said: CaseFile, tmp_path: Path
) -> None:
    told = parties_told(worker_said, language="az", to=OFFICER, folder=tmp_path)
    assert "Müraciət edən Tunel MMC, 1400000091" in told
    assert "Yıldırım Deniz, doğum tarixi: 17 aprel 1986" in told
    assert "deniz@example.org" in told
    assert "bu faylda yoxdur" in told
    for hidden in ("T-17", "I did not want this", "He keeps my passport"):
        assert hidden not in told


def test_whoever_protects_reads_in_it_what_the_worker_said(worker_said: CaseFile, tmp_path: Path) -> None:
    told = parties_told(worker_said, language="en", to=EVERYTHING, folder=tmp_path)
    assert "T-17, received on 1 June 2026, Not looked at" in told
    assert "Objects, 1 June 2026 I did not want this" in told
    assert "Exploitation reported, 1 June 2026 He keeps my passport" in told


def test_it_names_who_represents_a_person_who_applies(tmp_path: Path) -> None:
    with clock.frozen(FILED_ON):
        filed = apply({"applicant.filer": "other-person", "representative.name": "Elif Kaya"})
        told = parties_told(opened(filed.case_id), language="az", to=OFFICER, folder=tmp_path)
    assert "Müraciət edən Eriksson Anna Maria, doğum tarixi: 12 avqust 1990" in told
    assert "Nümayəndə Elif Kaya" in told
    assert "İşçi" not in told
