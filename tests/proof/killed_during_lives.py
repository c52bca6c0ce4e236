"""Product and people killed fifteen times during lives of cases. `make proof`; `make test` kills thrice."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from sojourn.project import database
from sojourn.project.embedded_postgres import APPLICATION, EmbeddedPostgres
from tests.faults.village import Village, check, kill_at_random
from tests.harness.product import RunningProduct, free_port

TIMES, LIVES = 15, 200


def test_killed_fifteen_times_no_case_is_lost_stuck_or_doubled(
    tmp_path: Path,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
    record_property: object,
) -> None:
    (tmp_path / "papers").mkdir()
    product = RunningProduct(tmp_path / "var", free_port(), SOJOURN_DEMO_PEOPLE="0")
    monkeypatch.setenv("SOJOURN_VAR", str(product.var))
    product.start()
    try:
        address = EmbeddedPostgres(product.var).url(APPLICATION)
        village = Village(product, tmp_path / "papers", lives=LIVES)
        with django_db_blocker.unblock(), database.connected_to(address):
            village.appoint()
        village.begin()
        kill_at_random(village, TIMES, seed=15)
        village.end(patience=900)
        with django_db_blocker.unblock(), database.connected_to(address):
            check(village)
        product.command("seal-log")
        assert "The log proves" in product.command("verify-log").stdout
    finally:
        product.stop()
    record_property(  # type: ignore[operator]
        "figure", f"{TIMES} kills of parts, {village.killed} of those who act, {LIVES} cases"
    )
