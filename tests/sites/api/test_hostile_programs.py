"""Whatever a program sends, the API answers as its document says: Schemathesis finds nothing.

A small budget here; `make proof` spends a large one (`tests/proof/every_request.py`).
"""

from __future__ import annotations

import pytest

from tests.sites.api.fuzzing import DOORS, World, fuzz, world

EXAMPLES = 6

__all__ = ["world"]


@pytest.mark.parametrize(("path", "method"), DOORS)
def test_nothing_is_found(path: str, method: str, world: World) -> None:
    fuzz(path, method, world, examples=EXAMPLES)


def test_every_door_is_asked() -> None:
    assert len(DOORS) >= 38
