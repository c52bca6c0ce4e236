"""A web process makes itself ready, and starts though there is nothing to be ready with."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.urls import get_resolver

from sojourn.catalogue import queries as catalogue
from sojourn.catalogue.errors import NoPackLoaded
from sojourn.project.warming import warm


@pytest.fixture(autouse=True)
def _thaw() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_stays_is_not_searched_for_garbage_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(catalogue, "current", lambda: read.append("pack"))
    warm()
    assert read == ["pack"]
    assert "url_patterns" in vars(get_resolver())
    assert gc.get_freeze_count() > 0


@pytest.mark.parametrize("reason", [NoPackLoaded(), OperationalError("not there yet")])
def test_a_process_starts_before_its_database_or_its_pack(
    monkeypatch: pytest.MonkeyPatch, reason: Exception
) -> None:
    def missing() -> None:
        raise reason

    monkeypatch.setattr(catalogue, "current", missing)
    warm()
