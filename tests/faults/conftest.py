"""A whole product with its own database, to be broken."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness.product import RunningProduct, free_port


@pytest.fixture(scope="module")
def own_product() -> Iterator[RunningProduct]:
    """`sojourn run` in a var folder of its own, started."""
    with tempfile.TemporaryDirectory(prefix="sojourn-faults-") as folder:
        Path(folder).chmod(0o711)
        product = RunningProduct(Path(folder) / "var", free_port(), SOJOURN_DEMO_PEOPLE="0")
        product.start()
        try:
            yield product
        finally:
            product.stop()
