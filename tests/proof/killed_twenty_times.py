"""The supervisor killed twenty times while people register. `make proof`; `make test` kills three times."""

from __future__ import annotations

from pathlib import Path

from tests.faults.crowd import Crowd, check_books, kill_at_random
from tests.harness.product import RunningProduct, free_port

TIMES = 20


def test_killed_twenty_times_none_is_lost_and_none_is_there_twice(
    tmp_path: Path, record_property: object
) -> None:
    product = RunningProduct(tmp_path / "var", free_port(), SOJOURN_DEMO_PEOPLE="0")
    product.start()
    try:
        crowd = Crowd(product)
        crowd.begin()
        kill_at_random(product, TIMES, seed=20)
        crowd.end()
        books = check_books(product, crowd)
    finally:
        product.stop()
    record_property(  # type: ignore[operator]
        "figure",
        f"{TIMES} kills, {books.registrations} registrations, {crowd.interrupted} requests interrupted",
    )
    assert crowd.interrupted
