"""What a first start does: an empty country gets its law and, in a demonstration, its invented past."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import override_settings

from sojourn.cases.models import Case
from sojourn.catalogue.models import CurrentPack
from sojourn.lib import clock
from sojourn.people.models import Person
from sojourn.project import start_up
from sojourn.project.demonstration import writing
from sojourn.project.embedded_postgres import DATABASE, OWNER
from sojourn.project.errors import CannotStart
from tests.harness.server import TestServer


@pytest.fixture
def few(test_server: TestServer, committed_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database of its own to start with, and three people to fill it with."""
    monkeypatch.setenv("SOJOURN_DEMO_PEOPLE", "3")
    monkeypatch.setenv("DATABASE_URL", test_server.url(committed_database))
    monkeypatch.setenv("DATABASE_OWNER_URL", test_server.url(committed_database, OWNER))


def as_ours(server: TestServer) -> Any:
    """The server of this run, told by its address as `sojourn run` tells its own."""
    return SimpleNamespace(url=lambda role, database=DATABASE: server.url(database, role))


def stop_while_filling(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopping:
        stopping.setattr(writing, "perform", stopped)
        with pytest.raises(KeyboardInterrupt):
            start_up.prepare_country(print)


@pytest.mark.usefixtures("few")
@override_settings(DEMONSTRATION=True)
def test_a_demonstration_is_filled_with_people_and_cases_of_every_age() -> None:
    CurrentPack.objects.all().delete()
    said: list[str] = []
    start_up.prepare_country(said.append)
    assert said == ["An empty country is filled with invented people; a later start skips this."]
    assert Person.objects.count() >= 3
    filed = Case.objects.values_list("filed_on", flat=True)
    assert min(filed) < clock.today()
    assert CurrentPack.objects.get().from_at.date() < min(filed)

    start_up.prepare_country(said.append)
    assert len(said) == 1
    assert CurrentPack.objects.count() == 1


@pytest.mark.usefixtures("few")
@override_settings(DEMONSTRATION=True)
def test_a_database_of_somebody_else_filled_by_half_is_refused_and_let_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop_while_filling(monkeypatch)
    with pytest.raises(CannotStart) as refused:
        start_up.prepare_country(print)
    assert refused.value.problem.startswith("The demonstration in the database named in DATABASE_URL is")
    assert "drop that database" in refused.value.advice
    assert CurrentPack.objects.exists()


@pytest.mark.usefixtures("few")
@override_settings(DEMONSTRATION=True)
def test_our_own_database_filled_by_half_is_thrown_away_and_filled_anew(
    test_server: TestServer, committed_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_while_filling(monkeypatch)
    monkeypatch.setattr(start_up, "DATABASE", committed_database)
    said: list[str] = []
    start_up.prepare_country(said.append, as_ours(test_server))
    assert [line.split(":")[0] for line in said] == [
        "The last start was stopped while it filled the country",
        "An empty country is filled with invented people; a later start skips this.",
    ]
    assert Person.objects.count() >= 3
    start_up.prepare_country(said.append)
    assert len(said) == 2


@pytest.mark.usefixtures("few")
@override_settings(DEMONSTRATION=True)
def test_a_database_with_a_real_account_is_never_thrown_away(
    test_server: TestServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_while_filling(monkeypatch)
    monkeypatch.setattr("sojourn.accounts.queries.has_real_accounts", lambda: True)
    monkeypatch.setattr("sojourn.project.roles.drop_database", pytest.fail)
    with pytest.raises(CannotStart, match="accounts of real people"):
        start_up.prepare_country(print, as_ours(test_server))


@pytest.mark.usefixtures("committed_database")
@override_settings(DEMONSTRATION=False)
def test_a_real_country_has_its_law_from_the_day_it_is_loaded() -> None:
    CurrentPack.objects.all().delete()
    start_up.prepare_country(print)
    assert clock.legal_day(CurrentPack.objects.get().from_at) == clock.today()
    assert not Person.objects.exists()
