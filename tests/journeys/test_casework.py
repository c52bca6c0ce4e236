"""Cases at the desk: entered without the mouse, handed over many at once, given up by whoever has a part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page

from sojourn.cases import actions as cases
from sojourn.cases.models import Assignment, Case
from sojourn.lib import clock
from sojourn.lib.actor import Actor
from sojourn.lib.db import transaction
from tests.factories.cases import opened
from tests.harness.browser import Visitor
from tests.journeys.residence import applicant, desk, press, seen, staff, step
from tests.journeys.test_office import here, pick

MOST_KEYS = 300
SPLIT = """() => [...document.querySelectorAll(".counter .field:not(:has(.field))")]
  .filter(field => field.getClientRects().length > 1).map(field => field.textContent)"""
"""Fields that begin in one column and end in the next."""
pytestmark = pytest.mark.usefixtures("live_database")
LINES = "P<SWEERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nAA12345674SWE9008128F3101012<<<<<<<<<<<<<<<2"


def test_a_paper_application_is_entered_by_keyboard_and_is_the_same_case(browser: Visitor) -> None:
    page = desk(browser, staff("counter-officer"), "ru")
    page.goto("/ru/office/counter/applications/temporary-residence/")
    seen(page)
    assert page.evaluate(SPLIT) == []
    type_the_paper(page, clock.today() - timedelta(days=1))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    seen(page)
    assert printed(page).startswith(b"%PDF")
    reference = page.locator(".panel__number").first.inner_text().strip()
    family = page.locator("main a[href*='?with=']").get_attribute("href")
    at_counter = Case.objects.get(reference=reference)
    at_home = Case.objects.get(id=applicant("Erikssonf").applied())
    for told in ("service", "ground", "speed", "fee_class", "office", "status"):
        assert getattr(at_counter, told) == getattr(at_home, told), told
    assert at_counter.filed_on == clock.today() - timedelta(days=1)
    press(page, page.locator(f"main a[href$='/cases/{at_counter.id}/']"))
    seen(page)
    assert reference in page.locator("main").inner_text()
    page.goto(str(family))
    seen(page)
    assert reference in page.locator(".notice").first.inner_text()
    assert here(page) == "passport.mrz"


def type_the_paper(page: Page, stamped: date) -> None:
    """What stands on the form: scanner lines, then tab by tab whatever the paper answers."""
    assert here(page) == "passport.mrz"
    page.keyboard.type(LINES)  # a scanner presses Enter after each line
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("[name='passport.surname']").input_value() == "ERIKSSON"
    said = applicant("Erikssone").answers
    told = {path: value for path, value in said.items() if not path.startswith("passport.")}
    told["received_on"] = stamped.isoformat()
    for _ in range(MOST_KEYS):
        if page.evaluate("document.activeElement.accessKey") == "r":
            break
        path = next((each for each in told if here(page) in (each, each.replace(".", "-"))), "")
        if path:
            type_one(page, path, told.pop(path))
        else:
            page.keyboard.press("Tab")
    assert not told, f"these cannot be reached by keyboard: {sorted(told)}"


def type_one(page: Page, path: str, value: str) -> None:
    """One control of the form, which has the focus."""
    if page.locator(f"select[name='{path}']").count():
        pick(page, path, value)
        return
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        value = f"{date.fromisoformat(value):%d.%m.%Y}"
    page.keyboard.press("Control+A")
    page.keyboard.type(value)
    page.keyboard.press("Tab")


def printed(page: Page) -> bytes:
    """The paper that Enter prints: its button has the focus."""
    form = page.locator("form[target=_blank]")
    assert form.locator("button").evaluate("button => button === document.activeElement")
    told = form.locator("input").evaluate_all(
        "all => Object.fromEntries(all.map(each => [each.name, each.value]))"
    )
    address = form.get_attribute("action") or ""
    return page.request.post(address, form=told, headers={"Referer": page.url}).body()


def in_hand(of: Actor, surnames: Sequence[str]) -> list[str]:
    """Cases this officer has taken."""
    taken = [applicant(surname).applied() for surname in surnames]
    for case_id in taken:
        with transaction():
            cases.take(case_id, by=of)
    return [str(case_id) for case_id in taken]


def test_many_cases_go_to_another_officer_at_once_with_the_reason(browser: Visitor) -> None:
    leaving, coming = staff(), staff()
    names = [f"Handed{letter * 3}" for letter in "abcdef"]
    handed = in_hand(leaving, names)
    page = desk(browser, leaving, "az")
    page.goto("/az/office/cases/")
    assert page.locator("main table tbody tr").count() == len(handed)
    press(page, page.locator("main a[href*='many=']").first)
    press(page, page.locator("main a[href*='many=all']"))
    seen(page)
    kept = page.locator(f"main input[name=case][value='{handed[0]}']")
    kept.uncheck()
    page.locator("[name=officer]").select_option(str(coming.account_id))
    page.locator("[name=reason]").fill("Məzuniyyət")
    press(page, page.locator("main form[action*='hand-over'] .filters button"))
    seen(page)
    assert page.locator("main table tbody tr").count() == 1
    theirs = Assignment.objects.filter(account_id=coming.account_id, case_id__in=handed)
    assert theirs.count() == len(handed) - 1
    assert set(theirs.values_list("reason", flat=True)) == {"Məzuniyyət"}


def test_who_has_a_part_in_a_case_withdraws_and_cannot_act_any_more(browser: Visitor) -> None:
    cousin = staff()
    (case_id,) = in_hand(cousin, ["Partial"])
    page = desk(browser, cousin, "en")
    page.goto(f"/en/office/cases/{case_id}/")
    step(page, opened(case_id).case.id, "recuse")
    page.locator("[name=reason]").fill("The applicant is my cousin.")
    seen(page)
    press(page, page.locator("main form .buttons button"))
    assert opened(case_id).case.handler_id is None
    page.goto(f"/en/office/cases/{case_id}/")
    seen(page)
    press(page, page.locator("main form[action$='/take/'] button"))
    browser.expect_status(409)
    assert "may not work on the case" in page.locator("main").inner_text()
    assert opened(case_id).case.handler_id is None
