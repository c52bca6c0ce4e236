"""Every service an officer decides: applied for in the browser, worked by the right roles, decided, read.

Who applies and what is recorded stands in `packs/<country>/examples/`. Here each service once, the languages
in turn; `make proof` in all of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from tests.harness.browser import Visitor
from tests.journeys.every_service import walk
from tests.journeys.examples import Example, examples_of

pytestmark = pytest.mark.usefixtures("live_database")
EXAMPLES = list(examples_of(Path(settings.BASE_DIR) / "packs" / settings.PACK))
LANGUAGES = ("az", "en", "ru")
WALKS = [
    pytest.param(example, LANGUAGES[at % len(LANGUAGES)], id=example.service)
    for at, example in enumerate(EXAMPLES)
]


@pytest.mark.parametrize(("example", "language"), WALKS)
def test_from_the_first_question_to_the_letter_in_ones_hands(
    browser: Visitor, example: Example, language: str
) -> None:
    walk(browser, example, language)
