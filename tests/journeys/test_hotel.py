"""A receptionist signs in, sends the table of the day, mends what came back, and tells who left."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from sojourn.lib import clock
from tests.factories import filings
from tests.harness.browser import Visitor
from tests.journeys.registering import code_for, looked_at, submit

HEAD = "mrz,surname,given_names,nationality,birth_date,document_number,issuing_state,arrived_on\r\n"


@pytest.fixture
def receptionist(live_database: str) -> str:
    """A hotel stands in the register, and this is who works at its desk."""
    filings.hotel("Hotel Lotus", tax_number="1400000077")
    return "desk@1400000077.example"


def sign_in(page: Page, address: str) -> None:
    page.goto("/en/host/")
    looked_at(page)
    page.locator("main .button--start").click()
    looked_at(page)
    page.locator("main form input[name=contact]").fill(address)
    submit(page)
    page.locator("main input[name=code]").wait_for()
    looked_at(page)
    page.locator("main input[name=code]").fill(code_for(page, address))
    submit(page)
    page.wait_for_url("**/host/**")


def table(tmp_path: Path, batch: int) -> Path:
    today = clock.today().isoformat()
    good = "".join(
        f",Guest,{'I' * n},GEO,1990-04-17,{batch:04}AB{n:03},GEO,{today}\r\n" for n in range(1, 12)
    )
    file = tmp_path / "guests.csv"
    file.write_text(
        HEAD + good + f",Guest,Late,GEO,1990-04-17,{batch:04}AB099,GEO,yesterday\r\n", encoding="utf-8-sig"
    )
    return file


@pytest.mark.parametrize("width", [360, 1280])
def test_a_table_of_guests_from_the_desk(
    browser: Visitor, receptionist: str, tmp_path: Path, width: int
) -> None:
    page = browser.page(width=width)
    sign_in(page, receptionist)
    looked_at(page)
    page.locator("a[href$='/table/']").click()
    looked_at(page)
    page.locator("input[type=file]").set_input_files(table(tmp_path, width))
    submit(page)
    page.wait_for_url("**/lists/**")
    looked_at(page)
    assert page.locator("main table tbody tr").count() == 11
    page.locator("[name='row-12.stay.arrived-here-on']").fill(clock.today().strftime("%d.%m.%Y"))
    submit(page)
    page.wait_for_url("**/lists/**")
    assert page.locator("main table tbody tr").count() == 1
    page.goto("/en/host/")
    looked_at(page)
    assert page.locator("main table tbody tr").count() >= 12
    leave(page)


def past_guests(tmp_path: Path, batch: int) -> Path:
    """Three guests who meant to leave yesterday."""
    came, went = (clock.today() - timedelta(days=days) for days in (4, 1))
    head = HEAD.strip() + ",leaves_on\r\n"
    lines = "".join(
        f",Pastov,{'I' * n},GEO,1990-04-17,{batch:04}CD{n:03},GEO,{came},{went}\r\n" for n in (1, 2, 3)
    )
    file = tmp_path / "past.csv"
    file.write_text(head + lines, encoding="utf-8-sig")
    return file


@pytest.mark.parametrize("width", [360, 1280])
def test_lists_search_and_guests_past_their_day(
    browser: Visitor, receptionist: str, tmp_path: Path, width: int
) -> None:
    page = browser.page(width=width)
    sign_in(page, receptionist)
    page.locator("a[href$='/table/']").click()
    page.locator("input[type=file]").set_input_files(past_guests(tmp_path, width))
    submit(page)
    page.wait_for_url("**/lists/**")
    with page.expect_download() as printed:
        page.locator("a[href*='certificates-']").click()
    assert printed.value.path().read_bytes().startswith(b"%PDF-")
    page.locator("main a[href$='/lists/'], a.back[href$='/lists/'], a[href$='/lists/']").first.click()
    looked_at(page)
    page.goto("/en/host/")
    page.locator("input[name=q]").fill("pastov iii")
    page.locator("form[role=search] button").click()
    looked_at(page)
    assert page.locator("main table tbody tr").count() >= 1
    page.goto("/en/host/")
    page.locator("a[href$='/leaving/']").click()
    looked_at(page)
    before = page.locator("main table tbody tr").count()
    for box in page.locator("input[name=chosen]").all()[:2]:
        box.check()
    page.locator("button[name=all-left]").click()
    page.wait_for_url("**/leaving/?left=2")
    looked_at(page)
    assert page.locator("main table tbody tr").count() == before - 2


def leave(page: Page) -> None:
    page.locator("a[href*='/departure/']").first.click()
    looked_at(page)
    day = clock.today()
    for part, value in zip(("day", "month", "year"), (day.day, day.month, day.year), strict=True):
        page.locator(f"[name='departure.left-on.{part}']").fill(str(value))
    submit(page)
    page.wait_for_url("**/departure/done/")
    looked_at(page)


def test_one_guest_and_a_list_at_a_small_telephone(browser: Visitor, receptionist: str) -> None:
    page = browser.page(width=320)
    sign_in(page, receptionist)
    page.locator("a[href$='/guest/']").click()
    looked_at(page)
    page.locator("[name='passport.mrz']").fill("not lines")
    page.locator("button[name=read]").click()
    looked_at(page)
    page.goto("/en/host/")
    page.locator("a[href$='/list/']").click()
    looked_at(page)
    before = page.locator("fieldset.guest").count()
    page.locator("button[name=more]").click()
    page.wait_for_function(f"document.querySelectorAll('fieldset.guest').length > {before}")
    looked_at(page)
