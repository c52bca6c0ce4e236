"""From the start page to a verified document: each language, each width, with and without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.harness.browser import Visitor
from tests.journeys.registering import (
    choose,
    looked_at,
    read_the_lines,
    say_where,
    submit,
    take_document,
    today,
    walk,
)

WALKS = [("az", 320), ("en", 1280), ("ru", 360)]
"""Each language and each width once; `make proof` walks all nine (tests/proof/every_journey.py)."""


@pytest.mark.parametrize(("language", "width"), WALKS)
def test_from_the_start_page_to_a_verified_document(
    browser: Visitor, tmp_path: Path, language: str, width: int
) -> None:
    walk(browser.page(width=width, language=language), language, tmp_path)


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
