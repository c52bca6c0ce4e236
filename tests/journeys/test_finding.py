"""Somebody in danger finds who helps, with scripts and without, and can be gone at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route

from tests.harness.browser import Visitor
from tests.journeys.registering import looked_at

pytestmark = pytest.mark.usefixtures("live_database")
ELSEWHERE = "https://**"


def elsewhere(route: Route) -> None:
    """Another site, which the tests do not visit."""
    route.fulfill(status=200, content_type="text/html", body="<title>Elsewhere</title><p>Elsewhere</p>")


@pytest.mark.parametrize(("width", "scripts"), [(360, False), (1280, True)])
def test_whose_passport_is_kept_finds_who_helps_and_is_gone_at_once(
    browser: Visitor, width: int, scripts: bool
) -> None:
    page = browser.page(width=width, scripts=scripts)
    page.route(ELSEWHERE, elsewhere)
    page.goto("/en/")
    page.locator("main a[href$='/find/']").click()
    for answer in ("passport-kept", "passport"):
        if scripts:
            looked_at(page)
        page.locator(f"main input[value={answer}]").check()
        page.locator("main form.form button").click()
    assert page.url.endswith("/en/find/")
    assert page.locator("main a[href='tel:152']").is_visible()
    if scripts:
        looked_at(page)
    page.locator("main button.back").click()
    assert page.locator("h1").inner_text() == "How is it with you now?"
    page.locator("a[data-exit]").click()
    page.wait_for_url(ELSEWHERE)
    if scripts:
        page.go_back()
        assert "How is it with you now?" not in page.content()


@pytest.mark.parametrize("width", [360, 1280])
def test_where_it_ends_can_be_used_by_everyone(browser: Visitor, width: int) -> None:
    page = browser.page(width=width)
    for end in ("stay-over", "short-visit"):
        page.goto(f"/en/find/{end}/")
        looked_at(page)
