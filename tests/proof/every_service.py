"""Every service an officer decides, from the form to the letter, in every language of the pack."""

from __future__ import annotations

import pytest

from tests.harness.browser import Visitor
from tests.journeys.every_service import walk
from tests.journeys.examples import Example
from tests.journeys.test_every_service import EXAMPLES, LANGUAGES

pytestmark = pytest.mark.usefixtures("live_database")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.service)
def test_from_the_first_question_to_the_letter_in_ones_hands(
    browser: Visitor, example: Example, language: str
) -> None:
    walk(browser, example, language)
