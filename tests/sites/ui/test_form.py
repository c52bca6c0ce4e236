"""A page of a service becomes a form; what was typed is never lost and never becomes markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.utils.html import escape

from sojourn.catalogue.conditions import Condition
from sojourn.catalogue.forms import check_answers
from sojourn.catalogue.types import Page, Question, QuestionType
from sojourn.sites.ui.form import Drawing, Form, date_parts, posted
from tests.sites.ui.pack import PASSPORT, SERVICE, STAY, small_pack


def draw(page: Page, answers: dict[str, Any] | None = None, *, check: bool = False) -> Form:
    answers = answers or {}
    found = check_answers(SERVICE, answers, page.code).findings if check else ()
    return Drawing(small_pack(), SERVICE, "en", answers, found).form(page)


def html(form: Form) -> str:
    template = Template("{% load ui %}{% for field in form.fields %}{% question field %}{% endfor %}")
    return template.render(Context({"form": form}))


def names_in(text: str) -> set[str]:
    return set(re.findall(r'name="([^"]+)"', text))


def test_every_answer_of_a_page_has_a_control() -> None:
    assert names_in(html(draw(PASSPORT))) == {
        "passport.mrz",
        "read",
        "passport.surname",
        "passport.number",
        "passport.nationality",
        "passport.birth-date.day",
        "passport.birth-date.month",
        "passport.birth-date.year",
        "passport.copy",
    }


def test_an_address_is_asked_in_its_parts() -> None:
    parts = {name for name in names_in(html(draw(STAY))) if name.startswith("stay.place.")}
    assert parts == {
        f"stay.place.{part}" for part in ("district", "locality", "street", "house", "flat", "postal-code")
    }


def test_what_was_typed_stands_in_the_form_again() -> None:
    answers = {"passport.surname": "O'Neill", "passport.nationality": "ARC", "passport.birth-date": "1985-05"}
    drawn = html(draw(PASSPORT, answers))
    assert 'value="O&#x27;Neill"' in drawn
    assert '<option value="ARC" selected>Arcadia</option>' in drawn
    assert re.search(r'name="passport.birth-date.month" value="5"', drawn)
    assert re.search(r'name="passport.birth-date.day" value=""', drawn)


@pytest.mark.parametrize(
    "typed", ['"><script>alert(1)</script>', "{{ secret }}", "{% now 'Y' %}", "<b>x</b>"]
)
def test_what_was_typed_never_becomes_markup(typed: str) -> None:
    answers = {
        name: typed
        for name in ("passport.surname", "passport.mrz", "passport.birth-date.day", "passport.nationality")
    }
    drawn = html(draw(PASSPORT, answers, check=True))
    assert "<script>" not in drawn
    assert "<b>" not in drawn
    assert drawn.count("{{ secret }}") == (5 if typed.startswith("{{") else 0)


def test_an_error_stands_at_the_field_and_in_the_list_and_the_list_leads_to_it() -> None:
    form = draw(
        STAY,
        {"stay.arrived-on.day": "31", "stay.arrived-on.month": "2", "stay.arrived-on.year": "2026"},
        check=True,
    )
    assert ("stay-arrived-on", "Arrived on: There is no such date") in form.errors
    drawn = html(form)
    assert 'id="stay-arrived-on-wrong"' in drawn
    assert re.search(r'aria-describedby="stay-arrived-on-hint stay-arrived-on-wrong"', drawn)
    for anchor, _ in form.errors:
        assert f'id="{anchor}"' in drawn


def test_advice_is_not_an_error() -> None:
    form = draw(STAY, {"stay.place.district": "N"}, check=True)
    assert not any(anchor == "stay-place-street" for anchor, _ in form.errors)
    assert 'id="stay-place-street-advice"' in html(form)


def test_a_question_that_hangs_on_the_same_page_is_there_without_a_script() -> None:
    drawn = html(draw(STAY, {"stay.host-kind": "self"}))
    assert 'name="stay.host-name"' in drawn
    condition = '{"question": "stay.host-kind", "in": ["other"]}'
    assert f'data-depends="{escape(condition)}"' in drawn


def drawn_of_relative(host_kind: str, tie: str = "") -> Form:
    """A page whose question hangs on an answer of the page before, and on one of its own."""
    asked_before = Condition(question="stay.host-kind", is_="other")
    kinds = Question("tie", QuestionType.CHOICE, options=("child", "other"), shows_when=asked_before)
    own = Condition(question="relative.tie", is_="other")
    named = Question("which", QuestionType.TEXT, shows_when=Condition(all_=(asked_before, own)))
    page = Page("relative", (kinds, named))
    service = replace(SERVICE, pages=(*SERVICE.pages, page))
    answers = {"stay.host-kind": host_kind, "relative.tie": tie}
    return Drawing(small_pack(), service, "en", answers).form(page)


def test_no_script_folds_away_what_hangs_on_a_page_before() -> None:
    tie, which = drawn_of_relative("other").fields
    assert json.loads(tie.depends) == {"all": []}
    own = {"question": "relative.tie", "in": ["other"]}
    assert json.loads(which.depends) == {"all": [{"all": []}, own]}


def test_what_a_page_before_excludes_stays_folded_away() -> None:
    (which,) = drawn_of_relative("self").fields
    assert json.loads(which.depends)["all"][0] == {"any": []}


def test_the_reason_for_a_question_can_be_opened() -> None:
    assert "The term runs from this day" in html(draw(STAY))


def test_only_answers_of_the_page_are_taken_from_a_posted_form() -> None:
    sent = QueryDict("stay.guests=2&stay.place.house=7&stay.arrived-on.day=3&passport.surname=X&filed_by=1")
    assert posted(STAY, sent) == {"stay.guests": "2", "stay.place.house": "7", "stay.arrived-on.day": "3"}


def test_parts_of_a_date_win_over_the_whole() -> None:
    answers = {"d": "2026-03-05", "d.day": "31", "d.month": "2", "d.year": ""}
    assert date_parts("d", answers) == {"day": "31", "month": "2", "year": ""}
    assert date_parts("d", {"d": "2026-03-05"}) == {"day": "5", "month": "3", "year": "2026"}


def test_choices_stand_in_the_order_of_the_alphabet() -> None:
    from sojourn.lib.names import sort_key

    names = ["Zambiya", "Əfqanıstan", "Çad", "İsveç", "Estoniya", "Cibuti", "Fransa", "Iraq"]
    assert sorted(names, key=lambda name: sort_key(name, "az")) == [
        "Cibuti",
        "Çad",
        "Estoniya",
        "Əfqanıstan",
        "Fransa",
        "Iraq",
        "İsveç",
        "Zambiya",
    ]
