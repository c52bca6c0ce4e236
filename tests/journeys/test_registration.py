"""From the start page to a verified document: each language, each width, with and without scripts."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from sojourn.lib import clock
from tests.harness.browser import Visitor
from tests.journeys.registering import (
    choose,
    looked_at,
    number_and_code,
    prove,
    read_the_lines,
    say_where,
    submit,
    take_document,
)

EVERY = [(language, width) for language in ("az", "en", "ru") for width in (320, 360, 1280)]
IN_TURN = [("az", 320), ("en", 1280), ("ru", 360)]
"""`make test` goes through each language and each width once; `make proof` through all of them together."""

WALKS = EVERY if os.environ.get("SOJOURN_EVERY_JOURNEY") else IN_TURN


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_from_the_start_page_to_a_verified_document(
    browser: Visitor, tmp_path: Path, language: str, width: int
) -> None:
    page = browser.page(width=width, language=language)
    page.goto("/")
    page.wait_for_url(f"**/{language}/")
    looked_at(page)
    page.locator(".hero .button--start").click()
    looked_at(page)
    fill_in(page)
    looked_at(page)
    prove(page, f"nino-{language}-{width}@example.org")
    page.wait_for_url("**/done/**")
    looked_at(page)
    number, code = number_and_code(page)
    assert take_document(page, tmp_path).startswith(b"%PDF-")
    verify(page, number, code)


def fill_in(page: Page) -> None:
    """The two pages of questions, each looked at."""
    read_the_lines(page)
    assert page.locator("[name='passport.surname']").input_value() == "KALANDADZE"
    looked_at(page)
    submit(page)
    page.wait_for_url("**/stay/**")
    looked_at(page)
    say_where(page, arrived=today())
    submit(page)
    page.wait_for_url("**/check/")


def today() -> tuple[str, str, str]:
    day: date = clock.today()
    return str(day.day), str(day.month), str(day.year)


def verify(page: Page, number: str, code: str) -> None:
    """As someone else would, who was shown the document."""
    page.goto(re.sub(r"/done/.*", "/verify/", page.url))
    looked_at(page)
    page.locator("[name=number]").fill(number.lower())
    page.locator("[name=code]").fill(f"{code[:5]} {code[5:]}")
    submit(page)
    page.wait_for_url(f"**/verify/{number}/{code}/")
    looked_at(page)
    assert page.locator("main .notice--good, main .tag--good, main .panel").count()


def test_without_scripts_the_way_is_the_same(browser: Visitor, tmp_path: Path) -> None:
    page = browser.page(width=360, language="en", scripts=False)
    page.goto("/en/")
    page.locator(".hero .button--start").click()
    read_the_lines(page)
    submit(page)
    say_where(page, arrived=today(), street="Sabir")
    submit(page)
    page.locator("[name='contact.channel'][value=none]").check()
    submit(page)
    page.wait_for_url("**/done/**")
    assert take_document(page, tmp_path).startswith(b"%PDF-")


def test_a_mistake_is_said_above_and_beside_and_nothing_is_lost(browser: Visitor) -> None:
    page = browser.page(width=320, language="en")
    page.goto("/en/apply/registration-of-stay/")
    submit(page)
    page.wait_for_url("**look=1*")
    looked_at(page)
    first = page.locator(".errors a").first
    first.click()
    focused = page.evaluate("document.activeElement.id")
    assert focused == (first.get_attribute("href") or "").lstrip("#")
    page.locator("[name='passport.surname']").fill("Kalandadze")
    submit(page)
    page.wait_for_url("**/stay/**")
    submit(page)
    page.wait_for_url("**look=1*")
    choose(page, "stay.place.district", "AZ-LAN")
    looked_at(page)


def test_a_draft_waits_for_its_browser_and_no_other(browser: Visitor) -> None:
    page = browser.page(language="ru")
    page.goto("/ru/apply/registration-of-stay/")
    page.locator("[name='passport.surname']").fill("Каландадзе")
    page.locator("button[name=later]").click()
    looked_at(page)
    page.locator("main .button--start").click()
    assert page.locator("[name='passport.surname']").count() or "/stay/" in page.url or "/check/" in page.url
    stranger = browser.page(language="ru")
    stranger.goto(page.url)
    browser.expect_status(404)
    assert "Каландадзе" not in stranger.content()
