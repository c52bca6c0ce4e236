"""Every text of the interface exists in every language, and what is committed is what would be made."""

from __future__ import annotations

import pytest

from sojourn.lib.mrz.types import FindingCode
from sojourn.sites.ui import texts
from sojourn.sites.ui.sentences import SENTENCES, sentence


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_text_is_translated_with_all_its_placeholders(language: str) -> None:
    assert [message.id for message in texts.missing(texts.renewed(language))] == []


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_compiled_texts_are_those_of_the_sources(language: str) -> None:
    found = texts.renewed(language)
    assert texts.po_file(language).read_bytes() == texts.po_bytes(found)
    assert texts.po_file(language).with_suffix(".mo").read_bytes() == texts.mo_bytes(found)


def test_texts_in_templates_are_found_as_django_looks_them_up() -> None:
    source = """{% translate "One" %}<c-input label="{% translate 'Two' %}" />
    {% blocktranslate trimmed with name=x %}
      Hello {{ name }},
      100 % sure
    {% endblocktranslate %}
    {% blocktranslate count n=n %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}"""
    assert list(texts._in_template(source)) == [
        "One",
        "Two",
        "Hello %(name)s, 100 %% sure",
        ("%(n)s row", "%(n)s rows"),
    ]


def test_every_finding_about_machine_readable_lines_has_a_sentence() -> None:
    assert {f"mrz-{code}" for code in FindingCode} <= set(SENTENCES)


def test_a_sentence_names_questions_by_their_labels() -> None:
    said = sentence("after-other", {"other": "stay.leaves-on"}, lambda path: "Leaves on")
    assert said == "This day comes after the day under “Leaves on”. Please check both."
