"""Every component in the gallery can be used by everyone, in both densities and at any width."""

from __future__ import annotations

import pytest

from tests.harness.browser import Visitor
from tests.journeys.registering import looked_at


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("page_of", ["", "?office=1"])
def test_the_gallery_of_components(browser: Visitor, page_of: str, width: int) -> None:
    page = browser.page(width=width)
    page.goto(f"/en/ui/gallery/{page_of}")
    assert page.locator("main h2").count() > 3
    looked_at(page)
