"""How a guest walks from the start page to a document that verifies, in any language and at any width."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page

from sojourn.lib import clock
from tests.harness.browser import axe, fits

LINES = "P<GEOKALANDADZE<<NINO<<<<<<<<<<<<<<<<<<<<<<<\n12AB345673GEO9004171F3101012<<<<<<<<<<<<<<<2"


def looked_at(page: Page) -> None:
    """This page, once it is there, as everyone must be able to use it."""
    page.wait_for_load_state()
    fits(page)
    axe(page)


def submit(page: Page) -> None:
    """The main button of the form."""
    page.locator("main form.form .buttons button.button").first.click()


def read_the_lines(page: Page, lines: str = LINES) -> None:
    page.locator("[name='passport.mrz']").fill(lines)
    page.locator("button[name=read]").click()
    page.wait_for_url("**read=lines*")


def say_where(page: Page, *, arrived: tuple[str, str, str], street: str = "Nizami") -> None:
    """The page of the stay: a day, a district, a street."""
    for part, value in zip(("day", "month", "year"), arrived, strict=True):
        page.locator(f"[name='stay.arrived-here-on.{part}']").fill(value)
        page.locator(f"[name='stay.arrived-in-country-on.{part}']").fill(value)
    choose(page, "stay.place.district", "AZ-LAN")
    page.locator("[name='stay.place.street']").fill(street)
    page.locator("[name='stay.place.house']").fill("12")
    page.locator("[name='stay.host-kind'][value=self]").check()


def choose(page: Page, name: str, code: str) -> None:
    """An option of a long list: typed and picked with scripts, picked from the list without."""
    field = page.locator(f"#{name.replace('.', '-')}")
    if field.get_attribute("role") != "combobox":
        page.locator(f"select[name='{name}']").select_option(code)
        return
    said = page.locator(f"select[name='{name}'] option[value='{code}']").text_content() or ""
    field.fill(said)
    field.press("Tab")


def code_for(page: Page, address: str) -> str:
    """The code that the demonstration's outbox shows for an address."""
    outbox = page.context.new_page()
    outbox.goto(f"/demo/outbox?to={address}")
    found = re.findall(r"\b(\d{6})\b", outbox.locator("main").inner_text())
    outbox.close()
    assert found, f"no code for {address}"
    return str(found[0])


def prove(page: Page, address: str) -> None:
    """Ask for messages by e-mail and prove the address by its code."""
    page.locator("[name='contact.channel'][value=email]").check()
    page.locator("[name='contact.address']").fill(address)
    submit(page)
    page.wait_for_url("**/code/**")
    looked_at(page)
    page.locator("[name=code]").fill(code_for(page, address))
    submit(page)


def take_document(page: Page, folder: Path) -> bytes:
    with page.expect_download() as coming:
        page.locator("a[href*='/documents/']").first.click()
    saved = folder / coming.value.suggested_filename
    coming.value.save_as(saved)
    return saved.read_bytes()


def number_and_code(page: Page) -> tuple[str, str]:
    number, code = page.locator(".panel__number").all_inner_texts()
    return number.strip(), code.strip()


def walk(page: Page, language: str, folder: Path) -> None:
    """From the start page to a document that verifies, every page of the way looked at."""
    page.goto("/")
    page.wait_for_url(f"**/{language}/")
    looked_at(page)
    page.locator(".hero .button--start").click()
    looked_at(page)
    fill_in(page)
    looked_at(page)
    prove(page, f"nino-{language}-{(page.viewport_size or {})['width']}@example.org")
    page.wait_for_url("**/done/**")
    looked_at(page)
    number, code = number_and_code(page)
    assert take_document(page, folder).startswith(b"%PDF-")
    verify(page, number, code)


def fill_in(page: Page) -> None:
    """The two pages of questions."""
    read_the_lines(page)
    assert page.locator("[name='passport.surname']").input_value() == "KALANDADZE"
    looked_at(page)
    submit(page)
    page.wait_for_url("**/stay/")
    looked_at(page)
    say_where(page, arrived=today())
    submit(page)
    page.wait_for_url("**/check/")


def today() -> tuple[str, str, str]:
    day = clock.today()
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
