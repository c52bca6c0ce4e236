"""A question is drawn once while nobody has answered it, and says nothing of what others typed."""

from __future__ import annotations

import re

from django.template import engines
from django.utils import translation

from sojourn.sites.ui.controls import question
from sojourn.sites.ui.form import Field

NUMBER = Field(path="passport.number", kind="text", label="Number", hint="As printed", width="20")


def test_the_next_visitor_finds_the_question_empty() -> None:
    empty = question(NUMBER)
    assert "C01X00T47" in question(Field("passport.number", "text", "Number", value="C01X00T47"))
    assert question(NUMBER) == empty
    assert 'value=""' in empty


def test_an_empty_question_speaks_the_language_of_each_page() -> None:
    asked = Field(path="passport.kind", kind="select", label="Kind", optional=True)
    said = {}
    for language in ("en", "az", "ru", "en"):
        with translation.override(language):
            said.setdefault(language, set()).add(question(asked))
    assert all(len(words) == 1 for words in said.values())
    assert len({next(iter(words)) for words in said.values()}) == 3


def test_an_empty_date_is_drawn_as_one_whose_parts_are_empty() -> None:
    parts = {"day": "", "month": "", "year": ""}
    arrived = Field(path="stay.arrived-here-on", kind="date", label="Arrived", value=parts)
    assert question(arrived).count('value=""') == 3
    assert 'value="31"' in question(Field("d", "date", "Arrived", value={**parts, "day": "31"}))


def test_a_question_and_a_component_of_a_page_are_drawn_alike() -> None:
    component = '<c-input name="passport.number" label="Number" hint="As printed" width="20" />'
    written = engines["django"].from_string(_compiled(component)).render()
    assert _tight(question(NUMBER)) == _tight(written)


def _compiled(component: str) -> str:
    from django_cotton.compiler_regex import CottonCompiler

    return str(CottonCompiler().process(component))


def _tight(text: str) -> str:
    return re.sub(r"\s+(?=[<>])|(?<=>)\s+", "", text)
