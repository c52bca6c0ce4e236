"""Answers typed into the page that asks for them, whatever its controls."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Page

from sojourn.catalogue.types import QuestionType, Service
from tests.journeys.registering import choose

_DATES = (QuestionType.DATE, QuestionType.PARTIAL_DATE)


def answer_all(page: Page, service: Service, answers: Mapping[str, str]) -> None:
    """The answers to the questions that are on this page; asked of the page once."""
    names = set(page.evaluate("[...document.querySelectorAll('main [name]')].map(each => each.name)"))
    for path, told in answers.items():
        question = service.questions().get(path)
        if question and question.type in _DATES and f"{path}.year" in names:
            parts = told.split("-")
            for part, value in zip(("year", "month", "day"), parts, strict=False):
                page.locator(f"[name='{path}.{part}']").fill(value)
        elif path in names:
            answer(page, path, told)


def answer(page: Page, path: str, told: str) -> None:
    """One question: an option of a list or of buttons, or something typed."""
    field = page.locator(f"[name='{path}']").first
    kind = field.evaluate("each => each.type")
    if kind.startswith("select"):
        choose(page, path, told)
    elif kind in ("radio", "checkbox"):
        page.locator(f"[name='{path}'][value='{told}']").check()
    else:
        field.fill(told)
