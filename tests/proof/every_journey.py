"""From the start page to a verified document: three languages at three widths, watched by axe."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.harness.browser import Visitor
from tests.journeys.registering import walk


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("language", ["az", "en", "ru"])
def test_from_the_start_page_to_a_verified_document(
    browser: Visitor, tmp_path: Path, language: str, width: int
) -> None:
    walk(browser.page(width=width, language=language), language, tmp_path)
