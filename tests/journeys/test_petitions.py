"""Somebody tells of an officer without an account, reads the answer by a code, and leaves no trace behind."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from sojourn.flows.track_filing import code_of
from tests.factories.cases import opened
from tests.harness.browser import Visitor, axe, fits
from tests.journeys.registering import submit
from tests.journeys.residence import applicant

pytestmark = pytest.mark.usefixtures("live_database")
WORDS = "Ondan 200 manat istədilər. Они были вдвоём."


def looked_at(page: Page) -> None:
    fits(page)
    axe(page)


@pytest.mark.parametrize(("language", "width"), [("az", 360), ("ru", 1280)])
def test_a_report_is_written_and_followed_and_nothing_is_left(
    browser: Visitor, language: str, width: int
) -> None:
    page = browser.page(width=width, language=language)
    page.goto(f"/{language}/write/")
    page.locator("[name=matter][value=bribery]").check()
    submit(page)
    page.locator("[name=words]").fill(WORDS)
    looked_at(page)
    for filled in ("officer", "paper", "contact"):
        submit(page)
        page.locator(f"[name={filled}]").wait_for()
        looked_at(page)
    submit(page)
    page.locator("[name=go][value=send]:visible").wait_for()
    assert WORDS in page.inner_text("main")
    looked_at(page)
    page.locator("[name=go][value=send]:visible").click()
    code = page.locator(".panel__number").first.inner_text()
    looked_at(page)
    assert "bribery" not in page.url
    page.goto(f"/{language}/receipt/")
    page.locator("[name=code]").fill(code.lower())
    submit(page)
    page.locator(".said").wait_for()
    assert WORDS in page.inner_text("main")
    looked_at(page)
    assert {each["name"] for each in page.context.cookies()} <= {"csrftoken", "sojourn_language"}
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_without_scripts_a_mistake_is_said_and_nothing_is_lost(browser: Visitor) -> None:
    page = browser.page(width=360, language="en", scripts=False)
    page.goto("/en/write/")
    submit(page)
    assert page.locator(".errors a").count() == 1
    page.locator("[name=matter][value=petition]").check()
    submit(page)
    page.locator("[name=words]").fill("When do you open?")
    for then in ("office", "paper", "contact"):
        submit(page)
        page.locator(f"[name={then}]").wait_for()
    submit(page)
    page.locator(".errors").wait_for()
    assert page.locator(".errors a").count() == 2
    page.locator("[name=name]").fill("Anna Lind")
    page.locator("[name=contact]").fill("anna@example.org")
    submit(page)
    assert "When do you open?" in page.inner_text("main")
    page.locator("[name=go][value=words]").click()
    assert page.locator("[name=words]").input_value() == "When do you open?"
    browser.complaints.clear()  # of pages that say what is missing


def test_a_case_is_found_by_the_code_on_its_receipt(browser: Visitor) -> None:
    reference = opened(applicant("Tracked").applied()).case.reference
    page = browser.page(width=360, language="az")
    page.goto("/az/track/")
    page.locator("[name=number]").fill(reference)
    page.locator("[name=code]").fill(code_of(reference))
    submit(page)
    assert reference in page.inner_text("main")
    assert "Tracked" not in page.inner_text("main")
    looked_at(page)
