"""Services take pages and papers from one place, with their texts; what nobody keeps is told by its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.errors import PackInvalid

PAGES = "- code: visitor\n  questions:\n    - {code: hat, type: text, answer: advised}\n"


@pytest.fixture
def sharing(example: Path) -> Path:
    """The example with a page that its service takes from the shelf."""
    (example / "shared").mkdir()
    (example / "shared/pages.yaml").write_text(PAGES.replace("visitor", "clothing"), "utf-8")
    service = example / "services/visit.yaml"
    service.write_text(service.read_text("utf-8").replace("pages:\n", "pages:\n  - use: clothing\n"), "utf-8")
    texts = example / "locale/en/shared.yaml"
    texts.write_text("clothing:\n  title: Clothing\n  hat:\n    label: Hat\n", "utf-8")
    return example


def test_a_page_taken_from_the_shelf_stands_at_its_place_with_its_texts(sharing: Path) -> None:
    pack = compile_folder(sharing).pack
    assert next(iter(pack.service("visit").questions())) == "clothing.hat"
    assert pack.text("visit.clothing.hat.label", "en") == "Hat"


def test_a_text_of_the_service_itself_wins(sharing: Path) -> None:
    texts = sharing / "locale/en/visit.yaml"
    texts.write_text(texts.read_text("utf-8") + "clothing:\n  hat:\n    label: Your hat\n", "utf-8")
    assert compile_folder(sharing).pack.text("visit.clothing.hat.label", "en") == "Your hat"


def test_what_is_not_on_the_shelf_is_told_with_its_line(sharing: Path) -> None:
    (sharing / "shared/pages.yaml").write_text(PAGES, "utf-8")
    with pytest.raises(PackInvalid) as refused:
        compile_folder(sharing)
    told = [str(each) for each in refused.value.problems]
    assert any("expected one of shared/pages.yaml (visitor); found clothing" in each for each in told), told


def test_a_shared_text_that_names_nothing_is_a_mistake(sharing: Path) -> None:
    texts = sharing / "locale/en/shared.yaml"
    texts.write_text(texts.read_text("utf-8") + "  shoe:\n    label: Shoe\n", "utf-8")
    with pytest.raises(PackInvalid) as refused:
        compile_folder(sharing)
    assert any("found shared.clothing.shoe.label" in str(each) for each in refused.value.problems)
