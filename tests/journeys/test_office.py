"""A day in the office without the mouse: a paper registered at the counter, a late filing set aside."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page

from sojourn.accounts.demonstration import PASSWORD
from sojourn.lib import clock
from tests.factories import filings
from tests.factories.registrations import ANSWERS
from tests.harness.browser import Visitor
from tests.journeys.registering import LINES, looked_at

MOST_TABS = 60
CODE = "123456"


def sit_down(page: Page, role: str, language: str) -> None:
    """Sign in with the printed sign-in of a role, keys only."""
    page.goto(f"/{language}/office/sign-in/")
    looked_at(page)
    to(page, "name")
    page.keyboard.type(role)
    to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code/**")
    looked_at(page)
    to(page, "code")
    page.keyboard.type(CODE)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)


def here(page: Page) -> str:
    """The name or id of what has the focus."""
    said = "(e => e.getAttribute('name') || e.id || e.className)(document.activeElement)"
    return str(page.evaluate(said))


def to(page: Page, name: str) -> int:
    """Go to a control by the tab key; how many times it was pressed."""
    for pressed in range(MOST_TABS):
        if here(page) == name:
            return pressed
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached by keyboard on {page.url}")


def type_date(page: Page, path: str, day: date) -> None:
    to(page, path)
    page.keyboard.type(f"{day:%d.%m.%Y}")
    page.keyboard.press("Tab")


def pick(page: Page, name: str, code: str) -> None:
    """Choose of a list: by typing what the option says where one can type, by the arrow where not."""
    chosen, typed = page.locator(f"select[name='{name}']"), name.replace(".", "-")
    if page.locator(f"input#{typed}").count():
        to(page, typed)
        page.keyboard.type(chosen.locator(f"option[value='{code}']").text_content() or "")
        page.keyboard.press("Tab")
    else:
        to(page, name)
        for _ in range(chosen.locator("option").count()):
            if chosen.input_value() != code:
                page.keyboard.press("ArrowDown")
    assert chosen.input_value() == code


@pytest.mark.parametrize(("language", "width"), [("en", 1366), ("az", 1366), ("ru", 1366), ("ru", 360)])
def test_a_paper_is_registered_at_the_counter_by_scanner_and_keyboard(
    browser: Visitor, language: str, width: int
) -> None:
    page = browser.page(width=width, height=768, language=language)
    sit_down(page, "counter-officer", language)
    looked_at(page)
    assert here(page) == "passport.mrz"
    page.keyboard.type(LINES)  # a scanner presses Enter after each line
    assert page.locator("[name='passport.mrz']").input_value().count("\n") == 1
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("[name='passport.surname']").input_value() == "KALANDADZE"
    assert here(page).startswith("stay.")
    arrived = clock.today() - timedelta(days=2)
    type_date(page, "stay.arrived-in-country-on", arrived)
    type_date(page, "stay.arrived-here-on", arrived)
    pick(page, "stay.place.district", "AZ-LAN")
    to(page, "stay.place.street")
    page.keyboard.type("Nizami")
    to(page, "stay.place.house")
    page.keyboard.type(f"{language}{width}")
    pick(page, "stay.host-kind", "self")
    to(page, "language")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    looked_at(page)
    button = page.locator("form[target=_blank] button")
    assert button.evaluate("button => button === document.activeElement")  # Enter prints
    asked = page.locator("form[target=_blank] input").evaluate_all(
        "all => Object.fromEntries(all.map(each => [each.name, each.value]))"
    )
    address = page.locator("form[target=_blank]").get_attribute("action") or ""
    printed = page.request.post(address, form=asked, headers={"Referer": page.url})
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.body().startswith(b"%PDF")


def test_enter_in_another_field_registers_nothing_and_loses_nothing(browser: Visitor) -> None:
    page = browser.page(width=1366, height=768)
    sit_down(page, "counter-officer", "en")
    to(page, "stay.place.street")
    page.keyboard.type("Nizami")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("[name='stay.place.street']").input_value() == "Nizami"
    assert page.locator("main h1").inner_text() == "Enter a registration"


@pytest.fixture
def late_guest(live_database: str) -> str:
    """Somebody whose registration came long after its last day."""
    told = clock.today() - timedelta(days=40)
    days = {
        "stay.arrived-in-country-on": told.isoformat(),
        "stay.arrived-here-on": told.isoformat(),
        "stay.leaves-on": (clock.today() + timedelta(days=20)).isoformat(),
    }
    named = {"passport.surname": "Latecomer", "passport.number": "L1234567"}
    return filings.register({**ANSWERS, **days, **named}, on=clock.today()).reference


@pytest.mark.parametrize("width", [360, 1366])
def test_a_supervisor_sets_a_late_filing_aside(browser: Visitor, late_guest: str, width: int) -> None:
    page = browser.page(width=width, height=768)
    sit_down(page, "supervisor", "en")
    page.goto("/en/office/late/")
    looked_at(page)
    if not page.locator("main table").get_by_text("Latecomer").count():
        return  # set aside at the other width
    page.locator("main table a", has_text="Latecomer").click()
    looked_at(page)
    assert late_guest in page.locator("main").inner_text()
    page.locator("#state-aside").check()
    to(page, "reason")
    page.keyboard.type("Was in hospital, discharge paper seen")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    looked_at(page)
    assert "Set aside" in page.locator("main").inner_text()
    page.goto("/en/office/late/")
    assert "Latecomer" not in page.locator("main").inner_text()


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("az", 1366), ("ru", 360)])
def test_an_administrator_lets_a_hotel_in(browser: Visitor, language: str, width: int) -> None:
    page = browser.page(width=width, height=768, language=language)
    sit_down(page, "administrator", language)
    for address in ("staff/", "staff/open/", "organisations/", "organisations/enter/"):
        page.goto(f"/{language}/office/{address}")
        looked_at(page)
    pick(page, "kind", "hotel")
    for name, told in (("name", "Hotel Chinar"), ("tax_number", f"17{width}{language}")):
        to(page, name)
        page.keyboard.type(told)
    pick(page, "district", "AZ-LAN")
    to(page, "address")
    page.keyboard.type("Nizami 12")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    looked_at(page)
    to(page, "contact")
    page.keyboard.type(f"{language}@chinar.example")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    looked_at(page)
    assert f"{language}@chinar.example" in page.locator("main table").inner_text()
