"""A whole product with its own database, to be broken."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness.product import RunningProduct, free_port


@pytest.fixture(scope="session")
def started_before() -> Iterator[Path]:
    """A var folder in which `sojourn run` was started for the first time, and stopped."""
    with tempfile.TemporaryDirectory(prefix="sojourn-faults-") as folder:
        Path(folder).chmod(0o711)
        product = RunningProduct(Path(folder) / "var", free_port(), SOJOURN_DEMO_PEOPLE="0")
        product.start()
        product.stop()
        yield product.var


@pytest.fixture(scope="module")
def own_product(started_before: Path) -> Iterator[RunningProduct]:
    """`sojourn run` in a var folder of its own, a copy of one that was started before; started."""
    with tempfile.TemporaryDirectory(prefix="sojourn-faults-") as folder:
        Path(folder).chmod(0o711)
        product = RunningProduct(Path(folder) / "var", free_port(), SOJOURN_DEMO_PEOPLE="0")
        subprocess.run(["cp", "-a", "--reflink=auto", f"{started_before}/.", product.var], check=True)
        product.start()
        try:
            yield product
        finally:
            product.stop()
