"""What a first start does: an empty country gets its law and, in a demonstration, its invented past."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import override_settings

from sojourn.cases.models import Case
from sojourn.catalogue.models import CurrentPack
from sojourn.lib import clock
from sojourn.people.models import Person
from sojourn.project import start_up
from sojourn.project.demonstration import writing
from sojourn.project.errors import CannotStart


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOJOURN_DEMO_PEOPLE", "3")
    monkeypatch.setattr(start_up, "filling_begun", lambda: tmp_path / "run" / "filling")
    return tmp_path


@pytest.mark.usefixtures("committed_database", "few")
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


@pytest.mark.usefixtures("committed_database", "few")
@override_settings(DEMONSTRATION=True)
def test_a_demonstration_whose_filling_was_stopped_is_not_started_as_if_it_were_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopping:
        stopping.setattr(writing, "perform", stopped)
        with pytest.raises(KeyboardInterrupt):
            start_up.prepare_country(print)
    with pytest.raises(CannotStart) as refused:
        start_up.prepare_country(print)
    assert refused.value.problem.startswith("This demonstration is filled by half only")
    assert "remove" in refused.value.advice


@pytest.mark.usefixtures("committed_database")
@override_settings(DEMONSTRATION=False)
def test_a_real_country_has_its_law_from_the_day_it_is_loaded() -> None:
    CurrentPack.objects.all().delete()
    start_up.prepare_country(print)
    assert CurrentPack.objects.get().from_at.date() == clock.today()
    assert not Person.objects.exists()
