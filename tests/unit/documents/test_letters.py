"""Letters are drawn from facts: nothing typed can become part of the template, or make the letter fail."""

from __future__ import annotations

import base64
import time
from datetime import date
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pypdfium2
import pytest

from sojourn.documents import letters, typesetting
from sojourn.documents.errors import LetterFailed, LetterTooLong, LetterTooSlow
from sojourn.documents.glyphs import printable
from sojourn.documents.letters import LetterData

TEXTS = (
    "title",
    "service",
    "mark",
    "foot",
    "demonstration",
    "sample",
    "check",
    "number",
    "code",
    "scan",
    "holder",
)
PAGE = """
#import "letterhead.typ": *
#show: letter.with(title: "title", owner: "service")
#facts("holder", "born")
#verification
"""


def pack_with(template: str = PAGE, fields: tuple[str, ...] = ("holder", "born")) -> Any:
    letter = SimpleNamespace(
        code="paper", template="paper.typ", fields=fields, texts=(*TEXTS, "born"), languages=()
    )
    return SimpleNamespace(
        letters={"paper": letter},
        languages=("az", "en"),
        right_to_left=(),
        told_on=date(2026, 11, 23),
        templates={"paper.typ": base64.b64encode(template.encode()).decode()},
        text=lambda path, language: f"{path.rpartition('.')[2]} {language}",
    )


def data(**values: Any) -> LetterData:
    told = {"holder": "Anna", "born": date(1990, 4, 5)} | values
    return LetterData(
        "en", told, "N-1", "ABCDE01234", "https://x.org/v", "https://x.org/v/N-1#AA", date(2026, 11, 23)
    )


def text_of(pdf: bytes) -> str:
    return str(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded())


@pytest.mark.parametrize(
    "typed",
    ['#read("/etc/passwd")', "*bold* _it_ $x$ @ref", "</script><b>", '"}); #panic("x")', "\\u{41}", "= Head"],
)
def test_what_people_type_is_printed_and_never_run(typed: str) -> None:
    pdf = letters.render("paper", data(holder=typed), pack=pack_with())
    assert typed in text_of(pdf).replace("\r\n", " ")


def test_a_letter_without_one_of_its_facts_is_not_drawn() -> None:
    with pytest.raises(LetterFailed):
        letters.render("paper", data(), pack=pack_with(fields=("holder", "born", "place")))


def test_a_fact_that_is_not_known_leaves_its_row_out() -> None:
    text = text_of(letters.render("paper", data(born=None), pack=pack_with()))
    assert "born az" not in text
    assert "holder az" in text


SENTENCE = "{place} until {born}"


@pytest.mark.parametrize("place", [None, "", [], ["Baku", "Ganja"], {"az": "", "en": ""}])
def test_a_sentence_with_a_hole_is_refused_and_not_printed(place: Any) -> None:
    pack = pack_with(PAGE + '#told("check", "az")')
    pack.text = lambda path, language: SENTENCE if path.endswith("check") else path
    with pytest.raises(LetterFailed):
        letters.render("paper", data(place=place), pack=pack)
    assert "Baku until 5 aprel 1990" in text_of(letters.render("paper", data(place="Baku"), pack=pack))


def test_a_sentence_that_is_not_set_needs_no_value() -> None:
    pack = pack_with()
    pack.text = lambda path, language: "{place}" if path.endswith("born") else path
    assert letters.render("paper", data(born=None), pack=pack)


def test_a_template_that_cannot_be_set_is_named() -> None:
    with pytest.raises(LetterFailed):
        letters.render("paper", data(), pack=pack_with("#let x = "))


def test_a_template_that_never_ends_is_given_up() -> None:
    with pytest.raises(LetterFailed):
        letters.render("paper", data(), pack=pack_with("#while true { }"))


def test_a_template_reaches_no_file_of_the_machine() -> None:
    with pytest.raises(LetterFailed):
        letters.render("paper", data(), pack=pack_with('#read("/etc/hostname")'))


def test_a_letter_of_too_many_pages_is_refused() -> None:
    with pytest.raises(LetterTooLong):
        letters.render("paper", data(), pack=pack_with(PAGE + "#pagebreak()\n" * 3 + "end"))


def test_a_letter_that_takes_too_long_is_given_up_and_the_next_one_is_drawn() -> None:
    slow = patch.object(typesetting, "_compile", side_effect=lambda *_: time.sleep(0.5))
    with slow, patch.object(typesetting, "_SECONDS", 0.05), pytest.raises(LetterTooSlow):
        letters.render("paper", data(), pack=pack_with())
    assert letters.render("paper", data(), pack=pack_with())


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Ələkbərzadə Шаҳзода", "Ələkbərzadə Шаҳзода"),
        ("e\u0301", "é"),
        ("a\u202eb\u200bc\ufeff", "abc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("李", "\ufffd"),
        ("ﬁ", "ﬁ"),
        ("a\x00b", "ab"),
    ],
)
def test_names_are_printed_in_the_letters_we_have(typed: str, printed: str) -> None:
    assert printable(typed) == printed
