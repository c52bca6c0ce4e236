"""Parts of the product and those at its doors killed during lives of cases: none lost, stuck or doubled."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from sojourn.project import database
from sojourn.project.embedded_postgres import APPLICATION, EmbeddedPostgres
from tests.faults.village import Village, check, kill_at_random
from tests.harness.product import RunningProduct


def test_every_case_ends_once_and_as_its_events_tell(
    own_product: RunningProduct,
    tmp_path: Path,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOJOURN_VAR", str(own_product.var))
    address = EmbeddedPostgres(own_product.var).url(APPLICATION)
    village = Village(own_product, tmp_path, lives=16)
    with django_db_blocker.unblock(), database.connected_to(address):
        village.appoint()
    village.begin()
    kill_at_random(village, 3, seed=2026)
    village.end()
    assert "interrupted" in village.said() or village.killed, "nobody noticed the kills: nothing was tried"
    with django_db_blocker.unblock(), database.connected_to(address):
        check(village)
    own_product.command("seal-log")
    assert "The log proves" in own_product.command("verify-log").stdout
