"""Who runs Sojourn finds every setting in the pages on running and deploying it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from sojourn.lib.keys import Use

ROOT = Path(__file__).parents[3]
READERS = {"text", "flag", "number", "get", "getenv"}


def names_read() -> Iterator[str]:
    """Every variable of the environment that the product reads by its name."""
    for path in (ROOT / "sojourn").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                asked = node.args[0] if node.func.attr in READERS and node.args else None
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
                asked = node.slice
            else:
                continue
            if isinstance(asked, ast.Constant) and str(asked.value).startswith(("SOJOURN_", "DATABASE_")):
                yield str(asked.value)


@pytest.fixture(scope="module")
def pages() -> str:
    return "".join((ROOT / "docs/how-to" / page).read_text("utf-8") for page in ("run.md", "deploy.md"))


def test_every_setting_is_told(pages: str) -> None:
    found = set(names_read())
    assert {"SOJOURN_PORT", "SOJOURN_SEAL_STATE", "DATABASE_URL"} <= found
    assert sorted(name for name in found if f"`{name}`" not in pages and f"`{name}=" not in pages) == []


@pytest.mark.parametrize("use", Use)
def test_every_key_is_told(pages: str, use: Use) -> None:
    assert f"`{use.value}`" in pages
    assert f"`SOJOURN_KEY_{use.name}`" in pages
