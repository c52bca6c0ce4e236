"""Every door of the API asked by Schemathesis at length. `make proof`; `make test` spends a small budget."""

from __future__ import annotations

import pytest

from tests.sites.api.conftest import _day
from tests.sites.api.fuzzing import DOORS, World, fuzz, world

EXAMPLES = 100

__all__ = ["_day", "world"]


@pytest.mark.parametrize(("path", "method"), DOORS)
def test_nothing_is_found(path: str, method: str, world: World) -> None:
    fuzz(path, method, world, examples=EXAMPLES)
