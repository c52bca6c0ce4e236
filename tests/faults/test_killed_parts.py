"""`kill -9` of any part: it comes back, and what was committed is there."""

from __future__ import annotations

import time

import psycopg
import pytest

from sojourn.project.embedded_postgres import APPLICATION, EmbeddedPostgres
from tests.harness.product import RunningProduct


def _write(product: RunningProduct, key: str) -> None:
    with psycopg.connect(EmbeddedPostgres(product.var).url(APPLICATION)) as connection:
        connection.execute(
            "INSERT INTO lib_dooranswer (door, key, request_hash, at) VALUES ('fault', %s, '', now())", [key]
        )


def _kept(product: RunningProduct) -> set[str]:
    with psycopg.connect(EmbeddedPostgres(product.var).url(APPLICATION)) as connection:
        return {key for (key,) in connection.execute("SELECT key FROM lib_dooranswer WHERE door = 'fault'")}


def _wait_for_another(product: RunningProduct, part: str, *, than: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            if product.number_of(part) != than:
                return
        except (OSError, ValueError):
            pass
        time.sleep(0.1)
    pytest.fail(f"{part} did not come back: {product.output}")


@pytest.mark.parametrize("part", ["web", "web-child", "worker", "postgres"])
def test_a_killed_part_is_started_again(own_product: RunningProduct, part: str) -> None:
    own_product.wait_until_answers()
    _write(own_product, part)
    killed = own_product.kill(part)
    _wait_for_another(own_product, part, than=killed)
    own_product.wait_until_answers()
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            assert part in _kept(own_product)
            break
        except psycopg.OperationalError:
            time.sleep(0.2)
    assert part in _kept(own_product)


def test_after_the_supervisor_is_killed_the_next_start_ends_what_was_left(
    own_product: RunningProduct,
) -> None:
    own_product.wait_until_answers()
    _write(own_product, "supervisor")
    own_product.kill("supervisor")
    own_product.start()
    assert own_product.answers()
    assert "supervisor" in _kept(own_product)


def test_killed_all_at_once_it_starts_again_with_everything(own_product: RunningProduct) -> None:
    own_product.wait_until_answers()
    _write(own_product, "all")
    for part in ("postgres", "web", "worker", "supervisor"):
        own_product.kill(part)
    own_product.start()
    assert own_product.answers()
    assert "all" in _kept(own_product)
