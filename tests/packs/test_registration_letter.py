"""The certificate of registration: readable by everyone, kept for ever, and accepted by readers none of us
wrote.
"""

from __future__ import annotations

import base64
import os
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pdf_oxide
import pypdfium2
import pytest
import zxingcpp

from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.types import Pack
from sojourn.documents import letters
from sojourn.documents.letters import LetterData
from sojourn.lib.seal.reading import link_text

ROOT = Path(__file__).parents[2]
SEAL = bytes(range(175))
SCANNED = link_text("https://example.org", number="QY-2026-0000042-K", code="7KQ2M9XTRB", seal=SEAL)
_JARS = (
    "preflight",
    "pdfbox2",
    "fontbox2",
    "xmpbox",
    "commons-logging",
    "commons-io",
    "javax.activation",
    "jaxb-api",
)

ORDINARY: dict[str, Any] = {
    "holder": "NGUYEN, VAN ANH",
    "native-name": None,
    "birth": date(1990, 4, 5),
    "nationality": {"az": "Vyetnam", "en": "Viet Nam", "ru": "Вьетнам"},
    "travel-document": "VNM C1234567",
    "place": {
        "az": "28 May küçəsi 12, Nəsimi",
        "en": "28 May küçəsi 12, Nasimi",
        "ru": "28 May küçəsi 12, Насими",
    },
    "host": "“Xəzər” mehmanxanası",
    "arrived": date(2026, 11, 20),
    "valid-from": date(2026, 11, 20),
    "valid-to": date(2027, 2, 17),
    "registered": date(2026, 11, 23),
    "office": {"az": "Bakı Regional Miqrasiya İdarəsi", "en": "Baku Regional Migration Department"},
}
LONG = ORDINARY | {
    "holder": "ВОСКРЕСЕНСКАЯ-ПРЕОБРАЖЕНСКАЯ, АЛЕКСАНДРА-МАРИЯ КОНСТАНТИНОВНА",
    "native-name": "Александра-Мария Константиновна Воскресенская-Преображенская",
    "place": "Uzun küçə adı, " * 5,
    "host": "Şəfa " * 12,
}
EXTREME = LONG | {"holder": "ВОСКРЕСЕНСКАЯ " * 30, "place": "Uzun küçə adı, " * 700, "host": "Şəfa " * 700}
ARABIC = ORDINARY | {"holder": "AL HUSSEINI, MOHAMMAD", "native-name": "محمد رضا الحسيني", "valid-to": None}
UNKNOWN = ORDINARY | {
    "holder": "李小龍\u202e \U0001f600",
    "birth": None,
    "nationality": "XXA",
    "travel-document": None,
}
CASES = {
    "az": ("az", ORDINARY, False),
    "en": ("en", ORDINARY, True),
    "ru": ("ru", ORDINARY, True),
    "long": ("ru", LONG, True),
    "extreme": ("ru", EXTREME, True),
    "arabic": ("en", ARABIC, False),
    "unknown": ("en", UNKNOWN, False),
}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return compile_folder(ROOT / "packs/azerbaijan").pack


def letter_data(name: str) -> LetterData:
    language, values, demonstration = CASES[name]
    return LetterData(
        language=language,
        values=values,
        number="QY-2026-0000042-K",
        code="7KQ2M9XTRB",
        link=f"https://example.org/{language}/verify/",
        scanned=SCANNED,
        issued_on=date(2026, 11, 23),
        demonstration=demonstration,
    )


@pytest.fixture(scope="module", params=CASES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def pdf(pack: Pack, name: str) -> bytes:
    return letters.render("registration", letter_data(name), pack=pack)


@pytest.fixture
def file(pdf: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf)
    return path


def said_by(*command: object) -> str:
    done = subprocess.run(
        [*map(str, command)], capture_output=True, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )
    return done.stdout.decode("utf-8", "replace")


def test_it_is_one_page_in_two_languages(pdf: bytes, file: Path, name: str) -> None:
    assert len(pypdfium2.PdfDocument(pdf)) == (2 if name == "extreme" else 1)
    text = said_by("pdftotext", file, "-")
    assert "Olduğu yer üzrə qeydiyyat haqqında şəhadətnamə" in text
    own = {"en": "Certificate of registration upon place of stay", "ru": "Свидетельство о регистрации"}
    for language, words in own.items():
        assert (words in text) == (CASES[name][0] == language)


def test_number_code_remedy_and_term_stand_on_it(file: Path) -> None:
    text = " ".join(said_by("pdftotext", "-layout", file, "-").split())
    assert "QY-2026-0000042-K" in text
    assert "7KQ2M 9XTRB" in text
    assert "30 gün" in text
    assert "20 noyabr 2026" in text


def test_a_demonstration_is_marked_and_a_real_one_is_not(file: Path, name: str) -> None:
    assert ("NÜMAYİŞ NÜSXƏSİ" in said_by("pdftotext", file, "-")) == CASES[name][2]


def test_pdf_oxide_accepts_it_for_keeping_and_for_everyone(file: Path) -> None:
    document = pdf_oxide.PdfDocument(str(file))
    assert document.validate_pdf_a("2b")["errors"] == []
    assert document.validate_pdf_ua()["errors"] == []


def test_pdfinfo_finds_heading_paragraphs_table_and_language(file: Path) -> None:
    tree = said_by("pdfinfo", "-struct", file)
    assert "H1" in tree
    assert tree.count("P (block)") > 10
    assert "Table" in tree
    assert "Tagged:          yes" in said_by("pdfinfo", file)


def test_preflight_accepts_the_same_letter_as_pdf_a_1b(pack: Pack, name: str, tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(
        letters.render("registration", replace(letter_data(name), standards=("a-1b",)), pack=pack)
    )
    classes = ":".join(f"/usr/share/java/{jar}.jar" for jar in _JARS)
    said = said_by("java", "-cp", classes, "org.apache.pdfbox.preflight.Validator_A1b", path)
    assert "is a valid PDF/A-1b file" in said


def test_two_independent_readers_read_the_code_byte_for_byte(pdf: bytes, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(pdf)
    picture = document[len(document) - 1].render(scale=3, grayscale=True).to_pil()
    code = zxingcpp.read_barcode(picture)
    assert code is not None
    assert bytes(code.bytes) == SCANNED.encode()
    picture.save(tmp_path / "page.png")
    only_squares = ("-S*.enable=0", "-Sqrcode.enable=1")  # lines of text can look like bars
    assert (
        said_by("zbarimg", "--quiet", "--raw", *only_squares, tmp_path / "page.png").rstrip("\n") == SCANNED
    )
    assert base64.urlsafe_b64decode(SCANNED.partition("#")[2] + "==") == SEAL


def test_the_same_facts_give_the_same_bytes(pack: Pack, pdf: bytes, name: str) -> None:
    assert letters.render("registration", letter_data(name), pack=pack) == pdf
