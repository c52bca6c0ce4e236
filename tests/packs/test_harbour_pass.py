"""A country that does not exist decides on something too: the letters of its case, in its own words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pypdfium2
import pytest

from sojourn.catalogue.compiling import compile_folder
from sojourn.documents import letters
from sojourn.documents.letters import LetterData
from tests.packs.scenarios import ROOT

PACK = compile_folder(ROOT / "arcadia").pack
BOTH = {"en": "Harbour Office", "ar": "مكتب الميناء"}
SAID: dict[str, Any] = {
    "holder": "LEMUEL, MARY",
    "surname": "LEMUEL",
    "given": "MARY",
    "birth": date(1990, 4, 5),
    "nationality": "GBR",
    "reference": "ARC-HAR-2026-000042X",
    "asked-for": {"en": "Harbour pass", "ar": "تصريح ميناء"},
    "ground": {"en": "I trade in the harbour", "ar": "أتاجر في الميناء"},
    **dict.fromkeys(("filed", "due", "decided", "term-from", "paid-on", "pay-by"), date(2026, 3, 2)),
    **dict.fromkeys(("term-to", "valid-to"), date(2026, 6, 1)),
    "outcome": None,
    "amount": "10.00 ARC",
    "payment-number": "000000000421",
    "answer-within": {"en": "7 days", "ar": "7 أيام"},
    "items": [{"en": "Berth: Please answer again.", "ar": "المرسى: يرجى الإجابة من جديد."}],
    "reasons": [{"en": "The conditions are met.", "ar": "الشروط مستوفاة."}],
    "words": None,
    "remedy-body": {"en": "Ministry of Harbours", "ar": "وزارة الموانئ"},
    "remedy-within": {"en": "21 days", "ar": "21 يوما"},
    "suspends": {"en": "An appeal suspends the decision.", "ar": "الاعتراض يوقف تنفيذ القرار."},
    "law": "Harbour Act s. 20-26",
    "office": BOTH,
}


@pytest.mark.parametrize("code", sorted(set(PACK.service("harbour-pass").letters.given().values())))
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_letter_of_the_case_is_drawn(code: str, language: str) -> None:
    data = LetterData(
        language=language,
        values={name: SAID[name] for name in PACK.letters[code].fields},
        number="ARC-HAR-2026-000042X",
        code="",
        link="",
        scanned="",
        issued_on=date(2026, 3, 2),
        demonstration=True,
        pages=2,
    )
    page = pypdfium2.PdfDocument(letters.render(code, data, pack=PACK))[0].get_textpage().get_text_range()
    assert PACK.text(f"letters.{code}.title", "en") in page
    assert "LEMUEL" in page
