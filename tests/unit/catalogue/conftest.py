"""The example of docs/reference/pack.md as a folder, and ways to spoil it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from sojourn.catalogue import rulebook
from sojourn.catalogue.compiling import compile_folder
from sojourn.catalogue.errors import PackInvalid
from sojourn.catalogue.models import CurrentPack, StoredPack
from sojourn.catalogue.types import Pack, Service

# A machine shared with others is slow at times; no test is about time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parents[3]
_BLOCK = re.compile(r"^`([\w./-]+)`\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The complete example of the format's page, written out as files."""
    page = (ROOT / "docs/reference/pack.md").read_text("utf-8").partition("## A complete example")[2]
    folder = tmp_path / "lilliput"
    for name, content in _BLOCK.findall(page):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    rulebook.add_new_to_lock(folder)
    return folder


@pytest.fixture
def spoilt(example: Path) -> Callable[[str, str, str], list[str]]:
    """Replace a piece of a file of the example; the problems the check then reports."""

    def spoil(file: str, old: str, new: str) -> list[str]:
        path = example / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        with pytest.raises(PackInvalid) as refused:
            compile_folder(example)
        return [str(problem) for problem in refused.value.problems]

    return spoil


@pytest.fixture
def no_pack(db: None) -> None:
    """An installation in which no pack was ever loaded."""
    CurrentPack.objects.all().delete()
    StoredPack.objects.all().delete()


@pytest.fixture(scope="session")
def country() -> Pack:
    return compile_folder(ROOT / "packs/azerbaijan").pack


@pytest.fixture(scope="session")
def registration(country: Pack) -> Service:
    return country.service("registration-of-stay")


@pytest.fixture(scope="session")
def arcadia() -> Pack:
    return compile_folder(ROOT / "packs/arcadia").pack
