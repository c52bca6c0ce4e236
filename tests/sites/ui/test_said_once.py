"""A fixed text of a template is looked up once in each language, and never said in another's."""

from __future__ import annotations

import pytest
from django.template import engines
from django.utils.translation import override

from sojourn.sites.ui.templatetags.said_once import SaidOnce

ENGINE = engines["django"]


@pytest.mark.parametrize("source", ["{% translate 'Sign out' %}", "{% translate 'Sign out' as x %}{{ x }}"])
def test_a_text_is_said_in_the_language_of_each_reader(source: str) -> None:
    page = ENGINE.from_string("{% load i18n %}" + source)
    with override("en"):
        first = page.render({})
    with override("az"):
        other = page.render({})
    with override("en"):
        assert page.render({}) == first == "Sign out"
    assert other not in ("", "Sign out")


def test_a_text_that_depends_on_the_page_is_looked_up_each_time() -> None:
    page = ENGINE.from_string("{% load i18n %}{% translate said %}{% translate 'Yes'|upper %}")
    assert not page.template.nodelist.get_nodes_by_type(SaidOnce)
    with override("en"):
        assert page.render({"said": "One"}) == "OneYES"
        assert page.render({"said": "<Two>"}) == "&lt;Two&gt;YES"
